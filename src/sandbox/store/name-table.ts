import { databaseError } from '../fault.js'
import type { Transaction } from './transaction.js'

export interface Named {
  readonly id: number
  readonly name: string
}

/**
 * A table that gives names their ids and never forgets one: a tag that was deleted and made again has the id
 * it had. It is not versioned, so renaming leaves no history. Ids come from a sequence, which no rollback
 * turns back.
 */
export class NameTable<T extends Named = Named> {
  readonly name: string
  readonly maxLength: number
  readonly #byId = new Map<number, T>()
  readonly #byName = new Map<string, number>()
  #lastId = 0

  constructor(name: string, maxLength = Number.POSITIVE_INFINITY) {
    this.name = name
    this.maxLength = maxLength
  }

  get lastId(): number {
    return this.#lastId
  }

  rows(): T[] {
    return [...this.#byId.values()]
  }

  byId(id: number): T | undefined {
    return this.#byId.get(id)
  }

  byName(name: string): T | undefined {
    const id = this.#byName.get(name)
    return id === undefined ? undefined : this.#byId.get(id)
  }

  /** The current name of an id that some row refers to; `null` for none. */
  nameOf(id: number | null): string | null {
    return id === null ? null : (this.#byId.get(id)?.name ?? null)
  }

  nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  insert(tx: Transaction, row: T): T {
    this.#check(row)
    this.restore(row)
    tx.did(() => {
      this.#byId.delete(row.id)
      this.#byName.delete(row.name)
    })
    return row
  }

  /** Puts `row` in the place of the one that has its id. */
  update(tx: Transaction, row: T): void {
    const before = this.#byId.get(row.id)
    if (before === undefined) return
    if (before.name !== row.name) this.#check(row)
    this.#replace(before, row)
    tx.did(() => this.#replace(row, before))
  }

  /** Takes over a row of a saved state, or one that every hub has from the start. */
  restore(row: T): void {
    this.#byId.set(row.id, row)
    this.#byName.set(row.name, row.id)
    this.#lastId = Math.max(this.#lastId, row.id)
  }

  /** Continues the sequence of a saved state. */
  restoreSequence(lastId: number): void {
    this.#lastId = Math.max(this.#lastId, lastId)
  }

  #replace(before: T, after: T): void {
    this.#byName.delete(before.name)
    this.#byName.set(after.name, after.id)
    this.#byId.set(after.id, after)
  }

  #check({ name }: T): void {
    if ([...name].length > this.maxLength) throw databaseError(`value too long for ${this.name}.name`)
    if (this.#byName.has(name)) throw databaseError(`duplicate key value: ${this.name}.name ${name}`)
  }
}
