import type { Transaction } from './transaction.js'

export interface HubEvent {
  readonly id: number
  /** seconds since 1970 */
  readonly time: number
}

/** Koji's counter of changes: a number and a time for every call that wrote to a versioned table. */
export class EventTable {
  readonly #events: HubEvent[] = []
  #lastId = 0

  get lastId(): number {
    return this.#lastId
  }

  /** Oldest first; numbers may be missing. */
  rows(): readonly HubEvent[] {
    return this.#events
  }

  last(): HubEvent | undefined {
    return this.#events.at(-1)
  }

  byId(id: number): HubEvent | undefined {
    let [low, high] = [0, this.#events.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#events[middle]?.id ?? 0) < id) low = middle + 1
      else high = middle
    }
    const event = this.#events[low]
    return event?.id === id ? event : undefined
  }

  timeOf(id: number | null): number | null {
    return id === null ? null : (this.byId(id)?.time ?? null)
  }

  allocate(tx: Transaction, time: number): number {
    this.#lastId += 1
    this.#events.push({ id: this.#lastId, time })
    tx.did(() => this.#events.pop())
    return this.#lastId
  }

  restore(event: HubEvent): void {
    this.#events.push(event)
    this.restoreSequence(event.id)
  }

  restoreSequence(lastId: number): void {
    this.#lastId = Math.max(this.#lastId, lastId)
  }
}
