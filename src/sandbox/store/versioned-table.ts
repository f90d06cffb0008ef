import type { RpcValue } from '../../hub/codec/value.js'
import { databaseError } from '../fault.js'
import { type Column, fromRow, type Stored } from './column.js'
import type { Transaction } from './transaction.js'

/** What every version of a row carries. `active` is `true` or `null`, never `false`. */
export type Version = {
  readonly create_event: number
  revoke_event: number | null
  readonly creator_id: number
  revoker_id: number | null
  active: true | null
}

/** Who writes, at which event. */
export interface Author {
  readonly event: number
  readonly user: number
}

export type Columns = Readonly<Record<string, Column<Stored>>>
export type Row<C extends Columns> = Version & { readonly [K in keyof C]: ReturnType<C[K]> }
export type Values<C extends Columns> = { readonly [K in keyof C]: RpcValue }

export interface TableDefinition<C extends Columns> {
  readonly name: string
  readonly columns: C
  /** columns that are unique together among active rows; the first group with `create_event` is the key */
  readonly unique: readonly (readonly (keyof C & string)[])[]
  /** columns that rows are looked up by */
  readonly indexed: readonly (keyof C & string)[]
}

/**
 * A versioned table: a row is never changed or deleted, it is revoked. Rows are found by the value of an
 * indexed column, the active ones without looking at the revoked.
 */
export class VersionedTable<C extends Columns> {
  readonly definition: TableDefinition<C>
  readonly #rows: Row<C>[] = []
  readonly #names: readonly string[]
  readonly #columns: readonly (readonly [string, Column<Stored>])[]
  readonly #indexes: ReadonlyMap<string, Index<Row<C>>>

  constructor(definition: TableDefinition<C>) {
    this.definition = definition
    this.#names = Object.keys(definition.columns)
    this.#columns = Object.entries(definition.columns)
    this.#indexes = new Map(definition.indexed.map(column => [column, new Index<Row<C>>()]))
  }

  get name(): string {
    return this.definition.name
  }

  get columns(): readonly string[] {
    return this.#names
  }

  /** All versions, oldest first. */
  rows(): readonly Row<C>[] {
    return this.#rows
  }

  /** All versions of the rows that have `value` in an indexed column. */
  rowsWith(column: keyof C & string, value: Stored): readonly Row<C>[] {
    return this.#index(column).all.get(value) ?? []
  }

  /** All versions that have `value` in one of these columns, each once, oldest first. */
  rowsWithAny(columns: readonly string[], value: Stored): Row<C>[] {
    if (columns.some(column => !this.#indexes.has(column))) {
      return this.#rows.filter(row => columns.some(column => row[column] === value))
    }
    const found = columns.flatMap(column => this.#index(column).all.get(value) ?? [])
    if (columns.length === 1) return found
    return [...new Set(found)].sort((a, b) => a.create_event - b.create_event)
  }

  /** The active rows that have `value` in an indexed column. */
  activeWith(column: keyof C & string, value: Stored): Row<C>[] {
    return [...(this.#index(column).active.get(value) ?? [])]
  }

  /** The rows that have `value` in an indexed column, as they were at an event; `null` is now. */
  at(event: number | null, column: keyof C & string, value: Stored): Row<C>[] {
    if (event === null) return this.activeWith(column, value)
    return this.rowsWith(column, value).filter(row => isVisible(row, event))
  }

  /** All rows as they were at an event; `null` is now. */
  allAt(event: number | null): Row<C>[] {
    return this.#rows.filter(row => (event === null ? row.active : isVisible(row, event)))
  }

  insert(tx: Transaction, values: Values<C>, author: Author): void {
    const row = this.#convert(column => values[column] ?? null, {
      create_event: author.event,
      revoke_event: null,
      creator_id: author.user,
      revoker_id: null,
      active: true,
    })
    this.#checkUnique(row)
    this.#add(row)
    tx.did(() => this.#removeLast(row))
  }

  /** Revokes rows (all of them active). */
  revoke(tx: Transaction, rows: readonly Row<C>[], author: Author): void {
    tx.touch()
    for (const row of rows) {
      Object.assign(row, { revoke_event: author.event, revoker_id: author.user, active: null })
      this.#eachIndex(row, (index, value) => index.deactivate(value, row))
      tx.did(() => {
        Object.assign(row, { revoke_event: null, revoker_id: null, active: true })
        this.#eachIndex(row, (index, value) => index.activate(value, row))
      })
    }
  }

  /** Revokes the active rows that have `value` in an indexed column. */
  revokeWith(tx: Transaction, column: keyof C & string, value: Stored, author: Author): void {
    this.revoke(tx, this.activeWith(column, value), author)
  }

  /** Takes over a row of a saved state, already converted and checked. */
  restore(read: (column: string) => RpcValue, version: Version): void {
    this.#add(this.#convert(read, version))
  }

  #convert(read: (column: string) => RpcValue, version: Version): Row<C> {
    const converted: { [column: string]: Stored } = {}
    for (const [name, column] of this.#columns) converted[name] = column(fromRow(read(name)))
    // The keys and their types are those of the columns just gone through, which the compiler cannot follow.
    return Object.assign(converted, version) as Row<C>
  }

  #checkUnique(row: Row<C>): void {
    const [indexed] = this.definition.indexed
    if (indexed === undefined) return
    const near = this.rowsWith(indexed, row[indexed])
    this.definition.unique.forEach((columns, position) => {
      const clash = near.some(
        other =>
          (other.active || (position === 0 && other.create_event === row.create_event)) &&
          columns.every(column => other[column] === row[column]),
      )
      if (clash) throw databaseError(`duplicate key value violates unique constraint of ${this.name}`)
    })
  }

  #add(row: Row<C>): void {
    this.#rows.push(row)
    this.#eachIndex(row, (index, value) => index.add(value, row))
  }

  #removeLast(row: Row<C>): void {
    this.#rows.pop()
    this.#eachIndex(row, (index, value) => index.removeLast(value, row))
  }

  #eachIndex(row: Row<C>, visit: (index: Index<Row<C>>, value: Stored) => void): void {
    for (const [column, index] of this.#indexes) visit(index, row[column] ?? null)
  }

  #index(column: string): Index<Row<C>> {
    const index = this.#indexes.get(column)
    if (index === undefined) throw new Error(`${this.name} has no index on ${column}`)
    return index
  }
}

class Index<R extends Version> {
  readonly all = new Map<Stored, R[]>()
  readonly active = new Map<Stored, Set<R>>()

  add(value: Stored, row: R): void {
    const rows = this.all.get(value)
    if (rows === undefined) this.all.set(value, [row])
    else rows.push(row)
    if (row.active) this.activate(value, row)
  }

  removeLast(value: Stored, row: R): void {
    this.all.get(value)?.pop()
    this.deactivate(value, row)
  }

  activate(value: Stored, row: R): void {
    const rows = this.active.get(value)
    if (rows === undefined) this.active.set(value, new Set([row]))
    else rows.add(row)
  }

  deactivate(value: Stored, row: R): void {
    this.active.get(value)?.delete(row)
  }
}

/** A row counts at an event if it was made at or before it, and revoked only after it. */
export function isVisible(row: Version, event: number): boolean {
  return row.create_event <= event && (row.revoke_event === null || event < row.revoke_event)
}
