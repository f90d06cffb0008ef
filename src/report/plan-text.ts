import type { Origin } from '../koji/live-state.js'
import type { Source } from '../koji/source.js'
import { formatSource } from '../koji/source.js'
import { type Action, type Change, nameOf, type Plan } from '../plan/index.js'
import { changeRows, type Row } from './change-rows.js'
import { cleanLine } from './clean.js'
import { consequenceLines } from './consequence-text.js'
import { plainStyle, type Style } from './style.js'
import { callSummary, changeSummary } from './summary.js'

export interface TextOptions {
  readonly style?: Style
  /** columns; sources stand at the right margin */
  readonly width?: number
}

/** A plan as a person reads it: every change by resource, what builds will notice, the sum. */
export function planText(plan: Plan, options: TextOptions = {}): string {
  const { style = plainStyle } = options
  const blocks = [
    heading(plan, style),
    changesText(plan.changes, options),
    ...consequenceBlock(plan, style),
    [changeSummary(plan.changes), callSummary(plan.stages)].join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** Changes alone, grouped by resource. */
export function changesText(changes: readonly Change[], options: TextOptions = {}): string {
  return byResource(changes)
    .map(group => resourceText(group, options))
    .join('\n')
}

export function heading({ hub, event }: Plan, style: Style = plainStyle): string {
  const { profile, url, version } = hub
  return style.heading(
    `Plan for ${cleanLine(profile)} · ${cleanLine(url)} · Koji ${cleanLine(version)} · event ${event}`,
  )
}

function consequenceBlock({ consequences }: Plan, style: Style): string[] {
  const lines = consequences.map(consequence => `  ${consequenceLines(consequence).join('\n    ')}`)
  return lines.length === 0 ? [] : [[style.heading('What builds will notice'), ...lines].join('\n')]
}

// Changes of one resource follow each other: the plan is ordered by resource.
function byResource(changes: readonly Change[]): Change[][] {
  const resources: Change[][] = []
  for (const change of changes) {
    const [last] = resources.at(-1) ?? []
    if (
      last !== undefined &&
      resourceKind(last) === resourceKind(change) &&
      nameOf(last) === nameOf(change)
    ) {
      resources.at(-1)?.push(change)
    } else resources.push([change])
  }
  return resources
}

function resourceKind(change: Change): 'tag' | 'target' {
  return change.kind === 'target' ? 'target' : 'tag'
}

const signs: { [action in Action]: string } = { create: '+', update: '~', delete: '-' }

function resourceText(changes: readonly Change[], { style = plainStyle, width = 100 }: TextOptions): string {
  const [first] = changes
  if (first === undefined) return ''
  const action = first.kind === 'tag' || first.kind === 'target' ? first.action : 'update'
  const title = `${signs[action]} ${resourceKind(first)} ${cleanLine(nameOf(first))}`
  const isUpdate = action === 'update'
  const lines = changes.flatMap(change =>
    changeRows(change).map(row => rowText(row, isUpdate ? change : undefined, style, width)),
  )
  return [
    margin(painter(action, style)(title), title.length, first.source, style, width),
    ...collapsed(lines),
  ].join('\n')
}

/** A label said once stands for the rows below it. */
interface Line {
  readonly label: string
  readonly text: string
}

function collapsed(lines: readonly Line[]): string[] {
  return lines.map(({ label, text }, index) => {
    const shown = lines[index - 1]?.label === label ? '' : label
    return `    ${shown.padEnd(13)} ${text}`.trimEnd()
  })
}

function rowText(
  { label, sign, text, origin }: Row,
  change: Change | undefined,
  style: Style,
  width: number,
): Line {
  const paint = sign === undefined ? (plain: string) => plain : painter(sign, style)
  const content = sign === undefined || sign === 'update' ? text : `${signs[sign]} ${text}`
  const who = origin === undefined ? '' : `  (${originText(origin)})`
  const painted = paint(content) + style.faint(who)
  const length = 18 + content.length + who.length
  return {
    label,
    text: change === undefined ? painted : margin(painted, length, change.source, style, width),
  }
}

/** `kojiadmin, 2026-11-22 07:10 UTC, event 42` */
function originText({ author, time, event }: Origin): string {
  return `by ${cleanLine(author)}, ${time.slice(0, 16).replace('T', ' ')} UTC, event ${event}`
}

function painter(action: Action, style: Style): (text: string) => string {
  return { create: style.added, update: style.changed, delete: style.removed }[action]
}

function margin(painted: string, length: number, source: Source, style: Style, width: number): string {
  const place = sourceText(source)
  return painted + ' '.repeat(Math.max(2, width - length - place.length)) + style.faint(place)
}

/** `flatpak.yaml:31, used by f44.yaml:4` */
export function sourceText(source: Source): string {
  const own = cleanLine(formatSource(source, { column: false }))
  return source.used_by === undefined ? own : `${own}, used by ${sourceText(source.used_by)}`
}
