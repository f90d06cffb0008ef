import { compareText } from '../koji/json.js'
import type { Origin } from '../koji/live-state.js'
import type { RowVersion, RowVersionOf } from '../koji/row-version.js'
import { settingFields } from '../plan/facets/settings.js'
import { type Change, type ChangeKind, resourceOf, rowKey } from '../plan/index.js'
import { packageTurns } from './package-turns.js'
import { type Halves, halvesOf, type Turn, turnsOf, type Valued } from './turn.js'

/** All that one call changed on a hub: Koji gives each that writes an event of its own. */
export interface HistoryEvent extends Origin {
  readonly changes: readonly Change[]
}

/**
 * What happened, as changes, in the order of events: of two versions of a row, one of which ends where the other
 * begins, the one is the old value and the other the new. What was written again as it was is no change.
 *
 * @param versions of each row that was touched at an event that is meant, those on both sides of it
 */
export function historyOf(
  versions: readonly RowVersion[],
  isMeant: (origin: Origin) => boolean,
): HistoryEvent[] {
  const events = new Map<number, { readonly at: Origin; readonly changes: Change[] }>()
  for (const { at, change } of changesOf(versions)) {
    if (!isMeant(at)) continue
    const event = events.get(at.event) ?? { at, changes: [] }
    events.set(at.event, event)
    event.changes.push(change)
  }
  return [...events.values()]
    .sort((a, b) => a.at.event - b.at.event)
    .map(({ at, changes }) => ({ ...at, changes: changes.sort(inOrder) }))
}

interface DatedChange {
  readonly at: Origin
  readonly change: Change
}

function changesOf(versions: readonly RowVersion[]): DatedChange[] {
  const turns = <Kind extends RowVersion['kind']>(wanted: Kind) =>
    turnsOf(versions.filter((version): version is RowVersionOf<Kind> => version.kind === wanted))
  // What ancestors give is no part of a tag's own past.
  const inherited = null
  return [
    ...turns('tag').flatMap(settingsChanges),
    ...dated(turns('extra'), ({ kind, tag, key }, halves) => ({ kind, tag, key, ...halves })),
    ...dated(turns('inheritance'), ({ kind, tag, parent }, halves) => ({ kind, tag, parent, ...halves })),
    ...dated(turns('group'), ({ kind, tag, group }, halves) => ({ kind, tag, group, inherited, ...halves })),
    ...dated(turns('group_package'), ({ kind, tag, group, package: name }, halves) => {
      return { kind, tag, group, package: name, inherited, ...halves }
    }),
    ...dated(turns('group_requirement'), ({ kind, tag, group, required }, halves) => {
      return { kind, tag, group, required, inherited, ...halves }
    }),
    ...dated(packageTurns(versions), ({ tag, package: name }, halves) => {
      return { kind: 'package', tag, package: name, inherited, ...halves }
    }),
    ...dated(turns('build'), ({ kind, tag, build }, halves) => ({ kind, tag, build, ...halves })),
    ...dated(turns('external_repo_use'), ({ kind, tag, repo }, halves) => ({ kind, tag, repo, ...halves })),
    ...dated(turns('target'), ({ kind, target }, halves) => ({ kind, target, ...halves })),
    ...dated(turns('external_repo'), ({ kind, external_repo }, halves) => {
      return { kind, external_repo, ...halves }
    }),
  ]
}

function dated<Row extends Valued>(
  turns: readonly Turn<Row>[],
  changeOf: (row: Row, halves: Halves<Row['value']>) => Change,
): DatedChange[] {
  return turns.map(turn => ({ at: turn.at, change: changeOf(turn.row, halvesOf(turn)) }))
}

/** A tag comes and goes with its settings; while it is there, each of them changes by itself. */
function settingsChanges(turn: Turn<RowVersionOf<'tag'>>): DatedChange[] {
  const { at, row, before, after } = turn
  const { tag } = row
  if (before === null || after === null) return [{ at, change: { kind: 'tag', tag, ...halvesOf(turn) } }]
  return settingFields
    .filter(field => before.value[field] !== after.value[field])
    .map(field => {
      const halves = { ...halvesOf(turn), before: before.value[field], after: after.value[field] }
      return { at, change: { kind: 'setting', tag, field, ...halves } }
    })
}

/** The order of a plan's report: by resource, and then from a tag's settings to its external repos. */
function inOrder(a: Change, b: Change): number {
  return compareText(orderOf(a), orderOf(b))
}

function orderOf(change: Change): string {
  const { kind, name } = resourceOf(change)
  const rank = String.fromCharCode(97 + kinds.indexOf(change.kind))
  return [kind, name, rank, rowKey(change)].join('\0')
}

const kinds: readonly ChangeKind[] = [
  'external_repo',
  'target',
  'tag',
  'setting',
  'extra',
  'inheritance',
  'group',
  'group_package',
  'group_requirement',
  'package',
  'build',
  'external_repo_use',
]
