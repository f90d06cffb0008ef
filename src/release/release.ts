import { RelengError } from '../koji/error.js'
import { compareText } from '../koji/json.js'

/** One release of many: how its names begin, and its number. `{prefix: 'f', number: '44'}` is Fedora 44. */
export interface Release {
  readonly prefix: string
  /** as names have it: `44`, or `10.1` */
  readonly number: string
}

/** `f44` */
export function releaseName({ prefix, number }: Release): string {
  return `${prefix}${number}`
}

/** Fedora's, where a bare number is given. */
const usualPrefix = 'f'

/** A release as a person names it, `44`, `f44` or `epel9`; nothing where the text is no such name. */
export function releaseNamed(text: string): Release | undefined {
  const [, prefix = '', number] = /^([A-Za-z]*)([1-9]\d*(?:\.\d+)?)$/.exec(text) ?? []
  return number === undefined ? undefined : { prefix: prefix || usualPrefix, number }
}

/** The number of a release that is to be: throws for what is none, with what was probably meant. */
export function releaseNumber(text: string): string {
  if (/^[1-9]\d*(\.\d+)?$/.test(text)) return text
  const [, meant] = /^(?:[A-Za-z-]+|0+)([1-9]\d*(?:\.\d+)?)$/.exec(text) ?? []
  throw new RelengError(`\`${text}\` is no number of a release`, {
    where: 'RELEASE',
    next: meant === undefined ? 'releases are counted from 1: such as 45' : `write it as ${meant}`,
  })
}

/**
 * The releases that names are of: each text before a number at the beginning of a word, most frequent first.
 * `f44-build` and `module-f44-build` are of `f44`.
 */
export function releasesIn(names: Iterable<string>): Release[] {
  const found = new Map<string, { readonly release: Release; times: number }>()
  for (const name of names)
    for (const [, prefix = '', number = ''] of name.matchAll(marks)) {
      const release = { prefix, number }
      const known = found.get(releaseName(release)) ?? { release, times: 0 }
      known.times += 1
      found.set(releaseName(release), known)
    }
  return [...found.values()]
    .sort((a, b) => b.times - a.times || compareText(releaseName(a.release), releaseName(b.release)))
    .map(({ release }) => release)
}

/** The release that a name is of, by the first number in it that is written as one: `f44` of `module-f44-build`. */
export function releaseIn(name: string): Release | undefined {
  const [[, prefix = '', number = ''] = []] = name.matchAll(marks)
  return number === '' ? undefined : { prefix, number }
}

const marks = /(?<![A-Za-z0-9])([A-Za-z]+)([1-9]\d*(?:\.\d+)?)(?!\d)/g
