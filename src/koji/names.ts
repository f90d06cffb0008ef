import { distance } from 'fastest-levenshtein'
import { wireProblem } from './wire-text.js'

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

/** Why Koji would refuse this name for a user: the hub's default of RegexUserName. */
export function userNameProblem(name: string): string | undefined {
  if (name === '') return 'a name must not be empty'
  if (name.length > maxLength) return `a name has at most ${maxLength} characters, this one ${name.length}`
  if (!/^[A-Za-z0-9/_.@-]+$/.test(name)) return `Koji allows letters, digits and / _ . @ - in a user's name`
  return undefined
}

/** Why Koji's database would refuse this name for a group: it holds 50 characters. */
export function groupNameProblem(name: string): string | undefined {
  if (name === '') return 'a group needs a name'
  const { length } = [...name]
  if (length > 50) return `a group's name has at most 50 characters, this one ${length}`
  return wireProblem(name)
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

/** `; did you mean f44-app?`, to end a message about a word that means nothing; empty where none is near */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates)
  return near === undefined ? '' : `; did you mean ${near}?`
}

/**
 * Whether a name fits a glob: `*` any text, `?` any character, `[…]` one of these, `[!…]` one of the others,
 * `a-z` a range in brackets. Where the text differs, it goes back to the last `*` alone: many stars cost
 * no more than a few.
 */
export function matchesGlob(name: string, glob: string): boolean {
  const parts = glob.match(/\[!?[^\]]+\]|./gs) ?? []
  let [at, position] = [0, 0]
  let star: { readonly at: number; position: number } | undefined
  while (position < name.length) {
    if (parts[at] === '*') {
      star = { at, position }
      at += 1
    } else if (fitsOne(name.charAt(position), parts[at])) {
      at += 1
      position += 1
    } else if (star !== undefined) {
      star.position += 1
      at = star.at + 1
      position = star.position
    } else return false
  }
  return parts.slice(at).every(part => part === '*')
}

function fitsOne(character: string, part = ''): boolean {
  const [, not, set] = /^\[(!?)(.+)\]$/s.exec(part) ?? []
  if (set === undefined) return part === '?' || part === character
  const choices = set.match(/.-.|./gs) ?? []
  const isIn = choices.some(choice => choice.charAt(0) <= character && character <= choice.slice(-1))
  return isIn === (not === '')
}
