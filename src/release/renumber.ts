import { isJsonObject, type Json } from '../koji/json.js'
import type { Release } from './release.js'

// Where a text bears the number of a release, and the same text for another one.
//
// Digits alone mean nothing: 44 is also in f440, in the key id 12f44ab9, in x86_64 for release 64. So a number counts
// as a *mark* only where it is written as releases are written:
//
//   - whole, no digit before or behind it, nor a fraction (10 is not in epel10.1);
//   - behind one of the words of its prefix (f, fc and fedora for `f`), which begins a word of its own:
//     `f44-build`, `module-f44-build`, `.fc44app`, `fedora-44`;
//   - not in a word that could be the id of a key: one that goes on behind it with hexadecimal digits alone, f44ab9de;
//   - in a URL also as a whole step of its path: `/releases/44/Everything/`.
//
// The releases beside it count as well: where f44 says f43, its successor says f44. So a mark is an offset, -1, 0 or
// +1, and a text with marks is the same text for any other release, with the offsets kept.

interface Mark {
  /** of its digits, in the text */
  readonly start: number
  readonly end: number
  readonly offset: number
}

/** Whether a name is that of something of this very release, and not of a neighbour alone. */
export function isOf(name: string, release: Release): boolean {
  return marksIn(name, release).some(({ offset }) => offset === 0)
}

/** The same text for another release. */
export function renumber(text: string, from: Release, to: Release): string {
  return replaced(text, from, offset => numberAt(to, offset))
}

/** The same value: texts of lists and objects too; keys stay. */
export function renumberJson(value: Json, from: Release, to: Release): Json {
  return mapTexts(value, text => renumber(text, from, to))
}

/**
 * Whether the way back leads to the same text. It does not where the text names, for `from`, a release that is no
 * neighbour, but would be one of `to`: f46 in a text of 44 means no more than itself, in one of 45 the release after.
 */
export function isReversible(text: string, from: Release, to: Release): boolean {
  return renumber(renumber(text, from, to), to, from) === text
}

/**
 * A text without its release: equal for two texts that say the same of two releases. No text that a hub could hold is
 * like it (NUL is not in XML).
 */
export function unnumbered(text: string, release: Release): string {
  return replaced(text, release, offset => `\0${offset}\0`)
}

/** The text that `unnumbered` made this form of, for any release. */
export function numbered(form: string, release: Release): string {
  return form.replace(formMark, (_, offset: string) => numberAt(release, Number(offset)))
}

/** The same as a template says it: `f${release}-build`, `f${release-1}`. */
export function referenced(form: string, parameter: string): string {
  return form
    .replaceAll('${', () => '$${')
    .replace(formMark, (_, offset: string) => {
      const number = Number(offset)
      return `\${${parameter}${number === 0 ? '' : number > 0 ? `+${number}` : number}}`
    })
}

const formMark = /\0(-?\d)\0/g

/** The same of a value. */
export function unnumberedJson(value: Json, release: Release): Json {
  return mapTexts(value, text => unnumbered(text, release))
}

function replaced(text: string, release: Release, write: (offset: number) => string): string {
  let result = ''
  let done = 0
  for (const { start, end, offset } of marksIn(text, release)) {
    result += text.slice(done, start) + write(offset)
    done = end
  }
  return result + text.slice(done)
}

function marksIn(text: string, release: Release): Mark[] {
  const offsets = new Map(offsetsOf(release).map(offset => [numberAt(release, offset), offset]))
  const isUrl = /^[a-z]+:\/\//i.test(text)
  return [...text.matchAll(numbers(release.prefix))].flatMap(match => {
    const { word, number = '', step } = match.groups ?? {}
    const offset = offsets.get(step ?? number)
    if (offset === undefined || (step !== undefined && !isUrl)) return []
    if (goesOnInHex(text.slice(match.index + match[0].length))) return []
    const start = match.index + (word ?? '').length
    return [{ start, end: start + (step ?? number).length, offset }]
  })
}

function numbers(prefix: string): RegExp {
  const words = (spellings.get(prefix.toLowerCase()) ?? [prefix]).join('|')
  const whole = '\\d+(?:\\.\\d+)*'
  return new RegExp(
    `(?<![a-z0-9])(?<word>(?:${words}))(?<number>${whole})|(?<=/)(?<step>${whole})(?=/|$)`,
    'gi',
  )
}

/** How a prefix is also written, in dist tags and URLs. */
const spellings = new Map([
  ['f', ['f', 'fc', 'fedora-?']],
  ['epel', ['epel-?', 'el']],
])

// Not by the length of the word: numbers are of different lengths.
function goesOnInHex(rest: string): boolean {
  const [word = ''] = /^[a-z0-9]*/i.exec(rest) ?? []
  return /^[0-9a-f]+$/i.test(word)
}

// What comes before or after 10.1 nobody knows.
function offsetsOf({ number }: Release): readonly number[] {
  return /^\d+$/.test(number) ? [-1, 0, 1] : [0]
}

/** @param offset of a release with a minor number, 0 alone has a meaning: others keep to its major number */
function numberAt({ number }: Release, offset: number): string {
  return offset === 0 ? number : String(Math.trunc(Number(number)) + offset)
}

function mapTexts(value: Json, map: (text: string) => string): Json {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map(item => mapTexts(item, map))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]))
}
