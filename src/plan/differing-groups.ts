import { copyOf, type EffectiveGroup, type From, type Given, type GroupLookup } from '../koji/groups.js'
import { emptyGroup, type OwnGroup, type Tag } from '../koji/tag.js'
import type { Effective } from './effective.js'

type Rows = Pick<EffectiveGroup, 'packages' | 'requirements'>
type Groups = ReadonlyMap<string, Rows>

/**
 * The groups of two build roots, without what is certainly alike in both: of thousands of tags that inherit one change,
 * each is compared by that change alone.
 *
 * Of each package and requirement the first row counts, in the order of look-up. So it may differ only
 *  - if its rows do: in a tag that both look through, or in one that only one of them does;
 *  - if it has several rows, and the tags come in another order;
 *  - if its group, or the one that it requires, is shown in one of both alone.
 * Of these it does if both do not find the very same row.
 */
export function differingGroups(before: Effective, after: Effective): readonly [Groups, Groups] {
  const [was, becomes] = [ownGroups(before), ownGroups(after)]
  const names = differingRows(was, becomes)
  if (!areInOneOrder(was, becomes)) addRepeated(names, was)
  if (names.size === 0) return [none, none]
  const [lookup, other] = [before.groupLookup, after.groupLookup]
  const turned = [...names.keys()].filter(name => lookup.isShown(name) !== other.isShown(name))
  if (turned.length > 0) addRowsOf(names, new Set(turned), [...was.values(), ...becomes.values()])
  return foundApart(names, lookup, other)
}

type OwnGroups = ReadonlyMap<string, Tag['groups']>

/** By tag, in the order of look-up. */
function ownGroups({ lookup, state }: Effective): OwnGroups {
  const own = new Map<string, Tag['groups']>()
  for (const tag of lookup) own.set(tag, state.tags.get(tag)?.groups ?? noGroups)
  return own
}

function areInOneOrder(was: OwnGroups, becomes: OwnGroups): boolean {
  const others = becomes.keys()
  for (const tag of was.keys()) {
    if (!becomes.has(tag)) continue
    let other = others.next().value
    while (other !== undefined && !was.has(other)) other = others.next().value
    if (tag !== other) return false
  }
  return true
}

/** Names of packages and requirements, by group. */
type Names = Map<string, { readonly packages: Set<string>; readonly requirements: Set<string> }>

function namesIn(names: Names, group: string) {
  const known = names.get(group) ?? { packages: new Set(), requirements: new Set() }
  names.set(group, known)
  return known
}

function differingRows(was: OwnGroups, becomes: OwnGroups): Names {
  const names: Names = new Map()
  const compareIn = (tag: string) => {
    const own = was.get(tag) ?? noGroups
    const other = becomes.get(tag) ?? noGroups
    for (const name of differingKeys(own, other)) {
      const { packages, requirements } = namesIn(names, name)
      const [rows, others] = [own.get(name) ?? emptyGroup, other.get(name) ?? emptyGroup]
      for (const key of differingKeys(rows.packages, others.packages)) packages.add(key)
      for (const key of differingKeys(rows.requirements, others.requirements)) requirements.add(key)
    }
  }
  for (const tag of was.keys()) compareIn(tag)
  for (const tag of becomes.keys()) if (!was.has(tag)) compareIn(tag)
  return names
}

/** What more than one tag has a row of. */
function addRepeated(names: Names, own: OwnGroups): void {
  for (const [name, all] of rowsByGroup(own.values())) {
    if (all.length < 2) continue
    const { packages, requirements } = namesIn(names, name)
    addTwice(
      packages,
      all.map(rows => rows.packages),
    )
    addTwice(
      requirements,
      all.map(rows => rows.requirements),
    )
  }
}

function rowsByGroup(own: Iterable<Tag['groups']>): ReadonlyMap<string, readonly OwnGroup[]> {
  const byName = new Map<string, OwnGroup[]>()
  for (const groups of own) {
    for (const [name, rows] of groups) {
      const others = byName.get(name)
      if (others === undefined) byName.set(name, [rows])
      else others.push(rows)
    }
  }
  return byName
}

/** The names that more than one of these has. */
function addTwice(names: Set<string>, all: readonly ReadonlyMap<string, unknown>[]): void {
  const filled = all.filter(({ size }) => size > 0)
  if (filled.length < 2) return
  const once = new Set<string>()
  for (const rows of filled)
    for (const name of rows.keys()) {
      if (once.has(name)) names.add(name)
      else once.add(name)
    }
}

/** All that is in some groups, and the requirements on them. */
function addRowsOf(names: Names, some: ReadonlySet<string>, own: Iterable<Tag['groups']>): void {
  for (const groups of own) {
    for (const [name, rows] of groups) {
      if (some.has(name)) for (const key of rows.packages.keys()) namesIn(names, name).packages.add(key)
      for (const key of rows.requirements.keys())
        if (some.has(name) || some.has(key)) namesIn(names, name).requirements.add(key)
    }
  }
}

// What does not change is the very same in both states.
function differingKeys(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] {
  if (one === other) return []
  return [...new Set([...one.keys(), ...other.keys()])].filter(key => one.get(key) !== other.get(key))
}

/** What is found in another row, or in one of both alone. */
function foundApart(names: Names, one: GroupLookup, other: GroupLookup): readonly [Groups, Groups] {
  const [was, becomes] = [new Map<string, Rows>(), new Map<string, Rows>()]
  for (const [group, { packages, requirements }] of names) {
    const listed = rowsApart(packages, one, other, (groups, name) => groups.package(group, name))
    const required = rowsApart(requirements, one, other, (groups, name) => groups.requirement(group, name))
    was.set(group, { packages: listed.was, requirements: required.was })
    becomes.set(group, { packages: listed.becomes, requirements: required.becomes })
  }
  return [was, becomes]
}

function rowsApart<Row>(
  names: Iterable<string>,
  one: GroupLookup,
  other: GroupLookup,
  given: (groups: GroupLookup, name: string) => Given<Row> | undefined,
) {
  const [was, becomes] = [new Map<string, From<Row>>(), new Map<string, From<Row>>()]
  for (const name of names) {
    const [before, after] = [given(one, name), given(other, name)]
    if (before?.row === after?.row) continue
    if (before !== undefined) was.set(name, copyOf(before))
    if (after !== undefined) becomes.set(name, copyOf(after))
  }
  return { was, becomes }
}

const noGroups: Tag['groups'] = new Map()
const none: Groups = new Map()
