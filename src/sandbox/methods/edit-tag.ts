import { isStruct, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { genericError, parameterError, typeError } from '../fault.js'
import { findStrict, member, parseArches, sqlText, verifyName } from '../lookup.js'
import { equal, hashKey, isList, iterate, str, truthy, typeName } from '../python.js'
import { jsonText } from '../python-json.js'
import { findTagStrict, type TagInfo } from '../tag-info.js'

const settings = ['perm_id', 'arches', 'locked', 'maven_support', 'maven_include_all'] as const

/**
 * Koji's `edit_tag`: a rename, then the settings, then extra values set, blocked and removed, all at one
 * event. What is told equal to what there is (to Python: `1 == True`) is no change, and no change is no event.
 */
export function editTag(call: Call, tagInfo: RpcValue, changes: RpcStruct): null {
  call.assertPermission('tag')
  const mentionsMaven = ['maven_support', 'maven_include_all'].some(key => Object.hasOwn(changes, key))
  if (mentionsMaven && !call.hub.options.enableMaven) throw genericError('Maven support not enabled')
  for (const key of ['remove_extra', 'block_extra']) assertList(member(changes, key) ?? null)
  const tag = findTagStrict(call.store, tagInfo)
  const perm = member(changes, Object.hasOwn(changes, 'perm_id') ? 'perm_id' : 'perm')
  const perm_id = perm === undefined || perm === null ? perm : findStrict(call.store.permissions, perm).id
  rename(call, tag, member(changes, 'name') ?? null)
  editSettings(call, tag, perm_id === undefined ? changes : { ...changes, perm_id })
  setExtra(call, tag, changes)
  blockExtra(call, tag, changes)
  removeExtra(call, tag, changes)
  return null
}

function assertList(value: RpcValue): void {
  if (!truthy(value) || isList(value)) return
  throw parameterError(
    `Invalid type for value '${str(value)}': ${typeName(value)}, expected type <class 'list'>`,
  )
}

/** A rename is not versioned; the names of deleted tags are taken, too. */
function rename({ store, tx }: Call, tag: TagInfo, given: RpcValue): void {
  if (!truthy(given) || given === tag.name) return
  const name = verifyName(given)
  const taken = store.tag.byName(name)
  if (taken !== undefined) throw genericError(`Name ${name} already taken by tag ${taken.id}`)
  store.tag.update(tx, { id: tag.id, name })
}

function editSettings(call: Call, tag: TagInfo, changes: RpcStruct): void {
  const arches = member(changes, 'arches') ?? null
  const parsed =
    truthy(arches) && !equal(arches, tag.arches)
      ? { ...changes, arches: parseArches(arches, { strict: true }) }
      : changes
  const values = new Map<string, RpcValue>()
  let isChanged = false
  for (const key of settings) {
    const value = member(parsed, key)
    const differs = value !== undefined && !equal(value, tag[key])
    isChanged ||= differs
    values.set(key, differs ? value : tag[key])
  }
  if (!isChanged) return

  const { tag_config } = call.store
  const author = call.author()
  const value = (key: string) => values.get(key) ?? null
  tag_config.revoke(call.tx, tag_config.activeWith('tag_id', tag.id), author)
  const row = {
    tag_id: tag.id,
    arches: value('arches'),
    perm_id: value('perm_id'),
    locked: value('locked'),
    maven_support: value('maven_support'),
    maven_include_all: value('maven_include_all'),
  }
  tag_config.insert(call.tx, row, author)
}

function setExtra(call: Call, tag: TagInfo, changes: RpcStruct): void {
  const extra = member(changes, 'extra')
  if (extra === undefined) return
  const removed = ['block_extra', 'remove_extra'].flatMap(key => iterate(member(changes, key) ?? []))
  const removedKeys = new Set(removed.map(hashKey))
  const conflict = iterate(extra).find(key => removedKeys.has(hashKey(key)))
  if (conflict !== undefined) {
    throw genericError(`Can not both add/update and remove tag-extra: '${str(conflict)}'`)
  }
  if (!isStruct(extra)) {
    if (iterate(extra).length === 0) return
    throw typeError('indices must be integers or slices')
  }
  for (const [key, value] of Object.entries(extra)) {
    const old = tag.extra.get(key)
    const isSame = old !== undefined && !old.blocked && equal(old.value, value)
    if (!isSame) replaceExtra(call, tag, key, jsonText(value))
  }
}

/** Never a no-op: blocking what is blocked makes a new row. */
function blockExtra(call: Call, tag: TagInfo, changes: RpcStruct): void {
  const keys = member(changes, 'block_extra')
  if (keys === undefined) return
  for (const key of iterate(keys)) replaceExtra(call, tag, key, null)
}

/** Looks at the tag as it was before the call; a blocked key counts as absent. */
function removeExtra(call: Call, tag: TagInfo, changes: RpcStruct): void {
  const given = member(changes, 'remove_extra')
  if (given === undefined) return
  const keys = iterate(given)
  const absent = keys.filter(key => {
    const old = tag.extra.get(String(hashKey(key)))
    return typeof key !== 'string' || old === undefined || old.blocked
  })
  if (absent.some(key => typeof key !== 'string')) throw typeError('sequence item 0: expected str instance')
  if (absent.length > 0) throw genericError(`Tag: ${tag.name} doesn't have extra: ${absent.join(', ')}`)
  for (const key of keys) revokeExtra(call, tag, key)
}

function replaceExtra(call: Call, tag: TagInfo, key: RpcValue, value: string | null): void {
  revokeExtra(call, tag, key)
  call.store.tag_extra.insert(call.tx, { tag_id: tag.id, key, value }, call.author())
}

function revokeExtra(call: Call, tag: TagInfo, given: RpcValue): void {
  const { tag_extra } = call.store
  const key = sqlText(given)
  const rows = tag_extra.activeWith('tag_id', tag.id).filter(row => row.key === key)
  tag_extra.revoke(call.tx, rows, call.author())
}
