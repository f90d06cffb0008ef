import path from 'node:path'
import { RelengError } from '../koji/error.js'
import { expandHome, isFile, type Profiles } from './config-files.js'
import { parseHubUrl } from './hub-url.js'
import { defaultSection, type IniSection, type IniValue, interpolate, wrongValue } from './ini.js'

/**
 * The keys of one profile, read as Koji reads them (`koji.read_config`), and refused with file and line where
 * Koji, or what it does with the value, would fail.
 */
export class ProfileKeys {
  readonly #section: IniSection
  readonly #defaults: IniSection | undefined
  readonly #home: string

  constructor(section: IniSection, { sections, home }: Profiles) {
    this.#section = section
    this.#defaults = sections.get(defaultSection)
    this.#home = home
  }

  /** A text; one that is empty counts as not set. */
  text(key: string): string | undefined {
    return this.#read(key)?.text || undefined
  }

  url(key: string, fallback: string): string {
    const value = this.#read(key)
    if (value === undefined) return fallback
    try {
      parseHubUrl(value.text)
    } catch (error) {
      if (!(error instanceof RelengError)) throw error
      throw new RelengError(`${key}: ${error.message}`, {
        where: `${value.file}:${value.line}`,
        next: error.next,
      })
    }
    return value.text
  }

  /** A file; where the key is not set at all, the usual one in `~/.koji`, if that is there. */
  file(key: string, usual?: string): string | undefined {
    const value = this.#read(key)
    if (value !== undefined) return value.text === '' ? undefined : expandHome(value.text, this.#home)
    const file = usual === undefined ? undefined : path.join(this.#home, '.koji', usual)
    return file !== undefined && isFile(file) ? file : undefined
  }

  oneOf<T extends string>(key: string, words: readonly T[]): T | undefined {
    const value = this.#read(key)
    if (value === undefined) return undefined
    const known = words.find(word => word === value.text)
    if (known === undefined) throw wrongValue(value, notUnderstood, `write one of ${words.join(', ')}`)
    return known
  }

  /** Koji's booleans, in any case; anything else is refused. */
  flag(key: string, { mayBeEmpty = false } = {}): boolean {
    const value = this.#read(key)
    if (value === undefined || (mayBeEmpty && value.text === '')) return false
    const word = value.text.toLowerCase()
    if (!truths.includes(word) && !untruths.includes(word)) {
      throw wrongValue(value, notUnderstood, `write ${truths.join(', ')}, or ${untruths.join(', ')}`)
    }
    return truths.includes(word)
  }

  /** What Python's `int` takes, if it is `least` at least. */
  integer(key: string, fallback: number, least = 0): number {
    const value = this.#read(key)
    if (value === undefined) return fallback
    const digits = value.text.trim()
    const number = Number(digits.replaceAll('_', ''))
    if (/^[+-]?\d+(_\d+)*$/.test(digits) && Number.isSafeInteger(number) && number >= least) return number
    throw wrongValue(value, notUnderstood, `write a whole number, ${least} or more`)
  }

  #read(key: string): IniValue | undefined {
    const value = this.#find(key)
    return value && { ...value, text: interpolate(value, other => this.#find(other)) }
  }

  #find(key: string): IniValue | undefined {
    return this.#section.values.get(key) ?? this.#defaults?.values.get(key)
  }
}

const truths = ['yes', 'true', 'on', '1']
const untruths = ['no', 'false', 'off', '0']
const notUnderstood = 'is not understood'
