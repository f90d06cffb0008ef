import type { LiveState, Origin } from '../koji/live-state.js'
import type { ChangedRow } from '../koji/touched.js'
import { type Change, inverse, isTagChange, keyOfRow, rowKey } from './change.js'
import { targetOf } from './goal.js'
import { ownRows } from './own-rows.js'
import { RowComparison } from './row-comparison.js'

/** What was changed between two moments of a hub's past. */
export interface PastChanges {
  readonly made: readonly Change[]
  /** rows that somebody else changed there, too: whose value it is that they had in the end cannot be told apart */
  readonly shared: readonly Change[]
}

/**
 * The changes that lead from one state of the past to a later one, in the rows that were touched between them.
 *
 * @param before and `after` hold the touched tags, targets and external repos whole
 * @param user whose changes are meant; everybody's, if left out
 */
export function pastChanges(
  before: LiveState,
  after: LiveState,
  touched: readonly ChangedRow[],
  user?: string,
): PastChanges {
  const authors = authorsOf(touched)
  const later = rowsOf(after, authors)
  const stays = new Set(later.map(rowKey))
  const gone = rowsOf(before, authors).filter(row => !stays.has(rowKey(row)))
  const comparison = new RowComparison(before, after.tags)
  const changes = [
    ...later.flatMap(row => comparison.changes(row)),
    // With a tag all of its rows went.
    ...gone.filter(row => !isTagChange(row) || row.kind === 'tag' || after.tags.has(row.tag)).map(inverse),
  ]
  const [made, shared]: [Change[], Change[]] = [[], []]
  for (const change of changes) {
    const by = authors.get(authorKey(change)) ?? []
    const source = { file: 'event', line: by.at(-1)?.event ?? after.event, column: 1 }
    const isTheirs = by.map(({ author }) => user === undefined || author === user)
    if (isTheirs.every(Boolean)) made.push({ ...change, source })
    else if (isTheirs.some(Boolean)) shared.push({ ...change, source })
  }
  return { made, shared }
}

type Authors = ReadonlyMap<string, readonly Origin[]>

/** Who wrote each of the rows, in order of events. */
function authorsOf(touched: readonly ChangedRow[]): Authors {
  const authors = new Map<string, Origin[]>()
  for (const { kind, names, by } of touched) {
    const key = keyOfRow(kind, ...names)
    authors.set(
      key,
      [...(authors.get(key) ?? []), ...by].sort((a, b) => a.event - b.event),
    )
  }
  return authors
}

/** The rows of a state that were touched. */
function rowsOf({ tags, targets, external_repos, event }: LiveState, authors: Authors): Change[] {
  const source = { file: 'event', line: event, column: 1 }
  const made = { action: 'create', before: null, source } as const
  return [
    ...[...external_repos.values()].map(({ name, url }): Change => {
      return { kind: 'external_repo', ...made, external_repo: name, after: { name, url } }
    }),
    ...[...tags.values()].flatMap(tag => ownRows(tag, source)),
    ...[...targets.values()].map((target): Change => {
      return { kind: 'target', ...made, target: target.name, after: targetOf(target) }
    }),
  ].filter(change => authors.has(authorKey(change)))
}

/** Koji keeps a tag's settings in one row. */
function authorKey(change: Change): string {
  return change.kind === 'setting' ? keyOfRow('tag', change.tag) : rowKey(change)
}
