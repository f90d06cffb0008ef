import type { RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { genericError } from '../fault.js'
import { eventOf } from '../lookup.js'
import { effectiveList, type PackageRow } from '../package-data.js'
import { atOwnEvent, type SnapshotOptions, snapshotOptions } from '../snapshot-options.js'
import { extraWithoutBlocks, findTagStrict, type TagInfo } from '../tag-info.js'
import { editTag } from './edit-tag.js'
import { addPackage } from './package-list.js'
import { alignBuilds } from './snapshot-builds.js'
import { alignGroups } from './snapshot-groups.js'

/**
 * Makes a tag that exists like another one, each step at an event of its own. Packages that both have stay as
 * they are; those that only the destination has are blocked, whether `remove` is set or not.
 */
export function modifySnapshot(
  call: Call,
  srcInfo: RpcValue,
  dstInfo: RpcValue,
  ...values: RpcValue[]
): null {
  const { store } = call
  call.assertPermission('tag')
  const options = snapshotOptions(values)
  const src = findTagStrict(store, srcInfo, options.event)
  const dst = findTagStrict(store, dstInfo)
  if ((src.locked || dst.locked) && !options.force) {
    throw genericError('Source or destination tag is locked, use force to copy')
  }
  if (options.config) atOwnEvent(call, () => copyConfig(call, src, dst))
  const present = findTagStrict(store, dst.id)
  if (options.pkgs) alignPackages(call, src, present, options)
  if (options.builds) alignBuilds(call, src, present, options)
  if (options.groups) alignGroups(call, src, present, options)
  return null
}

function copyConfig(call: Call, src: TagInfo, dst: TagInfo): void {
  const [extra, present] = [extraWithoutBlocks(src.extra), extraWithoutBlocks(dst.extra)]
  const { arches, perm_id, locked, maven_support, maven_include_all } = src
  editTag(call, dst.id, {
    arches,
    perm: perm_id,
    locked,
    maven_support,
    maven_include_all,
    extra,
    remove_extra: Object.keys(present).filter(key => !Object.hasOwn(extra, key)),
  })
}

function alignPackages(call: Call, src: TagInfo, dst: TagInfo, { event }: SnapshotOptions): void {
  const wanted = effectiveList(call.store, src.id, { event: eventOf(event) })
  const present = effectiveList(call.store, dst.id)
  const without = (rows: readonly PackageRow[], others: readonly PackageRow[]) => {
    const ids = new Set(others.map(row => row.package_id))
    return rows.filter(row => !ids.has(row.package_id))
  }
  const write = (row: PackageRow, block: boolean) => {
    const { owner_id: owner = null, extra_arches } = row
    atOwnEvent(call, () =>
      addPackage(call, dst.id, row.package_name, { owner, block, extra_arches, force: true }),
    )
  }
  for (const row of without(present, wanted)) write(row, true)
  for (const row of without(wanted, present)) write(row, row.blocked)
}
