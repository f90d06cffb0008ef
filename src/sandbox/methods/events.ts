import { Double, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { convertBool, convertInt, convertIntOrNone } from '../convert.js'
import { databaseError, genericError } from '../fault.js'
import { double, findStrict } from '../lookup.js'
import { method } from '../method.js'
import { isFloat, isInt, isList, truthy, typeName } from '../python.js'
import type { HubEvent } from '../store/event-table.js'
import { firstChange, lastChange, tagTables } from '../tag-changes.js'
import { findTagStrict } from '../tag-info.js'

export const eventMethods = [
  method('getEvent', 'RootExports.getEvent(id, strict=True)', ({ store }, id, strict) => {
    const event = convertInt(id)
    return eventStruct(store.events.byId(event), convertBool(strict))
  }),
  method('getLastEvent', 'RootExports.getLastEvent(before=None, strict=True)', ({ store }, before, given) => {
    const strict = convertBool(given)
    if (before === null) return eventStruct(store.events.last(), strict)
    if (typeof before === 'boolean')
      throw databaseError('operator does not exist: double precision < boolean')
    if (!isInt(before) && !isFloat(before)) {
      throw genericError(`Invalid type for before: ${typeName(before)}`)
    }
    const time = before instanceof Double ? before.value : before
    const event = store.events.rows().findLast(event => event.time < time)
    return eventStruct(event, strict)
  }),
  method('tagChangedSinceEvent', 'tag_changed_since_event(event, taglist)', tagChangedSinceEvent),
  method(
    'tagLastChangeEvent',
    'tag_last_change_event(tag, before=None, inherit=True)',
    ({ store }, tagInfo, before, inherit) => {
      const tag = findTagStrict(store, tagInfo, 'auto')
      return lastChange(store, tag, { before: convertIntOrNone(before), inherit: truthy(inherit) })
    },
  ),
  method(
    'tagFirstChangeEvent',
    'tag_first_change_event(tag, after=None, inherit=True)',
    ({ store }, tagInfo, after, inherit) => {
      const { id } = findStrict(store.tag, tagInfo)
      return firstChange(store, id, { after: convertIntOrNone(after), inherit: truthy(inherit) })
    },
  ),
]

function eventStruct(event: HubEvent | undefined, strict: boolean): RpcStruct | null {
  if (event !== undefined) return { id: event.id, ts: double(event.time) }
  if (strict) throw genericError('query returned no rows')
  return null
}

/** Whether a row of these tags (ids; what they inherit from is not looked at) is younger than the event. */
function tagChangedSinceEvent({ store }: Call, event: RpcValue, taglist: RpcValue): boolean {
  // SQL compares with null to no effect.
  const since = event === null ? Number.POSITIVE_INFINITY : numberOf(event)
  if (!isList(taglist) || taglist.length === 0) throw databaseError('syntax error')
  const tags = taglist.map(tag => {
    if (typeof tag !== 'number') throw databaseError('operator does not exist')
    return tag
  })
  return tagTables(store).some(table =>
    tags.some(tag =>
      table.rowsWith('tag_id', tag).some(row => row.create_event > since || (row.revoke_event ?? 0) > since),
    ),
  )
}

function numberOf(event: RpcValue): number {
  if (typeof event === 'number') return event
  if (event instanceof Double) return event.value
  throw databaseError('operator does not exist')
}
