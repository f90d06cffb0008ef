import type { DesiredGroup, DesiredTag } from './desired-state.js'
import { type EffectiveGroup, effectiveGroups, entryTypes } from './groups.js'
import { fullInheritance } from './inheritance.js'
import { byKey } from './json.js'
import { groupNameProblem } from './names.js'
import type { GroupConfig, GroupPackage, GroupRequirement, OwnGroup, Tag } from './tag.js'

/** What can be said of a facet, and the names of the rows that cannot. */
export interface Saying<T> {
  readonly said: T
  readonly unsaid: readonly string[]
}

/**
 * A tag's own rows about groups, by the rules of `liveAsDesired`. A file names groups that are there or shall be
 * there, so nobody can name
 *
 *  - rows about a group that the tag lacks: whoever removed the group left them behind;
 *  - rows under a block, which hides them: a blocked group stands alone;
 *  - a requirement on a group that the tag lacks or blocks: the hub never shows it.
 */
export function groupsAsDesired(
  { name, groups }: Tag,
  tags: ReadonlyMap<string, Tag>,
): Saying<NonNullable<DesiredTag['groups']>> {
  const ancestors = fullInheritance(name, tag => tags.get(tag)?.inheritance ?? []).map(link => link.parent)
  const effective = effectiveGroups([name, ...ancestors], tag => tags.get(tag)?.groups ?? new Map())
  const all = [...groups].sort(byKey).map(([name, group]): [string, Saying<DesiredGroup | undefined>] => {
    return [name, groupAsDesired(name, group, effective)]
  })
  return {
    said: new Map(all.flatMap(([name, { said }]): [string, DesiredGroup][] => (said ? [[name, said]] : []))),
    unsaid: all.flatMap(([, { unsaid }]) => unsaid),
  }
}

function groupAsDesired(
  name: string,
  { config, packages, requirements }: OwnGroup,
  effective: ReadonlyMap<string, EffectiveGroup>,
): Saying<DesiredGroup | undefined> {
  const isThere = (group: string) =>
    effective.get(group)?.config.blocked === false && groupNameProblem(group) === undefined
  const rows = [...packages.keys(), ...requirements.keys()].map(row => `${name}: ${row}`)
  if (groupNameProblem(name) !== undefined) return { said: undefined, unsaid: [name] }
  if (config?.blocked) return { said: { ...empty, config: { blocked: true } }, unsaid: rows }
  if (!isThere(name)) return { said: undefined, unsaid: rows }
  const said = {
    ...empty,
    packages: named(packages, pkg => pkg !== '', packageOptions),
    requirements: named(requirements, isThere, requirementOptions),
    config: config === null ? {} : groupOptions(name, config),
  }
  const isSaid = new Set([...said.packages.keys(), ...said.requirements.keys()].map(row => `${name}: ${row}`))
  return { said, unsaid: rows.filter(row => !isSaid.has(row)) }
}

const empty: DesiredGroup = { packages: new Map(), requirements: new Map(), config: {}, removed: new Set() }

function named<Row, Options>(
  rows: ReadonlyMap<string, Row>,
  isSayable: (name: string) => boolean,
  optionsOf: (row: Row) => Options,
): ReadonlyMap<string, Options> {
  const said = [...rows].filter(([name]) => isSayable(name)).sort(byKey)
  return new Map(said.map(([name, row]): [string, Options] => [name, optionsOf(row)]))
}

// Of what follows, null cannot be said, and is kept where nothing is.

function groupOptions(name: string, config: GroupConfig): Partial<GroupConfig> {
  const { exported, display_name, is_default, uservisible, description, langonly, biarchonly } = config
  return {
    ...(exported === false && { exported }),
    ...(display_name !== name && display_name !== '' && { display_name }),
    ...(is_default !== null && { is_default }),
    ...(uservisible === false && { uservisible }),
    ...(description !== null && { description }),
    ...(langonly !== null && { langonly }),
    ...(biarchonly && { biarchonly }),
  }
}

function packageOptions({ blocked, type, basearchonly, requires }: GroupPackage): Partial<GroupPackage> {
  if (blocked) return { blocked }
  return {
    ...(isNamedType(type) && { type }),
    ...(basearchonly !== null && { basearchonly }),
    ...(requires !== null && requires !== '' && { requires }),
  }
}

function requirementOptions({ blocked, type, is_metapkg }: GroupRequirement): Partial<GroupRequirement> {
  if (blocked) return { blocked }
  return { ...(isNamedType(type) && { type }), ...(is_metapkg && { is_metapkg }) }
}

function isNamedType(type: string | null): type is string {
  return type !== 'mandatory' && entryTypes.some(known => known === type)
}
