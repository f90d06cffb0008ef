import type { RpcStruct, RpcValue } from '../hub/codec/value.js'
import type { ExtraValue } from '../koji/tag.js'
import { genericError } from './fault.js'
import { eventOf, reference } from './lookup.js'
import { repr } from './python.js'
import { parseJson } from './python-json.js'
import type { Store } from './store/store.js'

/** A tag with its own configuration, as `get_tag` finds it. */
export interface TagInfo {
  readonly id: number
  readonly name: string
  readonly perm_id: number | null
  readonly perm: string | null
  readonly arches: string | null
  readonly locked: boolean
  readonly maven_support: boolean
  readonly maven_include_all: boolean
  readonly extra: ReadonlyMap<string, ExtraValue>
  readonly revoke_event?: number | null
  readonly query_event?: RpcValue
}

/**
 * The tag if it exists at the event (`null` is now, `'auto'` just before it was deleted): if it has a
 * configuration then. Names, of permissions too, are always today's.
 */
export function findTag(store: Store, tagInfo: RpcValue, event: RpcValue = null): TagInfo | undefined {
  const key = reference(tagInfo)
  const tag = 'id' in key ? store.tag.byId(key.id) : store.tag.byName(key.name)
  const revoked = event === 'auto' && tag !== undefined ? revocation(store, tag.id) : null
  const queried = event === 'auto' ? (revoked === null ? null : revoked - 1) : event
  const at = eventOf(queried)
  if (tag === undefined) return undefined
  const [config] = store.tag_config.at(at, 'tag_id', tag.id)
  if (config === undefined) return undefined
  return {
    id: tag.id,
    name: tag.name,
    perm_id: config.perm_id,
    perm: store.permissions.nameOf(config.perm_id),
    arches: config.arches,
    locked: config.locked,
    maven_support: config.maven_support,
    maven_include_all: config.maven_include_all,
    extra: extraOf(store, tag.id, at),
    ...(revoked === null ? {} : { revoke_event: config.revoke_event }),
    ...(queried === null ? {} : { query_event: queried }),
  }
}

export function findTagStrict(store: Store, tagInfo: RpcValue, event: RpcValue = null): TagInfo {
  const tag = findTag(store, tagInfo, event)
  if (tag === undefined) throw genericError(`No such tagInfo: ${repr(tagInfo)}`)
  return tag
}

// When the tag was deleted, if it is.
function revocation(store: Store, tag_id: number): number | null {
  const newest = store.tag_config.rowsWith('tag_id', tag_id).at(-1)
  return newest?.revoke_event ?? null
}

export function extraOf(store: Store, tag_id: number, event: number | null): Map<string, ExtraValue> {
  const rows = store.tag_extra.at(event, 'tag_id', tag_id)
  return new Map(
    rows.map(({ key, value }) => [
      key,
      value === null ? { blocked: true } : { blocked: false, value: parseJson(value) },
    ]),
  )
}

/** The struct that `getTag` answers. */
export function tagStruct(tag: TagInfo, { blocked = false } = {}): RpcStruct {
  return { ...tag, extra: blocked ? extraWithBlocks(tag.extra) : extraWithoutBlocks(tag.extra) }
}

export function extraWithoutBlocks(extra: ReadonlyMap<string, ExtraValue>): RpcStruct {
  return Object.fromEntries([...extra].flatMap(([key, value]) => (value.blocked ? [] : [[key, value.value]])))
}

function extraWithBlocks(extra: ReadonlyMap<string, ExtraValue>): RpcStruct {
  return Object.fromEntries(
    [...extra].map(([key, value]) => [key, value.blocked ? [true, null] : [false, value.value]]),
  )
}
