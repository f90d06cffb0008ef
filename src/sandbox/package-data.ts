import type { RpcStruct } from '../hub/codec/value.js'
import { effectivePackages, inheritedPackages } from '../koji/packages.js'
import { ancestorsOf, memoised } from './inheritance-data.js'
import type { Store } from './store/store.js'

/** A row of `tag_packages` with what Koji joins to it. */
export interface PackageRow {
  readonly package_id: number
  readonly package_name: string
  readonly tag_id: number
  readonly tag_name: string
  readonly extra_arches: string | null
  readonly blocked: boolean
  /** `undefined` where owners were not asked for */
  readonly owner_id?: number
  readonly owner_name?: string
}

export interface PackageQuery {
  readonly package?: number | undefined
  readonly owner?: number | undefined
  readonly event?: number | null
  /** a row whose owner is not known vanishes */
  readonly withOwners?: boolean
  readonly withBlocked?: boolean
}

/** The effective entry of one package in a tag. */
export function effectivePackage(
  store: Store,
  tag: number,
  package_id: number,
  query: PackageQuery = {},
): PackageRow | undefined {
  const [row] = effectiveList(store, tag, { ...query, package: package_id })
  return row
}

/** A tag's package list, inherited packages included, blocked ones too. */
export function effectiveList(store: Store, tag: number, query: PackageQuery = {}): PackageRow[] {
  return [
    ...effectivePackages(
      tag,
      ancestorsOf(store, tag, query.event ?? null),
      rowsByName(store, query),
    ).values(),
  ]
}

/** As `effectiveList`, with what is overridden; Koji groups the rows by package. */
export function inheritedList(store: Store, tag: number, query: PackageQuery = {}): PackageRow[] {
  const ancestors = ancestorsOf(store, tag, query.event ?? null)
  const groups = new Map<string, PackageRow[]>()
  for (const [name, row] of inheritedPackages(tag, ancestors, rowsByName(store, query))) {
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [row])
    else group.push(row)
  }
  return [...groups.values()].flat()
}

function rowsByName(store: Store, query: PackageQuery) {
  return memoised(
    (tag: number): ReadonlyMap<string, PackageRow> =>
      new Map(ownList(store, tag, query).map(row => [row.package_name, row])),
  )
}

/** What tags themselves list, without inheritance; of all tags where `tag` is `undefined`. */
export function ownList(store: Store, tag: number | undefined, query: PackageQuery = {}): PackageRow[] {
  const { event = null, withOwners = true, withBlocked = true } = query
  const table = store.tag_packages
  const rows =
    query.package !== undefined
      ? table.at(event, 'package_id', query.package).filter(row => tag === undefined || row.tag_id === tag)
      : tag === undefined
        ? table.allAt(event)
        : table.at(event, 'tag_id', tag)
  const owners = withOwners ? ownersOf(store, tag, query) : undefined
  return rows.flatMap((row): PackageRow[] => {
    if (row.blocked && !withBlocked) return []
    const { package_id, tag_id, blocked, extra_arches } = row
    const listed = {
      package_id,
      package_name: store.package.nameOf(package_id) ?? '',
      tag_id,
      tag_name: store.tag.nameOf(tag_id) ?? '',
      extra_arches,
      blocked,
    }
    if (owners === undefined) return [listed]
    const owner_id = owners.get(`${tag_id} ${package_id}`)
    if (owner_id === undefined || (query.owner !== undefined && query.owner !== owner_id)) return []
    return [{ ...listed, owner_id, owner_name: store.users.nameOf(owner_id) ?? '' }]
  })
}

function ownersOf(
  store: Store,
  tag: number | undefined,
  { event = null, package: package_id }: PackageQuery,
): Map<string, number> {
  const table = store.tag_package_owners
  const rows =
    package_id !== undefined
      ? table.at(event, 'package_id', package_id)
      : tag === undefined
        ? table.allAt(event)
        : table.at(event, 'tag_id', tag)
  return new Map(rows.map(row => [`${row.tag_id} ${row.package_id}`, row.owner]))
}

/** The struct that Koji's methods answer. */
export function packageStruct({ owner_id, owner_name, ...row }: PackageRow): RpcStruct {
  const { package_id, package_name, tag_id, tag_name, extra_arches, blocked } = row
  const struct = { package_id, package_name, tag_id, tag_name, extra_arches, blocked }
  return owner_id === undefined ? struct : { ...struct, owner_id, owner_name: owner_name ?? '' }
}
