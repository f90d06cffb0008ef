import { RelengError } from '../koji/error.js'

/** One value of a configuration file, with the line that set it. */
export interface IniValue {
  readonly text: string
  readonly file: string
  readonly line: number
}

export type IniSection = Map<string, IniValue>

/**
 * Reads the format of Koji's configuration, as Python's `configparser` defines it: sections in brackets,
 * `key = value` or `key: value`, keys without regard to case, comments on lines of their own (`#`, `;`);
 * a line that is indented deeper than its key continues the value. Interpolation is a matter of the reader: see `interpolate`.
 */
export function parseIni(text: string, file: string): Map<string, IniSection> {
  const sections = new Map<string, IniSection>()
  let section: IniSection | undefined
  let key: string | undefined
  let margin = 0
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1
    const content = raw.trim()
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue
    const indent = raw.search(/\S/)
    const above = key === undefined ? undefined : section?.get(key)
    if (key !== undefined && above !== undefined && indent > margin) {
      section?.set(key, { ...above, text: `${above.text}\n${content}` })
      continue
    }
    margin = indent
    const header = /^\[([^\]]+)\]/.exec(content)
    if (header?.[1] !== undefined) {
      section = sections.get(header[1]) ?? new Map()
      sections.set(header[1], section)
      key = undefined
      continue
    }
    const assignment = /^([^=:]+)[=:](.*)$/.exec(content)
    if (section === undefined || assignment?.[1] === undefined || assignment[2] === undefined) {
      throw new RelengError(`this line is neither a [section] nor a key = value`, {
        where: `${file}:${line}`,
        next: 'mend the configuration file; Koji reads it as Python’s configparser does',
      })
    }
    key = assignment[1].trim().toLowerCase()
    section.set(key, { text: assignment[2].trim(), file, line })
  }
  return sections
}

/** Fills in `%(key)s` from the section and its defaults; `%%` is a percent sign. */
export function interpolate(
  value: IniValue,
  lookup: (key: string) => IniValue | undefined,
  depth = 0,
): string {
  if (depth > 10) throw brokenInterpolation(value, 'it refers to itself')
  return value.text.replace(/%(%|\(([^)]*)\)s|.?)/gs, (_all, kind: string, key: string | undefined) => {
    if (kind === '%') return '%'
    if (key === undefined) throw brokenInterpolation(value, 'a percent sign is written %%')
    const referred = lookup(key.toLowerCase())
    if (referred === undefined) throw brokenInterpolation(value, `there is no key ${key}`)
    return interpolate(referred, lookup, depth + 1)
  })
}

function brokenInterpolation(value: IniValue, why: string): RelengError {
  return new RelengError(`the value ${JSON.stringify(value.text)} cannot be filled in: ${why}`, {
    where: `${value.file}:${value.line}`,
    next: 'mend the configuration file',
  })
}
