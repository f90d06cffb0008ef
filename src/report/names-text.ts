import { compareText } from '../koji/json.js'
import { cleanLine } from './clean.js'

/** `1 tag`, `2 tags` */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`
}

/** `a`, `a and b`, `a, b and c`; of more than `most` names the first ones: `a, b and 10 more` */
export function namesText(names: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const shown =
    names.length <= most ? names : [...names.slice(0, most - 1), `${names.length - most + 1} more`]
  const clean = shown.map(cleanLine)
  const last = clean.pop() ?? ''
  return clean.length === 0 ? last : `${clean.join(', ')} and ${last}`
}

/** The short names first: main branches and their targets before what hangs on them, such as side tags. */
export function plainFirst(names: readonly string[]): string[] {
  return [...names].sort((a, b) => a.length - b.length || compareText(a, b))
}

/** A space at which no line is broken. */
export const joint = '\u00A0'

/**
 * Lines of at most `width` columns, broken at spaces; a word that is longer has a line of its own. All but the first
 * are set in by `hanging` columns.
 */
export function wrapped(text: string, width: number, hanging = 0): string[] {
  const [start = ''] = /^ */.exec(text) ?? []
  const lines: string[] = []
  let line = start
  let isEmpty = true
  for (const word of text.slice(start.length).split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ' '.repeat(hanging)
      isEmpty = true
    }
    line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, line].map(whole => whole.replaceAll(joint, ' '))
}

/** `a, b, c`; of many names the first few, and how many more there are */
export function few(names: readonly string[], limit = 8): string {
  const shown = names.length > limit ? names.slice(0, limit - 2) : names
  const rest = names.length - shown.length
  return `${shown.map(cleanLine).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
