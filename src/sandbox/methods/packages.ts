import type { RpcStruct, RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { attributeError, databaseError, genericError } from '../fault.js'
import { eventOf, find, findOrCreate, findStrict, sqlText } from '../lookup.js'
import { method } from '../method.js'
import { namePrefix } from '../name-glob.js'
import {
  effectiveList,
  effectivePackage,
  inheritedList,
  ownList,
  type PackageQuery,
  type PackageRow,
  packageStruct,
} from '../package-data.js'
import { isList, str, truthy } from '../python.js'
import { applyToList, QueryOptions } from '../query-options.js'
import { findUserStrict } from '../user-info.js'

export const packageMethods = [
  method('getPackageID', 'RootExports.getPackageID(name, strict=False)', ({ store }, name, strict) => {
    // Koji writes a list as SQL's `(…)`, which around one value means nothing.
    const [only = null, ...others] = isList(name) ? name : [name]
    if (others.length > 0 || (isList(name) && name.length === 0)) throw databaseError('syntax error')
    const id = store.package.byName(sqlText(only) ?? '')?.id ?? null
    if (id !== null && only !== null) return id
    if (truthy(strict)) throw genericError(`No such package name: ${str(name)}`)
    return null
  }),
  method('getPackage', 'lookup_package(info, strict=False, create=False)', (call, info, strict, create) => {
    const table = call.store.package
    if (truthy(strict)) return { ...findStrict(table, info) }
    const pkg = truthy(create) ? findOrCreate(call, table, info) : find(table, info)
    return pkg === undefined ? null : { ...pkg }
  }),
  method(
    'listPackages',
    'RootExports.listPackages(tagID=None, userID=None, pkgID=None, prefix=None, inherited=False, ' +
      'with_dups=False, event=None, queryOpts=None, with_owners=True, with_blocked=True)',
    listPackages,
  ),
  method(
    'listPackagesSimple',
    'RootExports.listPackagesSimple(prefix=None, queryOpts=None)',
    ({ store }, prefix, queryOpts) => allPackages(store.package.rows(), prefix, queryOpts),
  ),
  method('checkTagPackage', 'RootExports.checkTagPackage(tag, pkg)', ({ store }, tagInfo, pkgInfo) => {
    const [tag, pkg] = [find(store.tag, tagInfo), find(store.package, pkgInfo)]
    if (tag === undefined || pkg === undefined) return false
    return effectivePackage(store, tag.id, pkg.id, { withOwners: false })?.blocked === false
  }),
  method(
    'getPackageConfig',
    'RootExports.getPackageConfig(tag, pkg, event=None)',
    ({ store }, tagInfo, pkgInfo, event) => {
      const [tag, pkg] = [find(store.tag, tagInfo), find(store.package, pkgInfo)]
      if (tag === undefined || pkg === undefined) return null
      const row = effectivePackage(store, tag.id, pkg.id, { event: eventOf(event) })
      return row === undefined ? null : packageStruct(row)
    },
  ),
]

function listPackages(
  call: Call,
  tagInfo: RpcValue,
  userInfo: RpcValue,
  pkgInfo: RpcValue,
  prefix: RpcValue,
  inherited: RpcValue,
  with_dups: RpcValue,
  event: RpcValue,
  queryOpts: RpcValue,
  with_owners: RpcValue,
  with_blocked: RpcValue,
): RpcValue {
  const { store } = call
  if (tagInfo === null && userInfo === null && pkgInfo === null) {
    return allPackages(store.package.rows(), prefix, queryOpts)
  }
  const tag = tagInfo === null ? undefined : findStrict(store.tag, tagInfo).id
  const owner = userInfo === null ? undefined : findUserStrict(call, userInfo).id
  const pkg = pkgInfo === null ? undefined : findStrict(store.package, pkgInfo).id
  if (owner !== undefined && !truthy(with_owners)) {
    throw genericError("userID and with_owners=False can't be used together")
  }
  const query = {
    package: pkg,
    owner,
    event: eventOf(event),
    withOwners: truthy(with_owners),
    withBlocked: truthy(with_blocked),
  }
  const rows = select(call, tag, query, { inherited: truthy(inherited), dups: truthy(with_dups) })
  const isWanted = prefixTest(prefix)
  return applyToList(rows.filter(row => isWanted(row.package_name)).map(packageStruct), queryOpts)
}

function select(
  { store }: Call,
  tag: number | undefined,
  query: PackageQuery,
  { inherited, dups }: { inherited: boolean; dups: boolean },
): PackageRow[] {
  if (tag !== undefined && inherited) {
    return dups ? inheritedList(store, tag, query) : effectiveList(store, tag, query)
  }
  const rows = ownList(store, tag, query)
  // Koji collects by package: of several tags' rows the last one stays.
  return dups ? byPackage(rows) : [...new Map(rows.map(row => [row.package_id, row])).values()]
}

function byPackage(rows: readonly PackageRow[]): PackageRow[] {
  const groups = new Map<number, PackageRow[]>()
  for (const row of rows) groups.set(row.package_id, [...(groups.get(row.package_id) ?? []), row])
  return [...groups.values()].flat()
}

/** In Python, unlike in SQL: only what begins with exactly this, but in any case. */
export function prefixTest(prefix: RpcValue): (name: string) => boolean {
  if (!truthy(prefix)) return () => true
  if (typeof prefix !== 'string') throw attributeError("object has no attribute 'lower'")
  const wanted = prefix.toLowerCase()
  return name => name.toLowerCase().startsWith(wanted)
}

function allPackages(
  packages: readonly { id: number; name: string }[],
  prefix: RpcValue,
  queryOpts: RpcValue,
): RpcValue {
  const options = new QueryOptions(queryOpts, ['package_id', 'package_name'])
  const isWanted = prefix === null ? () => true : namePrefix(str(prefix))
  const rows: RpcStruct[] = packages
    .filter(({ name }) => isWanted(name))
    .map(({ id, name }) => ({ package_id: id, package_name: name }))
  return options.apply(rows)
}
