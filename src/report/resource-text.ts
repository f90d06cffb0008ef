import { formatSource, type Source } from '../koji/source.js'
import { type Action, type Change, isWhole, resourceOf, resourceWords } from '../plan/index.js'
import type { Row } from './change-rows.js'
import { cleanLine } from './clean.js'
import { type Line, layOut, originText } from './layout.js'
import { toldRows } from './seeded-rows.js'
import { plainStyle, type Style } from './style.js'

export interface TextOptions {
  readonly style?: Style
  /** columns; sources stand at the right margin */
  readonly width?: number
  /** what is left out: where a value is written, or who made the one that it replaces */
  readonly without?: { readonly places?: boolean; readonly origins?: boolean }
}

/** Changes as a person reads them: a heading per resource, a row per value, sources at the margin. */
export function changesText(changes: readonly Change[], options: TextOptions = {}): string {
  return byResource(changes)
    .map(group => resourceLines(group, options).join('\n'))
    .join('\n')
}

// Changes of one resource follow each other: a plan is ordered by resource.
function byResource(changes: readonly Change[]): Change[][] {
  const resources: Change[][] = []
  for (const change of changes) {
    const group = resources.at(-1)
    if (group?.[0] !== undefined && resourceName(group[0]) === resourceName(change)) group.push(change)
    else resources.push([change])
  }
  return resources
}

/** `tag f44-app` */
export function resourceName(change: Change): string {
  const { kind, name } = resourceOf(change)
  return `${resourceWords[kind]} ${cleanLine(name)}`
}

export const signs: { [action in Action]: string } = { create: '+', update: '~', delete: '-' }

/** One resource with all its values. */
export function resourceLines(
  changes: readonly Change[],
  { style = plainStyle, width = 100, without = {} }: TextOptions,
): string[] {
  const [first] = changes
  if (first === undefined) return []
  const action = isWhole(first) ? first.action : 'update'
  const title = `${signs[action]} ${resourceName(first)}`
  // A changed resource names a place per row: its values may come from many.
  const placeOf = (text: string) => (without.places ? '' : text)
  const right = placeOf(action === 'update' ? usersText(first.source) : sourceText(first.source))
  const rows = toldRows(changes).map(({ origin, ...row }) => {
    const told = without.origins || origin === undefined ? row : { ...row, origin }
    return rowLine(told, placeOf(action === 'update' ? ownPlace(row.change.source) : ''), style)
  })
  return layOut({ plain: title, shown: painter(action, style)(title), right }, rows, { style, width })
}

function rowLine({ label, sign, text, origin }: Row, right: string, style: Style): Line {
  const content = sign === undefined || sign === 'update' ? text : `${signs[sign]} ${text}`
  const who = origin === undefined ? '' : `  ${originText(origin)}`
  const paint = sign === undefined ? (plain: string) => plain : painter(sign, style)
  return { label, plain: content + who, shown: paint(content) + style.faint(who), right }
}

export function painter(action: Action, style: Style): (text: string) => string {
  return { create: style.added, update: style.changed, delete: style.removed }[action]
}

/** `flatpak.yaml:31, used by f44.yaml:4` */
export function sourceText(source: Source): string {
  return [ownPlace(source), usersText(source)].filter(text => text !== '').join(', ')
}

/** `used by f44.yaml:4` */
export function usersText({ used_by }: Source): string {
  return used_by === undefined ? '' : `used by ${sourceText(used_by)}`
}

function ownPlace(source: Source): string {
  return cleanLine(formatSource(source, { column: false }))
}
