import { isStruct, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import type { EffectiveGroup, From } from '../../koji/groups.js'
import {
  defaultGroupConfig,
  type GroupConfig,
  type GroupPackage,
  type GroupRequirement,
} from '../../koji/tag.js'
import type { Call } from '../call.js'
import { genericError } from '../fault.js'
import { groupsOf } from '../group-data.js'
import { eventOf, findOrCreate, findStrict, given } from '../lookup.js'
import { method } from '../method.js'
import { equal, truthy } from '../python.js'
import type { Store } from '../store/store.js'
import { findTagStrict } from '../tag-info.js'

export const groupMethods = [
  method(
    'getTagGroups',
    'readTagGroups(tag, event=None, inherit=True, incl_pkgs=True, incl_reqs=True, incl_blocked=False)',
    getTagGroups,
  ),
  method(
    'groupListAdd',
    'grplist_add(taginfo, grpinfo, block=False, force=False, **opts)',
    (call, tag, group, block, force, options) =>
      addGroup(call, tag, group, {
        block: truthy(block),
        force: truthy(force),
        options: isStruct(options) ? options : {},
      }),
  ),
  method('groupListBlock', 'grplist_block(taginfo, grpinfo)', (call, tag, group) =>
    addGroup(call, tag, group, { block: true, force: false, options: {} }),
  ),
  method('groupListUnblock', 'grplist_unblock(taginfo, grpinfo)', unblockGroup),
  method('groupListRemove', 'grplist_remove(taginfo, grpinfo, force=False)', removeGroup),
]

function getTagGroups(
  { store }: Call,
  tag: RpcValue,
  event: RpcValue,
  inherit: RpcValue,
  withPackages: RpcValue,
  withRequirements: RpcValue,
  withBlocked: RpcValue,
): RpcValue {
  const { id } = findStrict(store.tag, tag)
  const groups = groupsOf(store, id, eventOf(event), { inherit: truthy(inherit) })
  const isShown = ({ blocked }: { blocked: boolean }) => truthy(withBlocked) || !blocked
  return [...groups]
    .filter(([, group]) => isShown(group.config))
    .map(([name, group]) => ({
      ...groupStruct(store, name, group.config),
      ...(truthy(withPackages) && { packagelist: packageStructs(store, name, group).filter(isShown) }),
      ...(truthy(withRequirements) && { grouplist: requirementStructs(store, name, group).filter(isShown) }),
    }))
}

function groupStruct(store: Store, name: string, group: From<GroupConfig, number>): RpcStruct {
  return {
    group_id: groupId(store, name),
    name,
    tag_id: group.from,
    blocked: group.blocked,
    exported: group.exported,
    display_name: group.display_name,
    is_default: group.is_default,
    uservisible: group.uservisible,
    description: group.description,
    langonly: group.langonly,
    biarchonly: group.biarchonly,
  }
}

function packageStructs(store: Store, name: string, { packages }: EffectiveGroup<number>) {
  return [...packages].map(([packageName, row]: [string, From<GroupPackage, number>]) => ({
    group_id: groupId(store, name),
    tag_id: row.from,
    package: packageName,
    blocked: row.blocked,
    type: row.type,
    basearchonly: row.basearchonly,
    requires: row.requires,
  }))
}

function requirementStructs(store: Store, name: string, { requirements }: EffectiveGroup<number>) {
  return [...requirements].map(([required, row]: [string, From<GroupRequirement, number>]) => ({
    group_id: groupId(store, name),
    tag_id: row.from,
    req_id: groupId(store, required),
    name: required,
    blocked: row.blocked,
    type: row.type,
    is_metapkg: row.is_metapkg,
  }))
}

function groupId(store: Store, name: string): number | null {
  return store.groups.byName(name)?.id ?? null
}

const configFields = [
  'exported',
  'display_name',
  'is_default',
  'uservisible',
  'description',
  'langonly',
  'biarchonly',
] as const

/**
 * Options that are not given stay as they are, inherited ones included; if nothing changes, nothing is
 * written, even where the group is only inherited.
 */
export function addGroup(
  call: Call,
  tagInfo: RpcValue,
  groupInfo: RpcValue,
  { block, force, options }: { block: boolean; force: boolean; options: RpcStruct },
): null {
  const { store, tx } = call
  call.assertPermission('tag')
  const tag = findTagStrict(store, tagInfo)
  const group = findOrCreate(call, store.groups, groupInfo)
  const previous = groupsOf(store, tag.id, null, { only: {} }).get(group.name)?.config
  if (previous?.blocked && !force) {
    throw genericError(`group ${group.name} is blocked in tag ${tag.name}`)
  }
  const base = previous ?? defaultGroupConfig(group.name)
  const value = (field: (typeof configFields)[number]) => given(options, field, base[field])
  const isChanged = block !== base.blocked || configFields.some(field => !equal(value(field), base[field]))
  if (previous !== undefined && !isChanged) return null

  const author = call.author()
  revokeOwn(call, tag.id, group.id)
  const row = {
    group_id: group.id,
    tag_id: tag.id,
    blocked: block,
    exported: value('exported'),
    display_name: value('display_name'),
    is_default: value('is_default'),
    uservisible: value('uservisible'),
    description: value('description'),
    langonly: value('langonly'),
    biarchonly: value('biarchonly'),
  }
  store.group_config.insert(tx, row, author)
  return null
}

/** Takes away a block that the tag itself has. The group does not come back: the row is gone. */
function unblockGroup(call: Call, tagInfo: RpcValue, groupInfo: RpcValue): null {
  call.assertPermission('tag')
  const tag = findStrict(call.store.tag, tagInfo)
  const group = findStrict(call.store.groups, groupInfo)
  if (!ownRow(call, tag.id, group.id)?.blocked) {
    throw genericError(`group ${group.name} is NOT blocked in tag ${tag.name}`)
  }
  revokeOwn(call, tag.id, group.id)
  return null
}

/** Leaves the group's packages and requirements: they show again when the group does. */
function removeGroup(call: Call, tagInfo: RpcValue, groupInfo: RpcValue, force: RpcValue): null {
  call.assertPermission('tag')
  const tag = findTagStrict(call.store, tagInfo)
  const group = findStrict(call.store.groups, groupInfo)
  if (!truthy(force) && ownRow(call, tag.id, group.id) === undefined) {
    throw genericError(`No group: ${group.name} found for tag: ${tag.name}`)
  }
  revokeOwn(call, tag.id, group.id)
  return null
}

function ownRow({ store }: Call, tag_id: number, group_id: number) {
  return store.group_config.activeWith('tag_id', tag_id).find(row => row.group_id === group_id)
}

function revokeOwn(call: Call, tag_id: number, group_id: number): void {
  const row = ownRow(call, tag_id, group_id)
  call.store.group_config.revoke(call.tx, row === undefined ? [] : [row], call.author())
}
