import type { Call } from '../koji/call.js'
import type { Origin } from '../koji/live-state.js'
import { AsOf } from './as-of.js'
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

/** Asks for the newest row of a resource, now or as of an event; takes nothing where there never was one. */
export function askNewest(
  batch: Batch,
  kind: keyof typeof configTables,
  name: string,
  { inForce, revoked }: Newest,
  asOf: AsOf = new AsOf(),
): void {
  const { filter, table } = configTables[kind]
  batch.add(
    { method: 'queryHistory', params: [], named: { [filter]: name, tables: [table], ...newest(asOf) } },
    value => {
      const row = newestOf(Row.from(value, 'queryHistory').rows(table), asOf)
      const end = row && endOf(row, asOf)
      if (row !== undefined && end === null) inForce?.(row)
      else if (end) revoked(end)
    },
    isUnknownName,
  )
}

function newest({ event }: AsOf): RpcStruct {
  // A row that is not in force has NULL there, which sorts last. Of the past, Koji sorts nothing for us.
  return event === undefined
    ? { queryOpts: { order: 'active,-create_event', limit: 1 } }
    : { beforeEvent: event + 1 }
}

function newestOf(rows: readonly Row[], { event }: AsOf): Row | undefined {
  if (event === undefined) return rows.at(0)
  const made = rows.filter(row => row.integer('create_event') <= event)
  return made.sort((a, b) => lastOf(a, event) - lastOf(b, event)).at(-1)
}

// A row that is in force outlasts all others; of those that are not, the last one to end is the newest.
function lastOf(row: Row, event: number): number {
  const end = row.integerOrNull('revoke_event')
  return end === null || end > event ? Number.POSITIVE_INFINITY : end
}

function endOf(row: Row, { event }: AsOf): Origin | null {
  const end = readEnd(row)
  return end === null || (event !== undefined && end.event > event) ? null : end
}

export function isUnknownName(fault: KojiFault): boolean {
  return fault.isUnknownName
}
