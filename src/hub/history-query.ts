import type { Call } from '../koji/call.js'
import type { Origin } from '../koji/live-state.js'
import type { Batch } from './batch.js'
import type { RpcStruct, RpcValue } from './codec/value.js'
import type { KojiFault } from './fault.js'
import { Row } from './row.js'
import { readEnd } from './row-values.js'

/** The rows that are in force of some tables; `queryOpts` counts or limits those of each table. */
export function history(
  filter: { readonly [name: string]: string },
  tables: readonly string[],
  queryOpts?: RpcStruct,
): Call<RpcValue> {
  const named = { ...filter, tables: [...tables], active: true, ...(queryOpts && { queryOpts }) }
  return { method: 'queryHistory', params: [], named }
}

/** Where a kind of resource has the row that makes it exist, and the filter that names one. */
const configTables = {
  tags: { filter: 'tag', table: 'tag_config' },
  targets: { filter: 'build_target', table: 'build_target_config' },
  external_repos: { filter: 'external_repo', table: 'external_repo_config' },
} as const

/** What becomes of the answer: the row in force, or else who revoked the last one. */
export interface Newest {
  readonly inForce?: (row: Row) => void
  readonly revoked: (deletion: Origin) => void
}

/** Asks for the newest row of a resource; takes nothing where there never was one. */
export function askNewest(
  batch: Batch,
  kind: keyof typeof configTables,
  name: string,
  { inForce, revoked }: Newest,
): void {
  const { filter, table } = configTables[kind]
  // A row that is not in force has NULL there, which sorts last.
  const queryOpts = { order: 'active,-create_event', limit: 1 }
  const call = {
    method: 'queryHistory',
    params: [],
    named: { [filter]: name, tables: [table], queryOpts },
  }
  batch.add(
    call,
    value => {
      const row = Row.from(value, 'queryHistory').rows(table).at(0)
      if (row?.flagOrNull('active')) inForce?.(row)
      else {
        const end = row && readEnd(row)
        if (end) revoked(end)
      }
    },
    isUnknownName,
  )
}

export function isUnknownName(fault: KojiFault): boolean {
  return fault.isUnknownName
}
