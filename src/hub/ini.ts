import { isUtf8 } from 'node:buffer'
import { RelengError } from '../koji/error.js'

/** A line of a configuration file. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** One value of a configuration file, with the line that set it. */
export interface IniValue extends Place {
  readonly key: string
  readonly text: string
}

/** A section: where its headers stand, one a file, and its values by key. */
export interface IniSection {
  readonly places: Place[]
  readonly values: Map<string, IniValue>
}

export type IniSections = Map<string, IniSection>

/** Python's name for the section whose values all others have, too. */
export const defaultSection = 'DEFAULT'

/**
 * Reads the format of Koji's configuration as Python's `configparser.ConfigParser` does, which Koji uses as it
 * comes: sections in brackets; `key = value` or `key: value`, keys without regard to case; comments on lines of
 * their own (`#`, `;`), none behind a value; a line that is indented deeper than its key continues the value,
 * and empty lines before it belong to it. Within one file a section, or a key of a section, stands once.
 * Interpolation is a matter of the reader: see `interpolate`.
 *
 * @param sections what earlier files gave: values of this file replace theirs
 */
export function readIni(text: string, file: string, sections: IniSections = new Map()): IniSections {
  const reader = new IniReader(file, sections)
  for (const [index, line] of text.split(lineEnd).entries()) reader.read(line, index + 1)
  reader.end()
  return sections
}

/** The text of a file; Koji reads UTF-8 without a byte order mark, and nothing else. */
export function decodeIni(bytes: Buffer, file: string): string {
  const next = 'save the file as UTF-8, without a byte order mark'
  if (!isUtf8(bytes)) {
    const lines = bytes.toString('latin1').split(lineEnd)
    const line = 1 + lines.findIndex(line => !isUtf8(Buffer.from(line, 'latin1')))
    throw new RelengError('this line is not UTF-8', { where: `${file}:${line}`, next })
  }
  const text = bytes.toString('utf8')
  if (!text.startsWith('\uFEFF')) return text
  throw new RelengError('the file begins with a byte order mark (BOM)', { where: `${file}:1`, next })
}

const lineEnd = /\r\n|\r|\n/

/** The value that is being read: its lines so far, and the line of its key. */
interface OpenValue {
  readonly key: string
  readonly line: number
  readonly lines: string[]
}

class IniReader {
  readonly #file: string
  readonly #sections: IniSections
  /** the lines of this file's sections and keys, by `[section]` and `[section, key]` in JSON */
  readonly #lines = new Map<string, number>()
  #name = ''
  #section: IniSection | undefined
  #value: OpenValue | undefined
  #margin = 0

  constructor(file: string, sections: IniSections) {
    this.#file = file
    this.#sections = sections
  }

  read(raw: string, line: number): void {
    const { text, indent } = stripped(raw)
    if (text === '') this.#value?.lines.push('')
    else if (text.startsWith('#') || text.startsWith(';')) return
    else if (this.#value !== undefined && indent > this.#margin) this.#value.lines.push(text)
    else {
      this.end()
      this.#margin = indent
      const [, header] = /^\[(.+)\]/s.exec(text) ?? []
      if (header === undefined) this.#beginValue(text, line)
      else this.#beginSection(header, line)
    }
  }

  /** Closes the value that is being read. */
  end(): void {
    if (this.#value === undefined) return
    const { key, line, lines } = this.#value
    const { text } = stripped(lines.join('\n'), { end: true })
    this.#section?.values.set(key, { key, text, ...this.#at(line) })
    this.#value = undefined
  }

  #beginSection(name: string, line: number): void {
    const before = this.#firstLine(line, name)
    if (before !== undefined && name !== defaultSection) {
      throw this.#refused(`the section [${name}] stands twice in this file`, line, before)
    }
    this.#section = this.#sections.get(name) ?? { places: [], values: new Map() }
    this.#section.places.push(this.#at(line))
    this.#sections.set(name, this.#section)
    this.#name = name
  }

  #beginValue(text: string, line: number): void {
    if (this.#section === undefined) throw this.#broken('a line stands before the first [section]', line)
    const delimiter = text.search(/[=:]/)
    if (delimiter <= 0) throw this.#broken('this line is neither a [section] nor a key = value', line)
    const key = stripped(text.slice(0, delimiter)).text.toLowerCase()
    const before = this.#firstLine(line, this.#name, key)
    if (before !== undefined) {
      throw this.#refused(`the key ${key} stands twice in [${this.#name}]`, line, before)
    }
    this.#value = { key, line, lines: [stripped(text.slice(delimiter + 1)).text] }
  }

  /** Where this section, or key of a section, stood already; if nowhere, it is here. */
  #firstLine(line: number, ...names: string[]): number | undefined {
    const id = JSON.stringify(names)
    const before = this.#lines.get(id)
    if (before === undefined) this.#lines.set(id, line)
    return before
  }

  #at(line: number): Place {
    return { file: this.#file, line }
  }

  #broken(what: string, line: number): RelengError {
    const next = 'mend the configuration file; Koji reads it as Python’s configparser does'
    return new RelengError(what, { where: `${this.#file}:${line}`, next })
  }

  #refused(what: string, line: number, before: number): RelengError {
    const next = `take one away; the other stands in line ${before}. Koji refuses such a file, too`
    return new RelengError(what, { where: `${this.#file}:${line}`, next })
  }
}

// What Python takes for space: JavaScript's `trim` differs in five control characters and the byte order mark.
const spaces = new Set(
  '\t\n\v\f\r\x1C\x1D\x1E\x1F \x85\xA0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000',
)

/** Python's `str.strip`, or `rstrip` with `end`; and how many characters went in front. */
function stripped(text: string, only: { end?: boolean } = {}): { text: string; indent: number } {
  let [start, end] = [0, text.length]
  while (end > start && spaces.has(text.charAt(end - 1))) end -= 1
  while (!only.end && start < end && spaces.has(text.charAt(start))) start += 1
  return { text: text.slice(start, end), indent: start }
}

// Python counts the value itself as the first, and looks into no value without a percent sign.
const deepestInterpolation = 10

/** Fills in `%(key)s` from the section and its defaults; `%%` is a percent sign. */
export function interpolate(
  value: IniValue,
  lookup: (key: string) => IniValue | undefined,
  depth = 1,
): string {
  if (!value.text.includes('%')) return value.text
  if (depth > deepestInterpolation) throw brokenInterpolation(value, 'it refers to itself')
  return value.text.replace(/%(%|\(([^)]+)\)s|.?)/gs, (_all, kind: string, key: string | undefined) => {
    if (kind === '%') return '%'
    if (key === undefined) throw brokenInterpolation(value, 'a percent sign is written %%')
    const referred = lookup(key.toLowerCase())
    if (referred === undefined) throw brokenInterpolation(value, `there is no key ${key}`)
    return interpolate(referred, lookup, depth + 1)
  })
}

function brokenInterpolation(value: IniValue, why: string): RelengError {
  return wrongValue(value, `cannot be filled in: ${why}`, 'write %(key)s for the value of another key')
}

/** A value that cannot stand: which, where, why, and what to write instead. */
export function wrongValue({ key, text, file, line }: IniValue, why: string, next: string): RelengError {
  return new RelengError(`the value ${JSON.stringify(text)} of ${key} ${why}`, {
    where: `${file}:${line}`,
    next,
  })
}
