import type { Json } from '../koji/json.js'
import { formatSource, type Source } from '../koji/source.js'
import { cleanLine } from './clean.js'
import { namesText } from './names-text.js'
import type { PlannedDocument } from './plan-json.js'
import { plainStyle, type Style } from './style.js'

/** One change of phase in a file. */
export interface PhaseRow {
  readonly template: string
  readonly source: Source
  readonly releases: readonly string[]
  readonly from: Json
  readonly to: Json
}

/** What `tags phase --json` prints. */
export interface PhaseDocument {
  readonly file: string
  /** the phase of these entries, before and after */
  readonly uses: readonly PhaseRow[]
  /** whether the file was written */
  readonly written: boolean
  /** what an apply of the file would do; `null` where no hub was asked */
  readonly plan: PlannedDocument | null
}

/** `f44.yaml:4  release 44: branched → active` */
export function phaseText(rows: readonly PhaseRow[], style: Style = plainStyle): string {
  return rows.map(row => phaseLine(row, style)).join('\n')
}

function phaseLine({ source, releases, template, from, to }: PhaseRow, style: Style): string {
  const place = formatSource(source, { column: false })
  const what = releases.length === 0 ? template : `${template}, release ${namesText(releases)}`
  const words = from === to ? `is ${text(to)} already` : style.changed(`${text(from)} → ${text(to)}`)
  return `${cleanLine(`${place}  ${what}: `)}${words}`
}

function text(phase: Json): string {
  return phase === null ? 'none' : cleanLine(String(phase))
}
