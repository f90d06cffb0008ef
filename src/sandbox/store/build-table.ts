import { databaseError } from '../fault.js'
import type { Transaction } from './transaction.js'

/** A build, as far as the hub knows it without its rpms. Not versioned: it has only its present state. */
export interface Build {
  readonly id: number
  readonly package_id: number
  readonly version: string
  readonly release: string
  readonly epoch: number | null
  readonly draft: boolean
  /** Koji's number: 0 building, 1 complete, 2 deleted, 3 failed, 4 canceled */
  readonly state: number
  /** a user's id */
  readonly owner: number
  /** where its source comes from, resolved */
  readonly source: string | null
  /** JSON text */
  readonly extra: string | null
  readonly task_id: number | null
  readonly create_event: number
  /** seconds since 1970, as the next one */
  readonly start_time: number | null
  readonly completion_time: number | null
}

/** All builds, by id and by package. */
export class BuildTable {
  readonly #byId = new Map<number, Build>()
  readonly #byPackage = new Map<number, Set<number>>()
  #lastId = 0

  get lastId(): number {
    return this.#lastId
  }

  rows(): Build[] {
    return [...this.#byId.values()]
  }

  byId(id: number): Build | undefined {
    return this.#byId.get(id)
  }

  /** The builds of a package, oldest first. */
  ofPackage(package_id: number): Build[] {
    const ids = [...(this.#byPackage.get(package_id) ?? [])]
    return ids.flatMap(id => this.#byId.get(id) ?? []).sort((a, b) => a.id - b.id)
  }

  nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  insert(tx: Transaction, build: Build): void {
    const isTaken = this.ofPackage(build.package_id).some(
      other => other.version === build.version && other.release === build.release,
    )
    if (isTaken) throw databaseError('duplicate key value violates unique constraint of build')
    this.restore(build)
    tx.did(() => this.#remove(build))
  }

  /** Puts `build` in the place of the one that has its id; it stays of the same package. */
  update(tx: Transaction, build: Build): void {
    const before = this.#byId.get(build.id)
    if (before === undefined) return
    this.#byId.set(build.id, build)
    tx.did(() => this.#byId.set(before.id, before))
  }

  /** Takes over a build of a saved state. */
  restore(build: Build): void {
    this.#byId.set(build.id, build)
    const siblings = this.#byPackage.get(build.package_id) ?? new Set()
    this.#byPackage.set(build.package_id, siblings.add(build.id))
    this.restoreSequence(build.id)
  }

  /** Continues the sequence of a saved state. */
  restoreSequence(lastId: number): void {
    this.#lastId = Math.max(this.#lastId, lastId)
  }

  #remove(build: Build): void {
    this.#byId.delete(build.id)
    this.#byPackage.get(build.package_id)?.delete(build.id)
  }
}
