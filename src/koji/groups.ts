import type { GroupConfig, GroupPackage, GroupRequirement, OwnGroup } from './tag.js'

/** What comps files know of the entries of a group. The hub itself takes any word. */
export const entryTypes = ['mandatory', 'default', 'optional', 'conditional'] as const

/** A value together with the tag that gave it. */
export type From<T, Id = string> = T & { readonly from: Id }

/** The same without a copy: for who looks at many of them. */
export interface Given<T, Id = string> {
  readonly row: T
  readonly from: Id
}

export function copyOf<T, Id>({ row, from }: Given<T, Id>): From<T, Id> {
  return { ...row, from }
}

/** A group as builds in a tag see it. Blocked entries are kept, marked: readers decide. */
export interface EffectiveGroup<Id = string> {
  readonly config: From<GroupConfig, Id>
  readonly packages: ReadonlyMap<string, From<GroupPackage, Id>>
  readonly requirements: ReadonlyMap<string, From<GroupRequirement, Id>>
}

/**
 * The groups of a tag, its own and inherited ones, after Koji's `get_tag_groups`: of a group's options, of
 * each of its packages and of each of its requirements the first row wins, going through `lookup` in order;
 * blocked rows count as first. A blocked group keeps no packages; a requirement on a group that is missing
 * or blocked is dropped. Neither `noconfig` nor `pkg_filter` matter here.
 *
 * @param lookup the tag itself, then its ancestors in the order of `fullInheritance`
 */
export function effectiveGroups<Id>(
  lookup: Iterable<Id>,
  groupsOf: (tag: Id) => ReadonlyMap<string, OwnGroup>,
): Map<string, EffectiveGroup<Id>> {
  const tags = [...new Set(lookup)]
  const configs = effectiveConfigs(tags, groupsOf)
  const effective = new Map<string, EffectiveGroup<Id>>()
  for (const [name, config] of configs) {
    const own = (tag: Id) => (config.blocked ? undefined : groupsOf(tag).get(name))
    const requirements = firstRows(tags, tag => own(tag)?.requirements ?? [])
    for (const required of requirements.keys()) {
      if (configs.get(required)?.blocked ?? true) requirements.delete(required)
    }
    effective.set(name, { config, packages: firstRows(tags, tag => own(tag)?.packages ?? []), requirements })
  }
  return effective
}

function effectiveConfigs<Id>(
  lookup: readonly Id[],
  groupsOf: (tag: Id) => ReadonlyMap<string, OwnGroup>,
): Map<string, From<GroupConfig, Id>> {
  return firstRows(lookup, tag =>
    [...groupsOf(tag)].flatMap(([name, { config }]) => (config ? [[name, config]] : [])),
  )
}

function firstRows<Id, T>(
  tags: readonly Id[],
  rowsOf: (tag: Id) => Iterable<readonly [string, T]>,
): Map<string, From<T, Id>> {
  const rows = new Map<string, From<T, Id>>()
  for (const tag of tags) {
    for (const [key, row] of rowsOf(tag)) if (!rows.has(key)) rows.set(key, { ...row, from: tag })
  }
  return rows
}

/**
 * What `effectiveGroups` tells, entry by entry: for who asks about few of many. Tags without groups cost nothing, and
 * of the others no row is looked at that is not asked about.
 *
 * @param lookup the tags to look through, in their order; it does not matter if one comes twice
 */
export class GroupLookup<Id = string> {
  readonly #own: readonly Owned<Id, ReadonlyMap<string, OwnGroup>>[]
  readonly #groups = new Map<string, Shown<Id>>()

  constructor(lookup: Iterable<Id>, groupsOf: (tag: Id) => ReadonlyMap<string, OwnGroup>) {
    const own: Owned<Id, ReadonlyMap<string, OwnGroup>>[] = []
    for (const tag of lookup) {
      const rows = groupsOf(tag)
      if (rows.size > 0) own.push({ tag, rows })
    }
    this.#own = own
  }

  config(group: string): Given<GroupConfig, Id> | undefined {
    return this.#group(group).config
  }

  package(group: string, name: string): Given<GroupPackage, Id> | undefined {
    return firstRow(this.#group(group).owned, ({ packages }) => packages.get(name))
  }

  /** the packages that it brings into a build root, sorted */
  packageNames(group: string): string[] {
    return this.#listed(group).sort()
  }

  packageCount(group: string): number {
    return this.#listed(group).length
  }

  #listed(group: string): string[] {
    const seen = new Set<string>()
    const listed: string[] = []
    for (const { rows } of this.#group(group).owned) {
      for (const [name, { blocked }] of rows.packages) {
        if (seen.has(name)) continue
        seen.add(name)
        if (!blocked) listed.push(name)
      }
    }
    return listed
  }

  /** Whether builds see it at all: somebody configures it, and it is not blocked. */
  isShown(group: string): boolean {
    return this.config(group)?.row.blocked === false
  }

  requirement(group: string, required: string): Given<GroupRequirement, Id> | undefined {
    if (!this.isShown(required)) return undefined
    return firstRow(this.#group(group).owned, ({ requirements }) => requirements.get(required))
  }

  #group(name: string): Shown<Id> {
    const known = this.#groups.get(name)
    if (known !== undefined) return known
    const owned: Owned<Id, OwnGroup>[] = []
    for (const { tag, rows } of this.#own) {
      const own = rows.get(name)
      if (own !== undefined) owned.push({ tag, rows: own })
    }
    const config = firstRow(owned, rows => rows.config)
    const found = { config, owned: config?.row.blocked === false ? owned : [] }
    this.#groups.set(name, found)
    return found
  }
}

/** A tag, and rows of its own. */
interface Owned<Id, Rows> {
  readonly tag: Id
  readonly rows: Rows
}

interface Shown<Id> {
  readonly config: Given<GroupConfig, Id> | undefined
  /** where its packages and requirements are: nowhere, of a group that is blocked or that nobody configures */
  readonly owned: readonly Owned<Id, OwnGroup>[]
}

function firstRow<Id, Rows, Row>(
  owned: readonly Owned<Id, Rows>[],
  rowOf: (rows: Rows) => Row | null | undefined,
): Given<Row, Id> | undefined {
  for (const { tag, rows } of owned) {
    const row = rowOf(rows) ?? null
    if (row !== null) return { row, from: tag }
  }
  return undefined
}

/** The packages that a group brings into a build root: listed and not blocked, sorted. */
export function packageNames(group: EffectiveGroup<unknown> | undefined): string[] {
  if (group === undefined || group.config.blocked) return []
  return [...group.packages]
    .filter(([, row]) => !row.blocked)
    .map(([name]) => name)
    .sort()
}
