import type { EffectiveGroup, GroupLookup } from '../koji/groups.js'
import { emptyGroup, type Tag } from '../koji/tag.js'
import type { Effective } from './effective.js'

type Groups = ReadonlyMap<string, EffectiveGroup>

/**
 * The groups of two build roots, without what is certainly alike in both: of thousands of tags that inherit one change,
 * each is compared by that change alone.
 *
 * Of each package and requirement the first row counts, in the order of look-up. So it may differ only if its rows do:
 * in a tag that both look through, or in one that only one of them does. And anything may, where what both look
 * through comes in another order, or where a group is shown in one of them alone.
 */
export function differingGroups(before: Effective, after: Effective): readonly [Groups, Groups] {
  const [was, becomes] = [ownGroups(before), ownGroups(after)]
  if (!areInOneOrder(was, becomes)) return [before.groups, after.groups]
  const differing = differingRows(was, becomes)
  if (differing.size === 0) return [none, none]
  const [lookup, other] = [before.groupLookup, after.groupLookup]
  const isAlikeShown = (name: string) => isShown(lookup, name) === isShown(other, name)
  if (![...differing.keys()].every(isAlikeShown)) return [before.groups, after.groups]
  return [seen(differing, lookup), seen(differing, other)]
}

type OwnGroups = ReadonlyMap<string, Tag['groups']>

/** By tag, in the order of look-up. */
function ownGroups({ lookup, state }: Effective): OwnGroups {
  return new Map(lookup.map(tag => [tag, state.tags.get(tag)?.groups ?? noGroups]))
}

function areInOneOrder(was: OwnGroups, becomes: OwnGroups): boolean {
  const stayed = [...becomes.keys()].filter(tag => was.has(tag))
  return [...was.keys()].filter(tag => becomes.has(tag)).every((tag, index) => tag === stayed[index])
}

/** Names of packages and requirements, by group. */
type Names = Map<string, { readonly packages: Set<string>; readonly requirements: Set<string> }>

function differingRows(was: OwnGroups, becomes: OwnGroups): Names {
  const names: Names = new Map()
  for (const tag of new Set([...was.keys(), ...becomes.keys()])) {
    const [own, other] = [was.get(tag) ?? noGroups, becomes.get(tag) ?? noGroups]
    for (const name of differingKeys(own, other)) {
      const { packages, requirements } = names.get(name) ?? { packages: new Set(), requirements: new Set() }
      const [rows, others] = [own.get(name) ?? emptyGroup, other.get(name) ?? emptyGroup]
      for (const key of differingKeys(rows.packages, others.packages)) packages.add(key)
      for (const key of differingKeys(rows.requirements, others.requirements)) requirements.add(key)
      names.set(name, { packages, requirements })
    }
  }
  return names
}

// What does not change is the very same in both states.
function differingKeys(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] {
  if (one === other) return []
  return [...new Set([...one.keys(), ...other.keys()])].filter(key => one.get(key) !== other.get(key))
}

function isShown(groups: GroupLookup, name: string): boolean {
  return groups.config(name)?.blocked === false
}

function seen(names: Names, groups: GroupLookup): Groups {
  const found = [...names].flatMap(([name, { packages, requirements }]): [string, EffectiveGroup][] => {
    const config = groups.config(name)
    if (config === undefined) return []
    const group = {
      config,
      packages: rowsOf(packages, key => groups.package(name, key)),
      requirements: rowsOf(requirements, key => groups.requirement(name, key)),
    }
    return [[name, group]]
  })
  return new Map(found)
}

function rowsOf<Row>(names: Iterable<string>, rowOf: (name: string) => Row | undefined): Map<string, Row> {
  const rows = new Map<string, Row>()
  for (const name of names) {
    const row = rowOf(name)
    if (row !== undefined) rows.set(name, row)
  }
  return rows
}

const noGroups: Tag['groups'] = new Map()
const none: Groups = new Map()
