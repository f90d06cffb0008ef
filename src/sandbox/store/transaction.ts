/**
 * The changes of one request, each with the step that takes it back. A savepoint is a place in that list, so
 * it costs nothing to set one, and a failing entry of a multicall leaves no trace. What Koji's sequences hand
 * out (ids, event numbers) is not taken back: gaps in them are normal.
 */
export class Transaction {
  readonly #undo: (() => void)[] = []
  #event: number | undefined
  #isDirty = false
  #hasChanges = false

  /** something was written, so the request commits (Koji's `commit_pending`) */
  get isDirty(): boolean {
    return this.#isDirty
  }

  /** what a state file would hold has changed; savepoints alone make a request dirty, but change nothing */
  get hasChanges(): boolean {
    return this.#hasChanges
  }

  /** Records how to take a change back that was just made. */
  did(undo: () => void): void {
    this.#undo.push(undo)
    this.#isDirty = true
    this.#hasChanges = true
  }

  /** Records a change that stays if the request commits, but is no reason for it to. */
  didAside(undo: () => void): void {
    this.#undo.push(undo)
  }

  /** An update or delete that matched no row: Koji commits all the same. */
  touch(): void {
    this.#isDirty = true
  }

  /** The one event of the running call; the first versioned write allocates it. */
  event(allocate: () => number): number {
    this.#event ??= allocate()
    return this.#event
  }

  /** The next entry of a multicall gets an event of its own. */
  endCall(): void {
    this.#event = undefined
  }

  savepoint(): number {
    return this.#undo.length
  }

  rollback(savepoint = 0): void {
    for (const undo of this.#undo.splice(savepoint).reverse()) undo()
    this.#event = undefined
  }

  /** Makes all that was done so far permanent. */
  commit(): void {
    this.#undo.length = 0
    this.#isDirty = false
    this.#hasChanges = false
  }
}
