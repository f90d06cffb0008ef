import type { Transaction } from './transaction.js'

/** A table that is not versioned, and whose rows have nothing but an id to find them by. */
export class RowTable<T extends { readonly id: number }> {
  readonly #rows = new Map<number, T>()
  #lastId = 0

  get lastId(): number {
    return this.#lastId
  }

  /** In the order of their ids. */
  rows(): T[] {
    return [...this.#rows.values()]
  }

  byId(id: number): T | undefined {
    return this.#rows.get(id)
  }

  nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  insert(tx: Transaction, row: T): T {
    this.restore(row)
    tx.did(() => this.#rows.delete(row.id))
    return row
  }

  /** Puts `row` in the place of the one that has its id. */
  update(tx: Transaction, row: T): void {
    const before = this.#rows.get(row.id)
    if (before === undefined) return
    this.#rows.set(row.id, row)
    tx.did(() => this.#rows.set(before.id, before))
  }

  /** Takes over a row of a saved state. */
  restore(row: T): void {
    this.#rows.set(row.id, row)
    this.restoreSequence(row.id)
  }

  /** Continues the sequence of a saved state. */
  restoreSequence(lastId: number): void {
    this.#lastId = Math.max(this.#lastId, lastId)
  }
}
