import { type DesiredTag, nothingRemoved } from '../koji/desired-state.js'
import type { LiveState } from '../koji/live-state.js'
import type { Source } from '../koji/source.js'
import { defaultSettings, type Tag } from '../koji/tag.js'
import { Ancestors } from './ancestors.js'
import { type Change, type ChangeOf, isTagChange, type TagChange } from './change.js'
import { sortedChanges } from './change-order.js'
import { deletedTags } from './deleted-tags.js'
import { type Goal, parentsFirst, withoutParents } from './goal.js'
import { RowComparison } from './row-comparison.js'
import { withChanges } from './rows.js'

/**
 * The goal of a saved plan or of an undo: each row that `wanted` is about as its `after` says, all else as it is.
 *
 * A desired state speaks of what a tag *has*, inherited or not; this speaks of a tag's *own rows*. So what was
 * planned once comes out the same, row by row, as long as nobody has changed the rows in between; and what was
 * done can be told from what was not. The live halves and whatever follows from the hub are read anew.
 */
export function goalOfRows(wanted: readonly Change[], live: LiveState): Goal {
  const gone = new Set(wanted.filter(isTagDeletion).map(({ tag }) => tag))
  const tags = new Map<string, Tag>()
  for (const [name, tag] of live.tags) if (!gone.has(name)) tags.set(name, withoutParents(tag, gone))
  for (const [name, changes] of byTag(wanted)) {
    const start = tags.get(name) ?? newTag(name, changes, live)
    if (!gone.has(name) && start !== undefined) tags.set(name, withChanges(start, changes))
  }
  const targets = rowsAfter(live.targets, wanted.filter(isOf('target')), ({ target }) => target)
  const external_repos = rowsAfter(
    live.external_repos,
    wanted.filter(isOf('external_repo')),
    change => change.external_repo,
  )
  const order = parentsFirst(tags)
  const absent = new Map(wanted.filter(isTagDeletion).map(({ tag, source }) => [tag, absentTag(tag, source)]))
  const stays = (change: Change) => !isTagChange(change) || tags.has(change.tag)
  const comparison = new RowComparison(live, tags)
  const changes = [
    ...wanted.filter(stays).flatMap(change => comparison.changes(change)),
    ...deletedTags({ tags: absent }, live, { tags, targets }),
  ]
  return {
    tags: new Map(order.flatMap((name): [string, Tag][] => entryOf(tags, name))),
    ancestors: new Ancestors(tags),
    targets,
    external_repos,
    changes: sortedChanges(changes, order),
    notes: [],
  }
}

function entryOf<T>(map: ReadonlyMap<string, T>, key: string): [string, T][] {
  const value = map.get(key)
  return value === undefined ? [] : [[key, value]]
}

function absentTag(name: string, source: Source): DesiredTag {
  return {
    name,
    source,
    absent: true,
    settings: {},
    additive: new Set(),
    removed: nothingRemoved,
    sources: new Map(),
  }
}

function isOf<Kind extends Change['kind']>(kind: Kind) {
  return (change: Change): change is ChangeOf<Kind> => change.kind === kind
}

function isTagDeletion(change: Change): change is ChangeOf<'tag'> {
  return change.kind === 'tag' && change.after === null
}

function byTag(changes: readonly Change[]): Map<string, TagChange[]> {
  const tags = new Map<string, TagChange[]>()
  for (const change of changes) {
    if (!isTagChange(change)) continue
    const others = tags.get(change.tag)
    if (others === undefined) tags.set(change.tag, [change])
    else others.push(change)
  }
  return tags
}

/** A tag that comes: with the rows that were left of the one that had its name. */
function newTag(name: string, changes: readonly TagChange[], { leftovers }: LiveState): Tag | undefined {
  if (!changes.some(change => change.kind === 'tag' && change.after !== null)) return undefined
  return { ...(leftovers.get(name) ?? emptyTag(name)), extra: new Map() }
}

function emptyTag(name: string): Tag {
  return {
    name,
    settings: defaultSettings,
    extra: new Map(),
    inheritance: [],
    groups: new Map(),
    packages: new Map(),
    external_repos: [],
  }
}

function rowsAfter<Row, One extends Change & { readonly after: Row | null }>(
  rows: ReadonlyMap<string, Row>,
  changes: readonly One[],
  nameOf: (change: One) => string,
): ReadonlyMap<string, Row> {
  const all = new Map(rows)
  for (const change of changes) {
    if (change.after === null) all.delete(nameOf(change))
    else all.set(nameOf(change), change.after)
  }
  return all
}
