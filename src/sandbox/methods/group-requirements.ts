import { isStruct, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { genericError } from '../fault.js'
import { effectiveGroup } from '../group-data.js'
import { findStrict, given } from '../lookup.js'
import { method } from '../method.js'
import { equal, truthy } from '../python.js'

export const groupRequirementMethods = [
  method(
    'groupReqListAdd',
    'grp_req_add(taginfo, grpinfo, reqinfo, block=False, force=False, **opts)',
    (call, tag, group, required, block, force, options) =>
      addRequirement(call, tag, group, required, {
        block: truthy(block),
        force: truthy(force),
        options: isStruct(options) ? options : {},
      }),
  ),
  method('groupReqListBlock', 'grp_req_block(taginfo, grpinfo, reqinfo)', (call, tag, group, required) =>
    addRequirement(call, tag, group, required, { block: true, force: false, options: {} }),
  ),
  method('groupReqListUnblock', 'grp_req_unblock(taginfo, grpinfo, reqinfo)', unblockRequirement),
  method('groupReqListRemove', 'grp_req_remove(taginfo, grpinfo, reqinfo, force=None)', removeRequirement),
]

// What Koji fills in where nothing is given and nothing was there.
const defaults = { type: 'mandatory', is_metapkg: false } as const
const fields = ['type', 'is_metapkg'] as const

/** Unlike for packages, `force` only gets past a block: with the same type, nothing is written. */
export function addRequirement(
  call: Call,
  tagInfo: RpcValue,
  groupInfo: RpcValue,
  requiredInfo: RpcValue,
  { block, force, options }: { block: boolean; force: boolean; options: RpcStruct },
): null {
  const { store, tx } = call
  call.assertPermission('tag')
  const tag = findStrict(store.tag, tagInfo)
  const group = findStrict(store.groups, groupInfo)
  const required = findStrict(store.groups, requiredInfo)
  const previous = effectiveGroup(store, tag, group.name, { required: required.name }).requirements.get(
    required.name,
  )
  if (previous?.blocked && !force) {
    throw genericError(
      `requirement on group ${required.name} blocked in group ${group.name}, tag ${tag.name}`,
    )
  }
  const base = previous ?? defaults
  const isChanged = fields.some(field => !equal(given(options, field, base[field]), base[field]))
  if (previous !== undefined && !isChanged && !block) return null

  const author = call.author()
  revokeOwn(call, tag.id, group.id, required.id)
  const row = {
    group_id: group.id,
    tag_id: tag.id,
    req_id: required.id,
    blocked: block,
    type: given(options, 'type', base.type),
    is_metapkg: given(options, 'is_metapkg', base.is_metapkg),
  }
  store.group_req_listing.insert(tx, row, author)
  return null
}

function unblockRequirement(
  call: Call,
  tagInfo: RpcValue,
  groupInfo: RpcValue,
  requiredInfo: RpcValue,
): null {
  call.assertPermission('tag')
  const tag = findStrict(call.store.tag, tagInfo)
  const group = findStrict(call.store.groups, groupInfo)
  const required = findStrict(call.store.groups, requiredInfo)
  if (!ownRow(call, tag.id, group.id, required.id)?.blocked) {
    throw genericError(`group req ${required.id} is NOT blocked in group ${group.id}, tag ${tag.id}`)
  }
  revokeOwn(call, tag.id, group.id, required.id)
  return null
}

export function removeRequirement(
  call: Call,
  tagInfo: RpcValue,
  groupInfo: RpcValue,
  requiredInfo: RpcValue,
): null {
  call.assertPermission('tag')
  const tag = findStrict(call.store.tag, tagInfo)
  const group = findStrict(call.store.groups, groupInfo)
  const required = findStrict(call.store.groups, requiredInfo)
  revokeOwn(call, tag.id, group.id, required.id)
  return null
}

function ownRow({ store }: Call, tag_id: number, group_id: number, req_id: number) {
  return store.group_req_listing
    .activeWith('tag_id', tag_id)
    .find(row => row.group_id === group_id && row.req_id === req_id)
}

function revokeOwn(call: Call, tag_id: number, group_id: number, req_id: number): void {
  const row = ownRow(call, tag_id, group_id, req_id)
  call.store.group_req_listing.revoke(call.tx, row === undefined ? [] : [row], call.author())
}
