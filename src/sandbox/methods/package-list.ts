import type { RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { genericError } from '../fault.js'
import { find, findOrCreate, findStrict, parseArches } from '../lookup.js'
import { method } from '../method.js'
import { effectivePackage } from '../package-data.js'
import { assertPackageListPolicy } from '../policy.js'
import { str, truthy } from '../python.js'
import { findTagStrict } from '../tag-info.js'
import { findUserStrict } from '../user-info.js'

export const packageListMethods = [
  method(
    'packageListAdd',
    'pkglist_add(taginfo, pkginfo, owner=None, block=None, extra_arches=None, force=False, update=False)',
    (call, tag, pkg, owner, block, extra_arches, force, update) => {
      const options = { owner, block, extra_arches, force: truthy(force), update: truthy(update) }
      return addPackage(call, tag, pkg, { ...options, checkPolicy: true })
    },
  ),
  method('packageListBlock', 'pkglist_block(taginfo, pkginfo, force=False)', blockPackage),
  method('packageListUnblock', 'pkglist_unblock(taginfo, pkginfo, force=False)', unblockPackage),
  method('packageListRemove', 'pkglist_remove(taginfo, pkginfo, force=False)', removePackage),
  method(
    'packageListSetOwner',
    'pkglist_setowner(taginfo, pkginfo, owner, force=False)',
    (call, tag, pkg, owner, force) =>
      addPackage(call, tag, pkg, { owner, force: truthy(force), update: true, checkPolicy: true }),
  ),
  method(
    'packageListSetArches',
    'pkglist_setarches(taginfo, pkginfo, arches, force=False)',
    (call, tag, pkg, extra_arches, force) =>
      addPackage(call, tag, pkg, { extra_arches, force: truthy(force), update: true, checkPolicy: true }),
  ),
]

interface PackageChange {
  /** these three: `null` is as it is */
  readonly owner?: RpcValue
  readonly block?: RpcValue
  readonly extra_arches?: RpcValue
  readonly force: boolean
  /** the package must be listed already */
  readonly update?: boolean
  readonly checkPolicy?: boolean
}

/**
 * Koji's `_direct_pkglist_add`. What is not given stays as it is, inherited or not; if nothing changes,
 * nothing is written, even by force and even where the package is only inherited. A new owner alone makes no
 * row in the list: on an inherited package it has no effect at all, however often it is set.
 */
export function addPackage(call: Call, tagInfo: RpcValue, pkgInfo: RpcValue, change: PackageChange): null {
  const { store } = call
  const { force, update = false } = change
  const tag = findTagStrict(store, tagInfo)
  if (find(store.package, pkgInfo) === undefined && typeof pkgInfo !== 'string') {
    throw genericError(`No such package: ${str(pkgInfo)}`)
  }
  const wantedOwner = (change.owner ?? null) === null ? null : findUserStrict(call, change.owner ?? null).id
  if (change.checkPolicy) assertPackageListPolicy(call)
  const pkg = findOrCreate(call, store.package, pkgInfo)
  const given = change.extra_arches ?? null
  const arches = given === null ? null : parseArches(given, { strict: true })

  const previous = effectivePackage(store, tag.id, pkg.id)
  if (previous === undefined && update && !force) {
    throw genericError(`cannot update: tag ${tag.name} has no data for package ${pkg.name}`)
  }
  const blocked =
    (change.block ?? null) === null ? (previous?.blocked ?? false) : truthy(change.block ?? null)
  const extra_arches = arches ?? previous?.extra_arches ?? null
  const isChanged = previous?.blocked !== blocked || previous.extra_arches !== extra_arches
  const newOwner = wantedOwner ?? previous?.owner_id ?? null
  const changesOwner = newOwner !== previous?.owner_id
  if (!isChanged && !changesOwner) return null
  if (previous?.blocked && !blocked && !force) {
    throw genericError(`package ${pkg.name} is blocked in tag ${tag.name}`)
  }
  if (newOwner === null && !force) throw genericError('owner not specified')
  const owner = newOwner ?? call.assertLogin()
  if (isChanged) writeEntry(call, { tag_id: tag.id, package_id: pkg.id, blocked, extra_arches, owner })
  else writeOwner(call, tag.id, pkg.id, owner)
  return null
}

function blockPackage(call: Call, tagInfo: RpcValue, pkgInfo: RpcValue, force: RpcValue): null {
  const tag = findTagStrict(call.store, tagInfo)
  const pkg = findStrict(call.store.package, pkgInfo)
  if (effectivePackage(call.store, tag.id, pkg.id, { withOwners: false }) === undefined) {
    throw genericError(`Package ${pkg.name} is not in tag listing for ${tag.name}`)
  }
  return addPackage(call, tag.id, pkg.id, { block: true, force: truthy(force), checkPolicy: true })
}

/**
 * Over an inherited block, an unblocked row of the tag's own. The tag's own block goes, and an unblocked row
 * comes only if nothing, or another block, would show in its place.
 */
function unblockPackage(call: Call, tagInfo: RpcValue, pkgInfo: RpcValue): null {
  const { store } = call
  const tag = findTagStrict(store, tagInfo)
  const pkg = findStrict(store.package, pkgInfo)
  assertPackageListPolicy(call)
  const previous = effectivePackage(store, tag.id, pkg.id)
  if (previous === undefined) {
    throw genericError(`no data (blocked or otherwise) for package ${pkg.name} in tag ${tag.name}`)
  }
  if (!previous.blocked) throw genericError(`package ${pkg.name} NOT blocked in tag ${tag.name}`)
  if (previous.tag_id === tag.id) {
    revokeEntry(call, tag.id, pkg.id)
    if (effectivePackage(store, tag.id, pkg.id)?.blocked === false) return null
  }
  const { extra_arches, owner_id: owner = call.assertLogin() } = previous
  writeEntry(call, { tag_id: tag.id, package_id: pkg.id, blocked: false, extra_arches, owner })
  return null
}

/** Leaves the owner's row, and makes an event even if the tag has no row of the package. */
function removePackage(call: Call, tagInfo: RpcValue, pkgInfo: RpcValue): null {
  const tag = findTagStrict(call.store, tagInfo)
  const pkg = findStrict(call.store.package, pkgInfo)
  assertPackageListPolicy(call)
  revokeEntry(call, tag.id, pkg.id)
  return null
}

interface Entry {
  readonly tag_id: number
  readonly package_id: number
  readonly blocked: boolean
  readonly extra_arches: string | null
  readonly owner: number
}

function writeEntry(call: Call, { owner, ...entry }: Entry): void {
  revokeEntry(call, entry.tag_id, entry.package_id)
  call.store.tag_packages.insert(call.tx, entry, call.author())
  writeOwner(call, entry.tag_id, entry.package_id, owner)
}

function writeOwner(call: Call, tag_id: number, package_id: number, owner: number): void {
  const { tag_package_owners } = call.store
  const rows = tag_package_owners.activeWith('package_id', package_id).filter(row => row.tag_id === tag_id)
  tag_package_owners.revoke(call.tx, rows, call.author())
  tag_package_owners.insert(call.tx, { tag_id, package_id, owner }, call.author())
}

function revokeEntry(call: Call, tag_id: number, package_id: number): void {
  const { tag_packages } = call.store
  const rows = tag_packages.activeWith('package_id', package_id).filter(row => row.tag_id === tag_id)
  tag_packages.revoke(call.tx, rows, call.author())
}
