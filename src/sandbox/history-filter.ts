import { Double, type RpcStruct, type RpcValue } from '../hub/codec/value.js'
import { findBuildStrict } from './build-info.js'
import type { Call } from './call.js'
import { databaseError } from './fault.js'
import { nameJoins } from './history-tables.js'
import { find, findStrict } from './lookup.js'
import { repr, str, truthy, typeName } from './python.js'
import { integer, type Stored } from './store/column.js'
import type { NameTableName, Store, VersionedTableName } from './store/store.js'
import type { Version } from './store/versioned-table.js'
import { findUserStrict } from './user-info.js'

/** A version of any table. */
export type HistoryRow = Version & { readonly [column: string]: Stored }

/** One filter of `queryHistory`, as it applies to one table. */
export interface Filter {
  /** the row must have this value in one of these columns */
  readonly where?: { readonly columns: readonly string[]; readonly value: Stored }
  /** the row must pass */
  readonly test?: (row: HistoryRow) => boolean
  /** what the filter adds to a row */
  readonly flags?: { readonly names: readonly string[]; readonly of: (row: HistoryRow) => RpcStruct }
  /** what can fail only when the query runs */
  readonly check?: () => void
}

/**
 * The filters that narrow a query of one table, or `undefined` if one asks for a kind of thing that the table
 * does not know: it is then left out of the answer. What is asked for must exist.
 */
export function filtersOf(call: Call, table: VersionedTableName, given: RpcStruct): Filter[] | undefined {
  const filters: Filter[] = []
  for (const [name, value] of Object.entries(given)) {
    const filter = known.get(name)?.(call, table, value)
    if (filter === 'inapplicable') return undefined
    if (filter !== undefined) filters.push(filter)
  }
  return filters
}

type MakeFilter = (
  call: Call,
  table: VersionedTableName,
  value: RpcValue,
) => Filter | 'inapplicable' | undefined
type FindId = (call: Call, value: RpcValue) => number | null

const known = new Map<string, MakeFilter>([
  ['tag', tagFilter],
  ['build', buildFilter],
  ['package', packageFilter],
  ['user', referring('users', (call, value) => findUserStrict(call, value).id)],
  ['permission', referring('permissions', ({ store }, value) => findStrict(store.permissions, value).id)],
  [
    'external_repo',
    referring('external_repo', ({ store }, value) => findStrict(store.external_repo, value).id),
  ],
  ['build_target', referring('build_target', ({ store }, value) => findStrict(store.build_target, value).id)],
  ['group', referring('groups', ({ store }, value) => findStrict(store.groups, value).id)],
  ['cg', referring('content_generator', ({ store }, value) => findStrict(store.content_generator, value).id)],
  ['host', referring('host', ({ store }, value) => find(store.host, value)?.id ?? null)],
  ['channel', referring('channels', ({ store }, value) => find(store.channels, value)?.id ?? null)],
  ['xkey', (_call, table, value) => (table === 'tag_extra' ? equals('key', str(value)) : 'inapplicable')],
  ['active', activeFilter],
  ['editor', editorFilter],
  ['after', timeFilter('after')],
  ['before', timeFilter('before')],
  ['afterEvent', eventFilter('after')],
  ['beforeEvent', eventFilter('before')],
])

function equals(column: string, value: Stored): Filter {
  return { where: { columns: [column], value } }
}

/** By the last column that refers to a table, as Koji's joins have it. */
function referring(table: NameTableName, findId: FindId): MakeFilter {
  return (call, historyTable, value) => {
    const join = nameJoins[historyTable].findLast(join => join.table === table)
    return join === undefined ? 'inapplicable' : equals(join.column, findId(call, value))
  }
}

function tagFilter(
  call: Call,
  table: VersionedTableName,
  value: RpcValue,
): Filter | 'inapplicable' | undefined {
  const findId: FindId = ({ store }) => findStrict(store.tag, value).id
  if (table !== 'tag_inheritance') return referring('tag', findId)(call, table, value)
  return { where: { columns: ['tag_id', 'parent_id'], value: findId(call, value) } }
}

function buildFilter({ store }: Call, table: VersionedTableName, value: RpcValue): Filter | 'inapplicable' {
  if (table !== 'tag_listing') return 'inapplicable'
  return equals('build_id', findBuildStrict(store, value).id)
}

/** The packages of groups are names of rpms, not of packages: any text will do. */
function packageFilter(
  call: Call,
  table: VersionedTableName,
  value: RpcValue,
): Filter | 'inapplicable' | undefined {
  if (table === 'group_package_listing') return equals('package', str(value))
  // What a table does not know is not looked up, so that another filter's fault may come first.
  const findId: FindId = ({ store }) => findStrict(store.package, value).id
  if (table !== 'tag_listing') return referring('package', findId)(call, table, value)
  const id = findId(call, value)
  return { test: row => packageOfBuild(call.store, row) === id }
}

function packageOfBuild({ builds }: Store, { build_id }: HistoryRow): number | undefined {
  return typeof build_id === 'number' ? builds.byId(build_id)?.package_id : undefined
}

function activeFilter(_call: Call, _table: VersionedTableName, value: RpcValue): Filter | undefined {
  if (value === null) return undefined
  const wanted = truthy(value) ? true : null
  return { test: row => row.active === wanted }
}

function editorFilter(call: Call, _table: VersionedTableName, value: RpcValue): Filter {
  const editor = findUserStrict(call, value).id
  return {
    test: row => row.creator_id === editor || row.revoker_id === editor,
    flags: {
      names: ['_created_by', '_revoked_by'],
      of: row => ({
        _created_by: row.creator_id === editor,
        _revoked_by: row.revoker_id === null ? null : row.revoker_id === editor,
      }),
    },
  }
}

type Direction = 'after' | 'before'

function eventFilter(direction: Direction): MakeFilter {
  return (_call, _table, value) => {
    const limit = () => eventLimit(value)
    return comparison(direction, '_event', limit, row => [row.create_event, row.revoke_event])
  }
}

function timeFilter(direction: Direction): MakeFilter {
  return ({ store }, _table, value) => {
    const limit = timeLimit(value)
    return comparison(direction, '', limit, row => timesOf(store, row))
  }
}

/** Rows made or revoked on one side of a limit; the flags say which. */
function comparison(
  direction: Direction,
  suffix: string,
  limit: () => number | null,
  momentsOf: (row: HistoryRow) => [number | null, number | null],
): Filter {
  const isWithin = (moment: number | null): boolean | null => {
    const border = limit()
    if (moment === null || border === null) return null
    return direction === 'after' ? moment > border : moment < border
  }
  const [created, revoked] = [`_created_${direction}${suffix}`, `_revoked_${direction}${suffix}`]
  return {
    check: limit,
    test: row => momentsOf(row).some(isWithin),
    flags: {
      names: [created, revoked],
      of: row => {
        const [made, ended] = momentsOf(row)
        return { [created]: isWithin(made), [revoked]: isWithin(ended) }
      },
    },
  }
}

function timesOf({ events }: Store, row: HistoryRow): [number | null, number | null] {
  return [events.timeOf(row.create_event), events.timeOf(row.revoke_event)]
}

function eventLimit(value: RpcValue): number | null {
  if (value === null) return null
  if (typeof value === 'number') return value
  if (value instanceof Double) return value.value
  return integer(typeof value === 'string' ? value : null)
}

/** A number is checked at once; text is for the database, which looks at it only when the query runs. */
function timeLimit(value: RpcValue): () => number {
  if (typeof value === 'number') return () => value
  if (value instanceof Double) return () => value.value
  if (typeof value === 'boolean') return () => Number(value)
  if (typeof value !== 'string') throw databaseError(`${typeName(value)} cannot be interpreted as a time`)
  return () => parseTime(value)
}

const timeFormat = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?)(\.\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i

function parseTime(text: string): number {
  const [, date, clock = '00:00', fraction = '0', zone = 'Z'] = timeFormat.exec(text.trim()) ?? []
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')
  const milliseconds = Date.parse(`${date}T${clock}${offset.toUpperCase()}`)
  if (Number.isNaN(milliseconds))
    throw databaseError(`invalid input syntax for type timestamp: ${repr(text)}`)
  return milliseconds / 1000 + Number(fraction)
}
