import type { Call } from '../../koji/call.js'
import type { Seed } from '../../koji/desired-state.js'
import { jsonEqual } from '../../koji/json.js'
import type { Source } from '../../koji/source.js'
import { defaultSettings, newTag } from '../../koji/tag.js'
import { asSnapshot, type TagCopy } from '../../koji/tag-copy.js'
import { type Change, type ChangeOf, inverse, rowKey, type ServerCopy, type TagChange } from '../change.js'
import { settingFields } from '../facets/settings.js'
import { ownRows } from '../own-rows.js'
import { isSeedChange, replacing } from './seeded-changes.js'

/** More rows than these the hub copies itself, unless the file says otherwise: a page of calls is enough to review. */
const most = 50

/** What a server's copy would be made from, and upon. */
export interface Copying {
  readonly seed: Seed
  readonly copy: TagCopy
  readonly event: number
  /** the other tag is locked */
  readonly locked: boolean
  /** the tag was deleted and brings rows back: a copy would be added to them */
  readonly hasLeftovers: boolean
  readonly source: Source
}

/**
 * The hub's own copy of another tag (`snapshotTag`), where that is the way to make this one: it takes one call,
 * whatever the size, and does not know of other owners. What it leaves otherwise than wanted is mended by calls in the
 * same request, so that both ways come to the same.
 *
 * @param wanted the rows that the tag shall have
 */
export function serverCopy(
  tag: string,
  { seed, copy, event, locked, hasLeftovers, source }: Copying,
  wanted: readonly TagChange[],
): ServerCopy | undefined {
  const { from, packages, groups, builds } = seed
  if (seed.copy === 'calls' || seed.owner !== undefined || hasLeftovers) return undefined
  // Koji copies builds with their packages alone.
  if (builds && !packages) return undefined
  const left = copyRows(tag, asSnapshot(copy), source)
  const rows = new Map(wanted.map(row => [rowKey(row), row]))
  const differing = left.filter(row => !jsonEqual(rows.get(rowKey(row))?.after ?? null, row.after))
  if (seed.copy === 'auto' && (left.length <= most || differing.length > left.length / 2)) return undefined
  return { from, packages, groups, builds, event, force: locked, differing }
}

function copyRows(tag: string, { groups, packages, builds }: TagCopy, source: Source): TagChange[] {
  return [
    ...ownRows({ ...newTag(tag), groups, packages }, source).filter(isSeedChange),
    ...[...builds].map(([build, after]): TagChange => {
      return { kind: 'build', action: 'create', tag, build, before: null, after, source }
    }),
  ]
}

/** The call that makes the tag, and what settings and extra it still lacks then. */
export function copyCalls(
  { tag, after }: ChangeOf<'tag'>,
  { from, packages, groups, builds, event, force }: ServerCopy,
): { readonly copying: Call; readonly settings: { readonly [field: string]: string | boolean | null } } {
  const named = {
    config: false,
    pkgs: packages,
    builds,
    groups,
    latest_only: true,
    inherit_builds: false,
    event,
    ...(force && { force }),
  }
  const settings = after ?? defaultSettings
  const others = settingFields.filter(field => settings[field] !== defaultSettings[field])
  return {
    copying: { method: 'snapshotTag', params: [from, tag], named },
    settings: Object.fromEntries(others.map(field => [field, settings[field]])),
  }
}

/** The changes that are still to be made after the hub's copy: none for a row that it leaves as it shall be. */
export function afterCopy(changes: readonly TagChange[], { differing }: ServerCopy): TagChange[] {
  const left = new Map(differing.map(row => [rowKey(row), row]))
  const wanted = new Set(changes.map(rowKey))
  return [
    ...changes.flatMap((change): TagChange[] => {
      const before = left.get(rowKey(change))
      if (before !== undefined) return [replacing(change, before)]
      return isCopied(change) ? [] : [change]
    }),
    ...differing.filter(row => !wanted.has(rowKey(row))).map(inverse),
  ]
}

/** Whether a row is what the hub's copy brings, and stays so. */
export function isCopied(change: Change): boolean {
  return 'seeded' in change && change.seeded !== undefined && change.seeded.changed === undefined
}
