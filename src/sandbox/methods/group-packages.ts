import { isStruct, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import { defaultGroupPackage } from '../../koji/tag.js'
import type { Call } from '../call.js'
import { genericError } from '../fault.js'
import { effectiveGroup } from '../group-data.js'
import { findStrict, given, sqlText } from '../lookup.js'
import { method } from '../method.js'
import { equal, hashKey, str, truthy } from '../python.js'

export const groupPackageMethods = [
  method(
    'groupPackageListAdd',
    'grp_pkg_add(taginfo, grpinfo, pkg_name, block=False, force=False, **opts)',
    (call, tag, group, name, block, force, options) =>
      addPackage(call, tag, group, name, {
        block: truthy(block),
        force: truthy(force),
        options: isStruct(options) ? options : {},
      }),
  ),
  method('groupPackageListBlock', 'grp_pkg_block(taginfo, grpinfo, pkg_name)', (call, tag, group, name) =>
    addPackage(call, tag, group, name, { block: true, force: false, options: {} }),
  ),
  method('groupPackageListUnblock', 'grp_pkg_unblock(taginfo, grpinfo, pkg_name)', unblockPackage),
  method('groupPackageListRemove', 'grp_pkg_remove(taginfo, grpinfo, pkg_name)', removePackage),
]

const fields = ['type', 'basearchonly', 'requires'] as const

/** The tag may be a deleted one; its name is enough. `force` writes an own row even if nothing changes. */
export function addPackage(
  call: Call,
  tagInfo: RpcValue,
  groupInfo: RpcValue,
  name: RpcValue,
  { block, force, options }: { block: boolean; force: boolean; options: RpcStruct },
): null {
  const { store, tx } = call
  call.assertPermission('tag')
  const tag = findStrict(store.tag, tagInfo)
  const group = findStrict(store.groups, groupInfo)
  const { packages } = effectiveGroup(store, tag, group.name, { package: name })
  const key = hashKey(name)
  const previous = typeof key === 'string' ? packages.get(key) : undefined
  if (previous?.blocked && !force) {
    throw genericError(`package ${str(name)} blocked in group ${group.name}, tag ${tag.name}`)
  }
  const base = previous ?? defaultGroupPackage
  const isChanged = fields.some(field => !equal(given(options, field, base[field]), base[field]))
  if (previous !== undefined && !isChanged && !block && !force) return null

  const author = call.author()
  revokeOwn(call, tag.id, group.id, name)
  const row = {
    group_id: group.id,
    tag_id: tag.id,
    package: name,
    blocked: block,
    type: given(options, 'type', base.type),
    basearchonly: given(options, 'basearchonly', base.basearchonly),
    requires: given(options, 'requires', base.requires),
  }
  store.group_package_listing.insert(tx, row, author)
  return null
}

function unblockPackage(call: Call, tagInfo: RpcValue, groupInfo: RpcValue, name: RpcValue): null {
  call.assertPermission('tag')
  const tag = findStrict(call.store.tag, tagInfo)
  const group = findStrict(call.store.groups, groupInfo)
  if (!ownRow(call, tag.id, group.id, name)?.blocked) {
    throw genericError(`package ${str(name)} is NOT blocked in group ${group.id}, tag ${tag.id}`)
  }
  revokeOwn(call, tag.id, group.id, name)
  return null
}

function removePackage(call: Call, tagInfo: RpcValue, groupInfo: RpcValue, name: RpcValue): null {
  call.assertPermission('tag')
  const tag = findStrict(call.store.tag, tagInfo)
  const group = findStrict(call.store.groups, groupInfo)
  revokeOwn(call, tag.id, group.id, name)
  return null
}

function ownRow({ store }: Call, tag_id: number, group_id: number, given: RpcValue) {
  const name = sqlText(given)
  return store.group_package_listing
    .activeWith('tag_id', tag_id)
    .find(row => row.group_id === group_id && row.package === name)
}

function revokeOwn(call: Call, tag_id: number, group_id: number, name: RpcValue): void {
  const row = ownRow(call, tag_id, group_id, name)
  call.store.group_package_listing.revoke(call.tx, row === undefined ? [] : [row], call.author())
}
