import { isStruct, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import { evaluated, Lazy } from '../answer.js'
import type { Call } from '../call.js'
import { genericError } from '../fault.js'
import { type Filter, filtersOf, type HistoryRow } from '../history-filter.js'
import { nameJoins } from '../history-tables.js'
import { double, member } from '../lookup.js'
import { method } from '../method.js'
import { iterate, str } from '../python.js'
import { QueryOptions } from '../query-options.js'
import { type Store, type VersionedTableName, versionedTables } from '../store/store.js'

export const historyMethods = [
  method('queryHistory', 'query_history(tables=None, **kwargs)', (call, tables, filters) =>
    queryHistory(call, tables, isStruct(filters) ? filters : {}),
  ),
]

/** Every table that the filters apply to; filters that Koji does not know are passed over. */
function queryHistory(call: Call, tables: RpcValue, given: RpcStruct): Lazy {
  const names = tables === null ? versionedTables : iterate(tables).map(tableName)
  const answers = names.flatMap((name): [string, RpcValue | Lazy][] => {
    const filters = filtersOf(call, name, given)
    if (filters === undefined) return []
    const options = new QueryOptions(member(given, 'queryOpts') ?? null, columnsOf(call.store, name, filters))
    return [[name, options.applyLazily(() => select(call.store, name, filters))]]
  })
  return new Lazy(() => Object.fromEntries(answers.map(([name, answer]) => [name, evaluated(answer)])))
}

function tableName(name: RpcValue): VersionedTableName {
  const known = versionedTables.find(table => table === name)
  if (known === undefined) throw genericError(`No such history table: ${str(name)}`)
  return known
}

function select(store: Store, name: VersionedTableName, filters: readonly Filter[]): RpcStruct[] {
  for (const filter of filters) filter.check?.()
  const isWanted = (row: HistoryRow) =>
    filters.every(
      ({ where, test }) =>
        (where === undefined || where.columns.some(column => row[column] === where.value)) &&
        (test === undefined || test(row)),
    )
  return indexed(name, candidates(store, name, filters).filter(isWanted)).map(row => {
    const flags = filters.flatMap(filter => filter.flags?.of(row) ?? [])
    return Object.assign(rowStruct(store, name, row), ...flags)
  })
}

/**
 * Koji leaves the order to the database, which reads extra settings through their index on tag and key: those
 * of one event, that `koji list-history` shows side by side, come by their keys.
 */
function indexed(name: VersionedTableName, rows: HistoryRow[]): HistoryRow[] {
  if (name !== 'tag_extra') return rows
  return rows.sort((a, b) => (String(a.key) < String(b.key) ? -1 : a.key === b.key ? 0 : 1))
}

/** The rows to look at: where a filter names a thing, only those that an index gives. */
function candidates(
  store: Store,
  name: VersionedTableName,
  filters: readonly Filter[],
): readonly HistoryRow[] {
  const where = filters.find(filter => filter.where !== undefined)?.where
  return where === undefined ? store[name].rows() : store[name].rowsWithAny(where.columns, where.value)
}

const commonColumns = [
  'active',
  'create_event',
  'create_ts',
  'creator_id',
  'creator_name',
  'revoke_event',
  'revoke_ts',
  'revoker_id',
  'revoker_name',
]

function columnsOf(store: Store, name: VersionedTableName, filters: readonly Filter[]): string[] {
  const own = Object.keys(store[name].definition.columns)
  const names = [...nameJoins[name].map(join => join.label), ...(name === 'tag_listing' ? buildColumns : [])]
  return [...commonColumns, ...own, ...names, ...filters.flatMap(filter => filter.flags?.names ?? [])]
}

function rowStruct(store: Store, name: VersionedTableName, row: HistoryRow): RpcStruct {
  // Column by column: a large answer has hundreds of thousands of rows.
  const struct: { [column: string]: RpcValue } = {
    active: row.active,
    create_event: row.create_event,
    create_ts: double(store.events.timeOf(row.create_event)),
    creator_id: row.creator_id,
    creator_name: store.users.nameOf(row.creator_id),
    revoke_event: row.revoke_event,
    revoke_ts: double(store.events.timeOf(row.revoke_event)),
    revoker_id: row.revoker_id,
    revoker_name: store.users.nameOf(row.revoker_id),
  }
  for (const column of store[name].columns) struct[column] = row[column] ?? null
  for (const { column, table, label } of nameJoins[name]) {
    const id = row[column]
    struct[label] = store[table].nameOf(typeof id === 'number' ? id : null)
  }
  if (typeof row.build_id === 'number') Object.assign(struct, buildFields(store, row.build_id))
  return struct
}

// What Koji joins to `tag_listing` of the build that is tagged.
const buildColumns = ['name', 'version', 'release', 'epoch', 'build.state']

function buildFields(store: Store, id: number): RpcStruct {
  const build = store.builds.byId(id)
  if (build === undefined) return {}
  const { package_id, version, release, epoch, state } = build
  const values = [store.package.nameOf(package_id), version, release, epoch, state]
  return Object.fromEntries(buildColumns.map((column, index) => [column, values[index] ?? null]))
}
