import type { Call } from '../koji/call.js'
import { isStruct, type RpcStruct, type RpcValue } from './codec/value.js'
import { Row } from './row.js'

/** How reads ask for the state as of an event, or as of now. Names of tags are today's in any case. */
export class AsOf {
  /** @param event none is now */
  constructor(readonly event?: number | undefined) {}

  /** Keyword arguments for the methods that know events. */
  get named(): RpcStruct {
    return this.event === undefined ? {} : { event: this.event }
  }

  /** `queryHistory` of the rows that are valid then. It knows no event: older rows come along, too. */
  history(filter: RpcStruct, tables: readonly string[]): Call<RpcValue> {
    const time = this.event === undefined ? { active: true } : { beforeEvent: this.event + 1 }
    return { method: 'queryHistory', params: [], named: { ...filter, tables, ...time } }
  }

  /** The answer to `history`, without the rows that were not valid then. */
  tables(value: RpcValue): Row {
    return this.event === undefined ? Row.from(value, 'queryHistory') : this.inForce(value)
  }

  /** The rows that are valid then, out of an answer with all that there ever were. */
  inForce(value: RpcValue): Row {
    if (!isStruct(value)) return Row.from(value, 'queryHistory')
    const event = this.event ?? Number.POSITIVE_INFINITY
    const valid = Object.entries(value).map(([table, rows]): [string, RpcValue] => [
      table,
      Array.isArray(rows) ? rows.filter(row => isStruct(row) && isValidAt(event, row)) : rows,
    ])
    return Row.from(Object.fromEntries(valid), 'queryHistory')
  }
}

function isValidAt(event: number, { create_event, revoke_event = null }: RpcStruct): boolean {
  const isRevoked = typeof revoke_event === 'number' && revoke_event <= event
  return typeof create_event === 'number' && create_event <= event && !isRevoked
}
