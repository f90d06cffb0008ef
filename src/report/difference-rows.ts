import type { Json } from '../koji/json.js'
import type {
  Action,
  BuildDifference,
  ExtraDifference,
  GroupDifference,
  GroupEntry,
  RepoDifference,
} from '../plan/index.js'
import { cleanLine } from './clean.js'
import { optionDifferences } from './group-text.js'

import { differencesText, jsonText, macroLabel, settingText } from './value-text.js'

/** One thing that builds see otherwise than before. */
export interface DifferenceRow {
  readonly label: string
  readonly sign: Action
  readonly text: string
  /** the tag that gives it */
  readonly from?: string
  /** nothing can be built any more */
  readonly isFatal?: true
}

/** What differs between two build roots, that which breaks builds and decides on them first. */
export function differenceRows(
  { arches, extra, groups, ancestors, external_repos }: BuildDifference,
  { everyName }: { readonly everyName: boolean },
): DifferenceRow[] {
  const list = everyName ? wholeList : shortList
  const isMacro = ({ key }: ExtraDifference) => macroLabel(key) !== undefined
  const isBuildGroup = ({ group }: GroupDifference) => group === 'build' || group === 'srpm-build'
  return [
    ...mixedRows(external_repos),
    ...(arches
      ? [
          row(
            'arches',
            pair(arches, value => settingText('arches', value)),
            arches.after.from,
          ),
        ]
      : []),
    ...extra.filter(isMacro).map(extraRow),
    ...groups.filter(isBuildGroup).flatMap(group => groupRows(group, list)),
    ...repoRows(external_repos, list),
    ...ancestorRows(ancestors, list),
    ...groups.filter(group => !isBuildGroup(group)).flatMap(group => groupRows(group, list)),
    ...extra.filter(one => !isMacro(one)).map(extraRow),
  ]
}

function row(label: string, text: string, from: string | null = null): DifferenceRow {
  return { label, sign: 'update', text, ...(from !== null && { from }) }
}

function pair<Value>(
  { before, after }: { readonly before: { value: Value }; readonly after: { value: Value } },
  show: (value: Value) => string,
): string {
  return `${show(before.value)} → ${show(after.value)}`
}

function extraRow({ key, before, after }: ExtraDifference): DifferenceRow {
  const label = macroLabel(key)
  const name = label === undefined ? `${cleanLine(key)} ` : ''
  const show = (seen: typeof after) => (seen === undefined ? 'not set' : extraValue(seen.value, label))
  return row(label ?? 'extra', `${name}${show(before)} → ${show(after)}`, after?.from)
}

function extraValue(value: Json, label: string | undefined): string {
  return label !== undefined && typeof value === 'string' ? cleanLine(value) : jsonText(value)
}

function groupRows(difference: GroupDifference, list: List): DifferenceRow[] {
  const label = `group ${cleanLine(difference.group)}`
  return [
    ...givenRows(label, difference, list),
    ...difference.changed.map(({ name, from, before, after }) =>
      row(label, `${cleanLine(name)}: ${optionDifferences(before, after)}`, from),
    ),
  ]
}

// Where names are few, who has the links to them does not matter either.
function ancestorRows(difference: BuildDifference['ancestors'], list: List): DifferenceRow[] {
  const { added, removed, filtered, reordered } = difference
  const label = 'inheritance'
  return [
    ...(list === wholeList
      ? givenRows(label, difference, list)
      : [...namesRow(label, 'create', added, list), ...namesRow(label, 'delete', removed, list)]),
    ...(filtered.length > 0
      ? [row(label, `other packages or settings from ${list(filtered.map(cleanLine))}`)]
      : []),
    ...(reordered ? [row(label, 'in another order')] : []),
  ]
}

function repoRows(difference: RepoDifference, list: List): DifferenceRow[] {
  const label = 'external repo'
  return [
    ...givenRows(label, difference, list),
    ...difference.changed.map(({ repo, before, after }) => {
      const differences = differencesText([
        ['', before.url, after.url],
        ['merge mode ', before.merge_mode, after.merge_mode],
        ['arches ', before.arches ?? 'all', after.arches ?? 'all'],
      ])
      return row(label, `${cleanLine(repo)} ${differences}`, after.from)
    }),
    ...(difference.reordered ? [row(label, 'in another order')] : []),
  ]
}

function mixedRows({ mixed }: RepoDifference): DifferenceRow[] {
  if (mixed === undefined) return []
  const text = `merge modes are mixed (${mixed.map(cleanLine).join(', ')}): Koji makes no repo of it`
  return [{ ...row('external repo', text), isFatal: true }]
}

/** What comes, a row for each tag that gives it, and what goes: who gave that does not matter any more. */
function givenRows(
  label: string,
  { added, removed }: { readonly added: readonly GroupEntry[]; readonly removed: readonly GroupEntry[] },
  list: List,
): DifferenceRow[] {
  const givers = [...new Set(added.map(({ from }) => from))]
  return [
    ...givers.map((from): DifferenceRow => {
      const given = added.filter(entry => entry.from === from)
      return { label, sign: 'create', text: list(given.map(entryText)), from }
    }),
    ...namesRow(label, 'delete', removed, list),
  ]
}

function namesRow(label: string, sign: Action, entries: readonly GroupEntry[], list: List): DifferenceRow[] {
  return entries.length === 0 ? [] : [{ label, sign, text: list(entries.map(entryText)) }]
}

function entryText({ name, type = 'mandatory' }: GroupEntry): string {
  return cleanLine(name) + (type === 'mandatory' ? '' : ` (${cleanLine(type)})`)
}

type List = (names: readonly string[]) => string

function wholeList(names: readonly string[]): string {
  return names.join(' ')
}

/** Many are counted, the first few named. */
function shortList(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 6).join(' ')} and ${names.length - 6} more` : names.join(' ')
}
