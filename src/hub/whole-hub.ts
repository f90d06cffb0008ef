import type { Call } from '../koji/call.js'
import { byKey } from '../koji/json.js'
import type { LiveExternalRepo, LiveTarget } from '../koji/live-state.js'
import type { Batch } from './batch.js'
import { isStruct, type RpcStruct, type RpcValue } from './codec/value.js'
import { history } from './history-query.js'
import { Row } from './row.js'
import { readOrigin } from './row-values.js'
import { tagTables } from './tag-history.js'
import { HubError } from './transport.js'

/**
 * Hubs of up to so many tags for each that is wanted are read as a whole. `queryHistory` for one tag takes the hub
 * some 12 ms, mostly to plan its queries; for the whole hub it takes 0.1 ms a tag, and reading the answer as long again
 * (measured on hubs of 390 and 1,709 tags, Koji 1.35). Memory is why it is not still more.
 */
const worth = 60

/** Where fewer tags are wanted, even a small hub is not asked for its size. */
const few = 12

/** Whether it may be worth asking a hub how many tags it has. */
export function areMany(tags: ReadonlySet<string>): boolean {
  return tags.size >= few
}

export function isWorthWhole(wanted: number, all: number): boolean {
  return all <= wanted * worth
}

export const tagCount: Call<RpcValue> = {
  method: 'listTags',
  params: [],
  named: { queryOpts: { countOnly: true } },
}

/**
 * A transaction takes its event's number when it writes and is seen when it ends: another one that began later may be
 * seen before. So many events before the last are asked for again.
 */
const late = 100

/**
 * The tables as two questions, which the hub can answer at once. Few rows do not make a question cheap: the hub plans a
 * query over ten tables for each table.
 */
const beside = ['group_req_listing', 'build_target_config', 'external_repo_config']
const halves = [tagTables.filter(table => !beside.includes(table)), beside]
const tables = halves.flat()

/** All rows of a hub that are in force, package lists and builds aside. */
export class WholeHub {
  readonly #tables: Tables
  readonly #rows = new Map<string, { [table: string]: RpcStruct[] }>()
  readonly #parents = new Map<string, Set<string>>()
  readonly #targets = new Map<string, LiveTarget>()
  readonly #targetsOf = new Map<string, LiveTarget[]>()
  readonly #repos = new Map<string, LiveExternalRepo>()

  /** Asks for all of them. */
  static ask(batch: Batch, take: (hub: WholeHub) => void): void {
    batch.add(history({}, tables), value => take(new WholeHub(tablesIn(value, tables))))
  }

  /**
   * Asks for what was written since `event`, after which this was read: much less than all of it again.
   *
   * @param batches two requests that are sent at once
   */
  askAgain(batches: readonly [Batch, Batch], event: number, take: (hub: WholeHub) => void): void {
    const named = { afterEvent: Math.max(0, event - late) }
    const rows = new Map<string, readonly RpcStruct[]>()
    for (const [index, half] of halves.entries()) {
      const call = { method: 'queryHistory', params: [], named: { ...named, tables: half } }
      batches[index]?.add(call, answer => {
        for (const [table, found] of tablesIn(answer, half)) rows.set(table, found)
        if (rows.size === tables.length) take(new WholeHub(updated(this.#tables, rows)))
      })
    }
  }

  private constructor(rows: Tables) {
    this.#tables = rows
    const each = (table: string) => (rows.get(table) ?? []).map(row => new Row(row, `queryHistory ${table}`))
    for (const table of tagTables) for (const row of rows.get(table) ?? []) this.#addRow(table, row)
    for (const row of each('build_target_config')) this.#addTarget(row)
    for (const row of each('external_repo_config')) {
      const name = row.text('external_repo.name')
      this.#repos.set(name, { name, url: row.text('url'), origin: readOrigin(row) })
    }
    const users = new Map<string, string[]>()
    for (const row of each('tag_external_repos')) {
      const repo = row.text('external_repo.name')
      users.set(repo, [...(users.get(repo) ?? []), row.text('tag.name')])
    }
    for (const [name, repo] of this.#repos)
      this.#repos.set(name, { ...repo, users: (users.get(name) ?? []).sort() })
  }

  /** The rows of one tag, as the hub gives them for it alone: a link is with both its ends. */
  tablesOf(tag: string): RpcValue {
    return this.#rows.get(tag) ?? {}
  }

  /** All that a tag inherits from by some way, deleted tags that are linked to included. */
  ancestorsOf(tag: string): ReadonlySet<string> {
    const found = new Set<string>(this.#parents.get(tag))
    for (const parent of found) for (const name of this.#parents.get(parent) ?? []) found.add(name)
    return found
  }

  /** The targets that are built in a tag or for it. */
  targetsOf(tag: string): readonly LiveTarget[] {
    return this.#targetsOf.get(tag) ?? []
  }

  target(name: string): LiveTarget | undefined {
    return this.#targets.get(name)
  }

  externalRepo(name: string): LiveExternalRepo | undefined {
    return this.#repos.get(name)
  }

  #addRow(table: string, struct: RpcStruct): void {
    const row = new Row(struct, `queryHistory ${table}`)
    const tag = row.text('tag.name')
    this.#file(tag, table, struct)
    if (table !== 'tag_inheritance') return
    const parent = row.text('parent.name')
    if (parent !== tag) this.#file(parent, table, struct)
    this.#parents.set(tag, (this.#parents.get(tag) ?? new Set()).add(parent))
  }

  #file(tag: string, table: string, struct: RpcStruct): void {
    const tables = this.#rows.get(tag) ?? {}
    this.#rows.set(tag, tables)
    const rows = tables[table] ?? []
    tables[table] = rows
    rows.push(struct)
  }

  #addTarget(row: Row): void {
    const [name, build_tag, dest_tag] = [
      row.text('build_target.name'),
      row.text('build_tag.name'),
      row.text('dest_tag.name'),
    ]
    const target = { name, build_tag, dest_tag, origin: readOrigin(row) }
    this.#targets.set(name, target)
    for (const tag of new Set([build_tag, dest_tag]))
      this.#targetsOf.set(tag, [...(this.#targetsOf.get(tag) ?? []), target])
  }
}

type Tables = ReadonlyMap<string, readonly RpcStruct[]>

function tablesIn(answer: RpcValue, names: readonly string[]): Tables {
  if (!isStruct(answer)) throw new HubError('queryHistory answered something that is no struct')
  return new Map(
    names.map(table => {
      const rows = answer[table]
      return [table, Array.isArray(rows) ? rows.filter(isStruct) : []]
    }),
  )
}

/** Rows in force, where some were ended since and others came. */
function updated(before: Tables, since: Tables): Tables {
  return new Map(
    tables.map(table => {
      const written = since.get(table) ?? []
      const known = new Set(written.map(keyOf))
      // To compare whole rows takes long; nearly all are told apart by the event that made them.
      const events = new Set(written.map(row => row.create_event))
      const kept = (before.get(table) ?? []).filter(
        row => !(events.has(row.create_event) && known.has(keyOf(row))),
      )
      return [table, [...kept, ...written.filter(({ active }) => active === true)]]
    }),
  )
}

/** What stays the same of a row: its own columns (those of other tables have a dot), and not what tells its end. */
function keyOf(row: RpcStruct): string {
  const own = Object.entries(row).filter(([name]) => !/^_|^revoke|^active$|[.]/.test(name))
  return JSON.stringify(own.sort(byKey))
}
