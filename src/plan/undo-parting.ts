import { internalRepo } from '../koji/external-repos.js'
import { jsonEqual } from '../koji/json.js'
import type { LiveState, LiveTag } from '../koji/live-state.js'
import {
  type Change,
  type ChangeOf,
  isTagChange,
  keyOfRow,
  pathOfRow,
  resourceOf,
  rowKey,
  type TagChange,
} from './change.js'
import type { LeftAlone, UndoOthers } from './note.js'
import { ownRows } from './own-rows.js'
import { isAsWritten, RowComparison } from './row-comparison.js'

/** An undo in two parts: what can be made, and what is left alone. */
export interface UndoParts {
  readonly open: readonly Change[]
  readonly left: readonly LeftAlone[]
}

/**
 * Parts the changes of an undo by the rules of `undoAim`. What is left alone may hold other things fast (a tag
 * that stays keeps its parents), so the search goes on until it finds nothing more.
 *
 * @param since the event after which all that is undone was made
 */
export function partUndo(wanted: readonly Change[], live: LiveState, since: number): UndoParts {
  const left: LeftAlone[] = []
  const all = byRow(wanted)
  const comparison = new RowComparison(live, live.tags)
  const touched = wanted.filter(change => {
    const found = changedSince(change, { all, live, comparison })
    if (found !== undefined) left.push(found)
    return found === undefined
  })
  // A tag that is not the one that was deleted or made keeps all that it has.
  const foreign = new Set(left.flatMap(({ change }) => (change.kind === 'tag' ? [change.tag] : [])))
  let open = touched.filter(change => !isTagChange(change) || !foreign.has(change.tag))
  for (;;) {
    const rows = byRow(open)
    const held = open.flatMap(change => heldFast(change, { open: rows, live, since }))
    const lame = new Set(open.filter(change => missing(change, rows, live) !== undefined))
    if (held.length + lame.size === 0) return { open, left }
    left.push(...held, ...[...lame].flatMap(change => lacking(change, rows, { live, comparison })))
    const stays = new Set(held.map(({ change }) => keyOf(change)))
    open = open.filter(change => !stays.has(keyOf(change)) && !lame.has(change))
  }
}

type Rows = ReadonlyMap<string, Change>

function byRow(changes: readonly Change[]): Rows {
  return new Map(changes.map(change => [rowKey(change), change]))
}

interface Surroundings {
  readonly all: Rows
  readonly live: LiveState
  readonly comparison: RowComparison
}

function changedSince(wanted: Change, { all, live, comparison }: Surroundings): LeftAlone | undefined {
  const left = (reason: LeftAlone['reason'], change: Change): LeftAlone => {
    return { kind: 'left-alone', reason, change, source: wanted.source }
  }
  if (wanted.kind === 'tag') {
    const now = live.tags.get(wanted.tag)
    if (now === undefined || jsonEqual(now.settings, wanted.after ?? wanted.before)) return undefined
    const origin = now.origins.get(pathOfRow(wanted))
    return left('changed', { ...wanted, ...(origin && { origin }) })
  }
  if (isTagChange(wanted) && !live.tags.has(wanted.tag)) {
    const isBack = (all.get(keyOfRow('tag', wanted.tag))?.after ?? null) !== null
    return isBack || wanted.after === null ? undefined : left('gone', wanted)
  }
  const now = comparison.changes(wanted).at(0)
  return now === undefined || isAsWritten(wanted.before, now.before) ? undefined : left('changed', now)
}

/** What a row would need that others have deleted since, and that does not come back. */
function missing(wanted: Change, open: Rows, live: LiveState): string | undefined {
  const lacks = (kind: 'tag' | 'external_repo', name: string) => {
    const change = open.get(keyOfRow(kind, name))
    const all = kind === 'tag' ? live.tags : live.external_repos
    return change === undefined ? !all.has(name) : change.after === null
  }
  if (wanted.after === null) return undefined
  // What goes with its tag needs nothing.
  if (isTagChange(wanted) && open.get(keyOfRow('tag', wanted.tag))?.after === null) return undefined
  switch (wanted.kind) {
    case 'target':
      return [wanted.after.build_tag, wanted.after.dest_tag].find(tag => lacks('tag', tag))
    case 'inheritance':
      return lacks('tag', wanted.parent) ? wanted.parent : undefined
    case 'external_repo_use':
      // Koji's own repo is none that a hub lists.
      return wanted.repo !== internalRepo && lacks('external_repo', wanted.repo) ? wanted.repo : undefined
    default:
      return undefined
  }
}

/** The same as what is left alone; nothing where the row is as it was. */
function lacking(
  wanted: Change,
  open: Rows,
  { live, comparison }: Pick<Surroundings, 'live' | 'comparison'>,
): LeftAlone[] {
  const name = missing(wanted, open, live)
  if (name === undefined || comparison.changes(wanted).length === 0) return []
  return [{ kind: 'left-alone', reason: 'gone', change: wanted, missing: name, source: wanted.source }]
}

/** A tag or external repo that would be deleted, and that others use by now. */
function heldFast(wanted: Change, around: Holding): LeftAlone[] {
  const others = othersOf(wanted, around)
  if (wanted.after !== null || others === undefined) return []
  const { rows, packages, builds, tags, targets } = others
  if (rows.length + packages + builds + tags.length + targets.length === 0) return []
  return [{ kind: 'left-alone', reason: 'used', change: wanted, others, source: wanted.source }]
}

interface Holding {
  readonly open: Rows
  readonly live: LiveState
  readonly since: number
}

function othersOf(wanted: Change, { open, live, since }: Holding): UndoOthers | undefined {
  if (wanted.kind === 'external_repo') {
    const repo = wanted.external_repo
    const users = live.external_repos.get(repo)?.users ?? []
    const tags = users.filter(tag => !letsGo(open, tag, keyOfRow('external_repo_use', tag, repo)))
    return { rows: [], packages: 0, builds: 0, tags, targets: [] }
  }
  if (wanted.kind !== 'tag') return undefined
  const { tag } = wanted
  const all = [...live.tags.values(), ...live.leftovers.values()]
  const heirs = all.filter(({ inheritance }) => inheritance.some(({ parent }) => parent === tag))
  const users = [...live.targets.values()].filter(
    ({ build_tag, dest_tag }) => build_tag === tag || dest_tag === tag,
  )
  return {
    ...contentsOf(wanted, { open, live, since }),
    tags: heirs
      .map(({ name }) => name)
      .filter(heir => !letsGo(open, heir, keyOfRow('inheritance', heir, tag))),
    targets: users.map(({ name }) => name).filter(target => !isMoved(open, target, tag)),
  }
}

/** What the tag holds, but for what was put into it by the changes that are undone. */
function contentsOf(
  { tag, source }: ChangeOf<'tag'>,
  { open, live, since }: Holding,
): Pick<UndoOthers, 'rows' | 'packages' | 'builds'> {
  const holder = live.tags.get(tag)
  const held = holder === undefined ? [] : ownRows(holder, source).filter(({ kind }) => kind !== 'tag')
  const rows = held.filter(row => {
    const made = open.get(rowKey(row))
    const isMade = made !== undefined && isAsWritten(made.before, row.after)
    return !isMade && !isLeftover(row, holder, since)
  })
  const { packages, builds } = live.contents.get(tag) ?? {}
  // A list into which nothing was put that is undone is counted, not read.
  const known = holder?.packages.size ?? 0
  const made = [...(live.builds.get(tag)?.keys() ?? [])].filter(build =>
    open.has(keyOfRow('build', tag, build)),
  )
  return {
    rows,
    packages: Math.max(0, (packages?.count ?? 0) - known),
    builds: Math.max(0, (builds?.count ?? 0) - made.length),
  }
}

/** Whether the tag brought the row back when it was made: it is older than all that is undone. */
function isLeftover(row: TagChange, tag: LiveTag | undefined, since: number): boolean {
  const origin = tag?.origins.get(pathOfRow(row))
  return origin !== undefined && origin.event <= since
}

/** Whether the undo deletes the tag, or takes that row of it away. */
function letsGo(open: Rows, tag: string, row: string): boolean {
  return [keyOfRow('tag', tag), row].some(key => open.has(key) && open.get(key)?.after === null)
}

function isMoved(open: Rows, target: string, tag: string): boolean {
  const change = open.get(keyOfRow('target', target))
  if (change?.kind !== 'target') return false
  return change.after?.build_tag !== tag && change.after?.dest_tag !== tag
}

function keyOf(change: Change): string {
  const { kind, name } = resourceOf(change)
  return `${kind} ${name}`
}
