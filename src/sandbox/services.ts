import type { Clock } from './clock.js'
import type { SessionTable } from './session-table.js'
import type { Store } from './store/store.js'
import type { Transaction } from './store/transaction.js'

/** What a hub's administrator may set, by Koji's defaults. */
export interface HubOptions {
  readonly enableMaven: boolean
  readonly enableWin: boolean
  /** an unknown user who proves a name becomes a user */
  readonly loginCreatesUser: boolean
  /** minutes; 0 is never */
  readonly sessionRenewalTimeout: number
  /** how long after its request a repo is ready; a setting of the sandbox's own, since nothing makes one */
  readonly repoSeconds: number
}

export const defaultOptions: HubOptions = {
  enableMaven: false,
  enableWin: false,
  loginCreatesUser: true,
  sessionRenewalTimeout: 1440,
  repoSeconds: 10,
}

/** What the hub offers to sessions and methods. */
export interface HubServices {
  readonly store: Store
  readonly sessions: SessionTable
  readonly options: HubOptions
  readonly clock: Clock
  methodNames(): string[]
  /** makes permanent what a transaction did so far */
  commit(tx: Transaction): void
}
