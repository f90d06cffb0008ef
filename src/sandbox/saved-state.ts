import { isJsonObject, type Json, type JsonObject } from '../koji/json.js'
import type { Build } from './store/build-table.js'
import { nameTables, Store, versionedTables } from './store/store.js'
import type { Version } from './store/versioned-table.js'

/** The number of this layout of a state; a newer one is not read. The first had no builds and no repos. */
export const stateFormat = 2
export const oldestFormat = 1

const versionColumns = ['create_event', 'revoke_event', 'creator_id', 'revoker_id', 'active'] as const

/** A store as plain data: for each table its columns once, then rows as lists. */
export function saveStore(store: Store): JsonObject {
  return {
    format: stateFormat,
    events: { last: store.events.lastId, rows: store.events.rows().map(({ id, time }) => [id, time]) },
    names: Object.fromEntries(
      nameTables.map(name => [
        name,
        { last: store[name].lastId, rows: store[name].rows().map(row => ({ ...row })) },
      ]),
    ),
    builds: { last: store.builds.lastId, rows: store.builds.rows().map(row => ({ ...row })) },
    tables: Object.fromEntries(versionedTables.map(name => [name, savedTable(store, name)])),
  }
}

function savedTable(store: Store, name: (typeof versionedTables)[number]): JsonObject {
  const columns = [...Object.keys(store[name].definition.columns), ...versionColumns]
  const rows: readonly Readonly<Record<string, Json>>[] = store[name].rows()
  return { columns, rows: rows.map(row => columns.map(column => row[column] ?? null)) }
}

/** The store that was saved. Throws if the data is not what `saveStore` makes. */
export function loadStore(state: Json): Store {
  const store = new Store()
  const saved = object(state)
  const events = object(saved.events)
  for (const event of list(events.rows)) {
    const [id = null, time = null] = list(event)
    store.events.restore({ id: number(id), time: number(time) })
  }
  store.events.restoreSequence(number(events.last))
  const names = object(saved.names)
  for (const name of nameTables) restoreNames(store, name, object(names[name]))
  const builds = object(saved.builds ?? noRows)
  for (const build of list(builds.rows)) store.builds.restore(buildOf(object(build)))
  store.builds.restoreSequence(number(builds.last))
  const tables = object(saved.tables)
  for (const name of versionedTables) restoreTable(store, name, object(tables[name]))
  return store
}

function restoreNames(store: Store, table: (typeof nameTables)[number], saved: JsonObject): void {
  for (const row of list(saved.rows).map(object)) {
    const named = { id: number(row.id), name: text(row.name) }
    if (table === 'users') {
      store.users.restore({
        ...named,
        status: number(row.status),
        usertype: number(row.usertype),
        password: row.password == null ? null : text(row.password),
        krb_principals: list(row.krb_principals).map(text),
      })
    } else if (table === 'permissions') {
      store.permissions.restore({
        ...named,
        description: row.description == null ? null : text(row.description),
      })
    } else store[table].restore(named)
  }
  store[table].restoreSequence(number(saved.last))
}

const noRows: JsonObject = { last: 0, rows: [] }

function buildOf(row: JsonObject): Build {
  return {
    id: number(row.id),
    package_id: number(row.package_id),
    version: text(row.version),
    release: text(row.release),
    epoch: orNull(number, row.epoch),
    draft: row.draft === true,
    state: number(row.state),
    owner: number(row.owner),
    source: orNull(text, row.source),
    extra: orNull(text, row.extra),
    task_id: orNull(number, row.task_id),
    create_event: number(row.create_event),
    start_time: orNull(number, row.start_time),
    completion_time: orNull(number, row.completion_time),
  }
}

function restoreTable(store: Store, name: (typeof versionedTables)[number], saved: JsonObject): void {
  const columns = list(saved.columns).map(text)
  for (const row of list(saved.rows)) {
    const values = new Map(list(row).map((value, position) => [columns[position] ?? '', value]))
    store[name].restore(column => values.get(column) ?? null, versionOf(values))
  }
}

function versionOf(values: ReadonlyMap<string, Json>): Version {
  const optional = (column: string) => (values.get(column) == null ? null : number(values.get(column)))
  return {
    create_event: number(values.get('create_event')),
    revoke_event: optional('revoke_event'),
    creator_id: number(values.get('creator_id')),
    revoker_id: optional('revoker_id'),
    active: values.get('active') === true ? true : null,
  }
}

function orNull<T>(read: (value: Json | undefined) => T, value: Json | undefined): T | null {
  return value === undefined || value === null ? null : read(value)
}

function object(value: Json | undefined): JsonObject {
  if (!isJsonObject(value)) throw new Error('an object is missing')
  return value
}

function list(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new Error('a list is missing')
  return value
}

function number(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Error('a number is missing')
  return value
}

function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error('a text is missing')
  return value
}
