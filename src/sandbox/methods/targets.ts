import { isStruct, type RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { genericError } from '../fault.js'
import { eventOf, find, findOrCreate, reference, verifyName } from '../lookup.js'
import { method } from '../method.js'
import { isInt, str, truthy } from '../python.js'
import { QueryOptions } from '../query-options.js'
import type { Store } from '../store/store.js'
import { findTag } from '../tag-info.js'

export const targetMethods = [
  method(
    'getBuildTargets',
    'get_build_targets(info=None, event=None, buildTagID=None, destTagID=None, queryOpts=None)',
    ({ store }, info, event, buildTag, destTag, queryOpts) => {
      const isWanted = [tagFilter(store, 'build_tag', buildTag), tagFilter(store, 'dest_tag', destTag)]
      const rows = targetsOf(store, info, event).filter(row => isWanted.every(filter => filter(row)))
      return new QueryOptions(queryOpts, columns).apply(rows)
    },
  ),
  method(
    'getBuildTarget',
    'get_build_target(info, event=None, strict=False)',
    ({ store }, info, event, strict) => {
      const [target, ...others] = targetsOf(store, info, event)
      if (target !== undefined && others.length === 0) return target
      if (truthy(strict)) throw genericError(`No such build target: ${str(info)}`)
      return null
    },
  ),
  method('createBuildTarget', 'create_build_target(name, build_tag, dest_tag)', createTarget),
  method('editBuildTarget', 'edit_build_target(buildTargetInfo, name, build_tag, dest_tag)', editTarget),
  method('deleteBuildTarget', 'delete_build_target(buildTargetInfo)', deleteTarget),
]

const columns = ['id', 'name', 'build_tag', 'build_tag_name', 'dest_tag', 'dest_tag_name'] as const
type TargetStruct = { readonly [K in (typeof columns)[number]]: RpcValue }

/** The targets at an event; a false `info` (`null`, `''`, 0) means all of them. */
function targetsOf(store: Store, info: RpcValue, event: RpcValue): TargetStruct[] {
  const at = eventOf(event)
  const table = store.build_target_config
  const wanted = truthy(info) ? reference(info) : undefined
  const id =
    wanted === undefined ? undefined : 'id' in wanted ? wanted.id : store.build_target.byName(wanted.name)?.id
  const rows =
    wanted === undefined ? table.allAt(at) : id === undefined ? [] : table.at(at, 'build_target_id', id)
  return rows.map(row => ({
    id: row.build_target_id,
    name: store.build_target.nameOf(row.build_target_id),
    build_tag: row.build_tag,
    build_tag_name: store.tag.nameOf(row.build_tag),
    dest_tag: row.dest_tag,
    dest_tag_name: store.tag.nameOf(row.dest_tag),
  }))
}

function tagFilter(
  store: Store,
  column: 'build_tag' | 'dest_tag',
  tag: RpcValue,
): (row: TargetStruct) => boolean {
  if (tag === null) return () => true
  const id =
    typeof tag === 'string' || isStruct(tag) ? find(store.tag, tag)?.id : isInt(tag) ? Number(tag) : undefined
  return row => row[column] === id
}

function createTarget(call: Call, given: RpcValue, buildTag: RpcValue, destTag: RpcValue): null {
  const { store, tx } = call
  call.assertPermission('target')
  const name = verifyName(given)
  if (targetsOf(store, name, null).length > 0) {
    throw genericError(`A build target with the name '${name}' already exists`)
  }
  const tags = tagsOf(store, buildTag, destTag)
  const build_target_id = findOrCreate(call, store.build_target, name).id
  store.build_target_config.insert(tx, { build_target_id, ...tags }, call.author())
  return null
}

/** Writes a new row even if nothing differs, and brings a deleted target back. */
function editTarget(
  call: Call,
  info: RpcValue,
  given: RpcValue,
  buildTag: RpcValue,
  destTag: RpcValue,
): null {
  const { store, tx } = call
  call.assertPermission('target')
  const name = verifyName(given)
  const target = find(store.build_target, info)
  if (target === undefined) throw genericError(`No such build target: ${str(info)}`)
  const tags = tagsOf(store, buildTag, destTag)
  if (target.name !== name) {
    const taken = store.build_target.byName(name)
    if (taken !== undefined) throw genericError(`name "${name}" is already taken by build target ${taken.id}`)
    store.build_target.update(tx, { id: target.id, name })
  }
  const author = call.author()
  store.build_target_config.revokeWith(tx, 'build_target_id', target.id, author)
  store.build_target_config.insert(tx, { build_target_id: target.id, ...tags }, author)
  return null
}

/** Succeeds, and makes an event, even if the target is deleted already. */
function deleteTarget(call: Call, info: RpcValue): null {
  call.assertPermission('target')
  const target = find(call.store.build_target, info)
  if (target === undefined) throw genericError(`No such build target: ${str(info)}`)
  call.store.build_target_config.revokeWith(call.tx, 'build_target_id', target.id, call.author())
  return null
}

function tagsOf(
  store: Store,
  buildTag: RpcValue,
  destTag: RpcValue,
): { build_tag: number; dest_tag: number } {
  const build = findTag(store, buildTag)
  if (build === undefined) throw genericError(`build tag '${str(buildTag)}' does not exist`)
  const dest = findTag(store, destTag)
  if (dest === undefined) throw genericError(`destination tag '${str(destTag)}' does not exist`)
  return { build_tag: build.id, dest_tag: dest.id }
}
