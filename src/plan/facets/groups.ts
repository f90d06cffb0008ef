import type { Call } from '../../koji/call.js'
import type { DesiredGroup } from '../../koji/desired-state.js'
import { effectiveGroups, type From } from '../../koji/groups.js'
import { compareText, type Json, jsonEqual } from '../../koji/json.js'
import {
  defaultGroupConfig,
  defaultGroupPackage,
  emptyGroup,
  type GroupConfig,
  type GroupPackage,
  type OwnGroup,
} from '../../koji/tag.js'
import { actionOf, type ChangeOf } from '../change.js'
import { type FacetResult, provenance, type TagComparison } from './facet.js'

type Groups = ReadonlyMap<string, OwnGroup>
type GroupChange = ChangeOf<'group' | 'group_package' | 'group_requirement'>

/**
 * Compares a tag's own rows about groups. Terms: a row is *own* or *inherited*; what is inherited after the
 * plan counts as much as an own row, for the hub ignores an addition that repeats it.
 *
 * For each group, its options first, since they decide whether inherited packages are seen:
 *  - not named: its own rows go;
 *  - named, with a fitting own row, or with none and a fitting inherited one: nothing to do;
 *  - named, with an own row that does not fit: the row goes if an inherited one then fits, else it changes;
 *  - named, with neither: a new row.
 * Its packages likewise, where "fits" means "is not blocked".
 *
 * @param ancestors the tag's ancestors as they will be, in Koji's order
 * @param groupsOf the groups of an ancestor as they will be
 */
export function compareGroups(
  comparison: TagComparison,
  ancestors: readonly string[],
  groupsOf: (tag: string) => Groups,
): FacetResult<Groups> {
  const before: Groups = comparison.live?.groups ?? new Map()
  const wanted = comparison.desired.groups
  if (wanted === undefined) return { after: before, changes: [] }
  const inherited = effectiveGroups(ancestors, groupsOf)
  const after = new Map<string, OwnGroup>()
  const changes: GroupChange[] = []
  for (const name of namesOf(before, wanted)) {
    const own = before.get(name) ?? emptyGroup
    const above = withoutFrom(inherited.get(name)?.config)
    const result = ownAfter(name, own, wanted.get(name), above, config =>
      seenAbove(name, config, ancestors, groupsOf),
    )
    if (result.config !== null || result.packages.size > 0) after.set(name, result)
    changes.push(...rowChanges(comparison, name, own, result, above))
  }
  return { after, changes }
}

function ownAfter(
  name: string,
  own: OwnGroup,
  wanted: DesiredGroup | undefined,
  inherited: GroupConfig | null,
  packagesAbove: (config: GroupConfig | null) => PackagesAbove,
): OwnGroup {
  if (wanted === undefined) return emptyGroup
  const config = configAfter(name, own.config, inherited, wanted)
  return { config, packages: packagesAfter(own, wanted, packagesAbove(config)), requirements: new Map() }
}

type PackagesAbove = ReadonlyMap<string, From<GroupPackage, string | null>>

function configAfter(
  name: string,
  own: GroupConfig | null,
  inherited: GroupConfig | null,
  { config }: DesiredGroup,
): GroupConfig | null {
  const fits = (row: GroupConfig) => jsonEqual(row, { ...row, ...config, blocked: false })
  if (own !== null && fits(own)) return own
  if (inherited !== null && fits(inherited)) return null
  return { ...(own ?? inherited ?? defaultGroupConfig(name)), ...config, blocked: false }
}

/** The packages that ancestors bring into a group, once it has these options in the tag. */
function seenAbove(
  group: string,
  config: GroupConfig | null,
  ancestors: readonly string[],
  groupsOf: (tag: string) => Groups,
): PackagesAbove {
  const rowsOf = (tag: string | null) => (tag === null ? { ...emptyGroup, config } : groupsOf(tag).get(group))
  const seen = effectiveGroups<string | null>([null, ...ancestors], tag => {
    const rows = rowsOf(tag)
    return new Map(rows === undefined ? [] : [[group, rows]])
  })
  return seen.get(group)?.packages ?? new Map()
}

function packagesAfter(own: OwnGroup, group: DesiredGroup, above: PackagesAbove): Map<string, GroupPackage> {
  const after = new Map<string, GroupPackage>()
  for (const name of [...group.packages.keys()].sort(compareText)) {
    const row = own.packages.get(name)
    const inherited = above.get(name)
    if (row !== undefined && !row.blocked) after.set(name, row)
    else if (inherited?.blocked ?? true) after.set(name, unblocked(row ?? inherited))
  }
  return after
}

// The hub takes over from the row that is there, own or inherited, what a call does not name.
function unblocked({ type, basearchonly, requires }: GroupPackage = defaultGroupPackage): GroupPackage {
  return { blocked: false, type, basearchonly, requires }
}

function rowChanges(
  comparison: TagComparison,
  group: string,
  own: OwnGroup,
  after: OwnGroup,
  inherited: GroupConfig | null,
): GroupChange[] {
  const tag = comparison.desired.name
  const changes: GroupChange[] = []
  const config = difference(own.config, after.config)
  if (config !== undefined) {
    const from = provenance(comparison, 'groups', group)
    changes.push({ kind: 'group', tag, group, inherited, ...config, ...from })
  }
  for (const name of namesOf(own.packages, after.packages)) {
    const listing = difference(own.packages.get(name), after.packages.get(name))
    if (listing === undefined) continue
    const from = provenance(comparison, 'groups', group, name)
    changes.push({ kind: 'group_package', tag, group, package: name, ...listing, ...from })
  }
  for (const required of namesOf(own.requirements, after.requirements)) {
    const requirement = difference(own.requirements.get(required), after.requirements.get(required))
    if (requirement === undefined) continue
    const from = provenance(comparison, 'groups', group, 'requires', required)
    changes.push({ kind: 'group_requirement', tag, group, required, ...requirement, ...from })
  }
  return changes
}

function difference<T>(before: T | null = null, after: T | null = null) {
  return jsonEqual(before, after) ? undefined : { action: actionOf(before, after), before, after }
}

function namesOf(...maps: readonly ReadonlyMap<string, unknown>[]): string[] {
  return [...new Set(maps.flatMap(map => [...map.keys()]))].sort(compareText)
}

/**
 * The calls for one tag's groups, in an order that the hub accepts: packages and requirements go before
 * their group (it would leave them behind, to come back with the group), and come after it.
 * `force` lifts a block, own or inherited.
 */
export function groupCalls(changes: readonly GroupChange[]): { call: Call; change: GroupChange }[] {
  const rank = (change: GroupChange) =>
    change.action === 'delete' ? (change.kind === 'group' ? 1 : 0) : change.kind === 'group' ? 2 : 3
  return [...changes].sort((a, b) => rank(a) - rank(b)).map(change => ({ change, call: groupCall(change) }))
}

function groupCall(change: GroupChange): Call {
  const { tag, group, action } = change
  switch (change.kind) {
    case 'group':
      if (action === 'delete') return { method: 'groupListRemove', params: [tag, group] }
      return { method: 'groupListAdd', params: [tag, group], named: groupOptions(change) }
    case 'group_package':
      if (action === 'delete')
        return { method: 'groupPackageListRemove', params: [tag, group, change.package] }
      // Without force the hub ignores what an ancestor happens to give at this moment, and keeps a block.
      return { method: 'groupPackageListAdd', params: [tag, group, change.package], named: { force: true } }
    case 'group_requirement':
      return { method: 'groupReqListRemove', params: [tag, group, change.required] }
  }
}

/**
 * The options that the hub would not arrive at by itself: it starts from the row that is there, own or
 * inherited, else from its defaults, and takes over what the call does not name. `force` lifts a block.
 */
function groupOptions({ group, before, inherited, after }: ChangeOf<'group'>): { [name: string]: Json } {
  const previous = before ?? inherited
  const start = new Map(Object.entries<Json>({ ...(previous ?? defaultGroupConfig(group)) }))
  const options = Object.entries<Json>({ ...after }).filter(
    ([key, value]) => !jsonEqual(value, start.get(key)),
  )
  return {
    ...Object.fromEntries(options.filter(([key]) => key !== 'blocked')),
    ...(previous?.blocked && { force: true }),
  }
}

function withoutFrom(config: From<GroupConfig> | undefined): GroupConfig | null {
  if (config === undefined) return null
  const { from: _, ...row } = config
  return row
}
