import { type EffectiveGroup, effectiveGroups } from '../koji/groups.js'
import type { GroupPackage, GroupRequirement, OwnGroup } from '../koji/tag.js'
import { genericError } from './fault.js'
import { ancestorsOf, memoised } from './inheritance-data.js'
import type { Named } from './store/name-table.js'
import type { definitions } from './store/schema.js'
import type { Store } from './store/store.js'
import type { Row } from './store/versioned-table.js'

export type GroupRow = Row<typeof definitions.group_config.columns>
export type GroupPackageRow = Row<typeof definitions.group_package_listing.columns>
export type GroupRequirementRow = Row<typeof definitions.group_req_listing.columns>

/**
 * A tag's groups, own and (unless told otherwise) inherited, by name. The rows are those of the database, so
 * that they carry more than `src/koji` asks for: ids and the tag that gave them.
 */
export function groupsOf(
  store: Store,
  tag: number,
  event: number | null,
  { inherit = true } = {},
): Map<string, EffectiveGroup<number>> {
  const ancestors = inherit ? ancestorsOf(store, tag, event).map(link => link.parent) : []
  const ownGroups = memoised((id: number) => ownGroupsOf(store, id, event))
  return effectiveGroups([tag, ...ancestors], ownGroups)
}

/** The groups that a tag itself has something to say about. */
function ownGroupsOf(store: Store, tag: number, event: number | null): Map<string, OwnGroup> {
  const groups = new Map<
    string,
    {
      config: GroupRow | null
      packages: Map<string, GroupPackage>
      requirements: Map<string, GroupRequirement>
    }
  >()
  const group = (id: number) => {
    const name = store.groups.nameOf(id) ?? ''
    const own = groups.get(name) ?? { config: null, packages: new Map(), requirements: new Map() }
    groups.set(name, own)
    return own
  }
  for (const row of store.group_config.at(event, 'tag_id', tag)) group(row.group_id).config = row
  for (const row of store.group_package_listing.at(event, 'tag_id', tag)) {
    group(row.group_id).packages.set(row.package, row)
  }
  for (const row of store.group_req_listing.at(event, 'tag_id', tag)) {
    group(row.group_id).requirements.set(store.groups.nameOf(row.req_id) ?? '', row)
  }
  return groups
}

/** A group that a tag has and does not block, its own or an inherited one: only to such a group one can add. */
export function effectiveGroup(store: Store, tag: Named, name: string): EffectiveGroup<number> {
  const group = groupsOf(store, tag.id, null).get(name)
  if (group === undefined) throw genericError(`group ${name} not present in tag ${tag.name}`)
  if (group.config.blocked) throw genericError(`group ${name} is blocked in tag ${tag.name}`)
  return group
}
