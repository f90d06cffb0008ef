import type { Json, JsonObject } from '../koji/json.js'
import { list, number, object, text } from './saved-json.js'
import { buildOf, repoOf, repoRequestOf } from './saved-rows.js'
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
    builds: savedRows(store.builds),
    repos: savedRows(store.repo),
    repoRequests: savedRows(store.repo_queue),
    tables: Object.fromEntries(versionedTables.map(name => [name, savedTable(store, name)])),
  }
}

function savedRows(table: { lastId: number; rows: () => readonly object[] }): JsonObject {
  return { last: table.lastId, rows: table.rows().map(row => ({ ...row })) }
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
  restoreRows(store.builds, saved.builds, buildOf)
  restoreRows(store.repo, saved.repos, repoOf)
  restoreRows(store.repo_queue, saved.repoRequests, repoRequestOf)
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

function restoreRows<T>(
  table: { restore: (row: T) => void; restoreSequence: (lastId: number) => void },
  saved: Json | undefined,
  read: (row: JsonObject) => T,
): void {
  const { rows, last } = object(saved ?? noRows)
  for (const row of list(rows)) table.restore(read(object(row)))
  table.restoreSequence(number(last))
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
