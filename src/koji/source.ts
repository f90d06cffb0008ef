import { compareText } from './json.js'

/** A place in a desired-state file; lines and columns count from 1. */
export interface Source {
  readonly file: string
  readonly line: number
  readonly column: number
  /** where the template that holds this place was used, innermost first */
  readonly used_by?: Source
}

/** A file that was read, as people know it, and what it held. */
export interface SourceDigest {
  readonly file: string
  /** of its text in UTF-8, in hexadecimal digits */
  readonly sha256: string
}

/** By file and line, as one reads them. */
export function compareSources(a: Source, b: Source): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column
}

/** `f44.yaml:12:5`, or `f44.yaml:12` for a margin. */
export function formatSource(source: Source, { column = true } = {}): string {
  return column ? `${source.file}:${source.line}:${source.column}` : `${source.file}:${source.line}`
}

/** `flatpak.yaml:31:3, used by f44.yaml:4:5`: the place, and where its template was used. */
export function formatSourceInUse(source: Source): string {
  const own = formatSource(source)
  return source.used_by === undefined ? own : `${own}, used by ${formatSourceInUse(source.used_by)}`
}
