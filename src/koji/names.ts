import { distance } from 'fastest-levenshtein'

const maxLength = 256
const allowed = /^[A-Za-z0-9/_.+-]+$/

/**
 * Why Koji would refuse this name for a tag, target or external repo, or `undefined` if it would not:
 * the hub's defaults of RegexNameInternal and MaxNameLengthInternal. A trailing newline, which Python's
 * `$` lets through on the hub, is refused here.
 */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'a name must not be empty'
  if (name.length > maxLength) return `a name has at most ${maxLength} characters, this one ${name.length}`
  if (!allowed.test(name)) return `Koji allows letters, digits and / _ . + - in a name`
  return undefined
}

/** Why Koji's database would refuse this name for a group: it holds 50 characters. */
export function groupNameProblem(name: string): string | undefined {
  if (name === '') return 'a group needs a name'
  if (name.length > 50) return `a group's name has at most 50 characters, this one ${name.length}`
  return undefined
}

/** The candidate that a misspelt word most likely meant, if one is near enough to be worth naming. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const steps = distance(word, candidate)
    if (steps < bestDistance || (steps === bestDistance && best !== undefined && candidate < best)) {
      best = candidate
      bestDistance = steps
    }
  }
  return best
}

/** Whether a name fits a glob: `*` any text, `?` any character, `[…]` one of these. */
export function matchesGlob(name: string, glob: string): boolean {
  const pattern = glob.replace(/\[!?[^\]]+\]|[.*+?^${}()|[\]\\]/g, part => {
    if (part === '*') return '.*'
    if (part === '?') return '.'
    return part.length > 1 ? part.replace('[!', '[^').replaceAll('\\', '\\\\') : `\\${part}`
  })
  return new RegExp(`^(?:${pattern})$`, 's').test(name)
}
