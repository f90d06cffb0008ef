import type { Call } from '../koji/call.js'
import type { LiveExternalRepo, LiveTarget } from '../koji/live-state.js'
import type { Batch } from './batch.js'
import { isStruct, type RpcStruct, type RpcValue } from './codec/value.js'
import { history } from './history-query.js'
import { Row } from './row.js'
import { readOrigin } from './row-values.js'
import { tagTables } from './tag-history.js'

/**
 * Hubs of up to so many tags for each that is wanted are read as a whole. `queryHistory` for one tag takes the hub
 * some 12 ms, mostly to plan its queries; for the whole hub it takes 0.6 ms a tag (measured, Koji 1.35).
 */
const worth = 8

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

/** All rows of a hub that are in force, package lists and builds aside, from one answer. */
export class WholeHub {
  readonly #rows = new Map<string, { [table: string]: RpcStruct[] }>()
  readonly #parents = new Map<string, Set<string>>()
  readonly #targets = new Map<string, LiveTarget>()
  readonly #targetsOf = new Map<string, LiveTarget[]>()
  readonly #repos = new Map<string, LiveExternalRepo>()

  static ask(batch: Batch, take: (hub: WholeHub) => void): void {
    const tables = [...tagTables, 'build_target_config', 'external_repo_config']
    batch.add(history({}, tables), value => take(new WholeHub(value)))
  }

  constructor(answer: RpcValue) {
    const all = Row.from(answer, 'queryHistory')
    for (const table of tagTables) for (const row of structs(answer, table)) this.#addRow(table, row)
    for (const row of all.rows('build_target_config')) this.#addTarget(row)
    for (const row of all.rows('external_repo_config')) {
      const name = row.text('external_repo.name')
      this.#repos.set(name, { name, url: row.text('url'), origin: readOrigin(row) })
    }
    const users = new Map<string, string[]>()
    for (const row of all.rows('tag_external_repos')) {
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

function structs(answer: RpcValue, table: string): RpcStruct[] {
  const rows = isStruct(answer) ? answer[table] : undefined
  return Array.isArray(rows) ? rows.filter(isStruct) : []
}
