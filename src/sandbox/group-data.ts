import type { RpcValue } from '../hub/codec/value.js'
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

/** The one entry that somebody asks about: a package or a required group by name; or neither, but groups alone. */
export interface GroupEntry {
  readonly package?: RpcValue
  readonly required?: string
}

/**
 * A tag's groups, own and (unless told otherwise) inherited, by name. The rows are those of the database, so
 * that they carry more than `src/koji` asks for: ids and the tag that gave them. Where one entry is asked for, no
 * other is in them: a base has long lists, and calls that add to groups come by the thousand.
 */
export function groupsOf(
  store: Store,
  tag: number,
  event: number | null,
  { inherit = true, only }: { readonly inherit?: boolean; readonly only?: GroupEntry } = {},
): Map<string, EffectiveGroup<number>> {
  const ancestors = inherit ? ancestorsOf(store, tag, event).map(link => link.parent) : []
  const ownGroups = memoised((id: number) => ownGroupsOf(store, id, event, only))
  return effectiveGroups([tag, ...ancestors], ownGroups)
}

/** The groups that a tag itself has something to say about. */
function ownGroupsOf(
  store: Store,
  tag: number,
  event: number | null,
  only: GroupEntry | undefined,
): Map<string, OwnGroup> {
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
    if (only === undefined || row.package === only.package) {
      group(row.group_id).packages.set(row.package, row)
    }
  }
  for (const row of store.group_req_listing.at(event, 'tag_id', tag)) {
    const required = store.groups.nameOf(row.req_id) ?? ''
    if (only === undefined || required === only.required) group(row.group_id).requirements.set(required, row)
  }
  return groups
}

/** A group that a tag has and does not block, its own or an inherited one: only to such a group one can add. */
export function effectiveGroup(
  store: Store,
  tag: Named,
  name: string,
  only: GroupEntry,
): EffectiveGroup<number> {
  const group = groupsOf(store, tag.id, null, { only }).get(name)
  if (group === undefined) throw genericError(`group ${name} not present in tag ${tag.name}`)
  if (group.config.blocked) throw genericError(`group ${name} is blocked in tag ${tag.name}`)
  return group
}
