import { actionNotAllowed, authError } from './fault.js'
import type { Peer } from './http.js'
import type { HubServices } from './services.js'
import { anonymous, assertPermission, heldPermissions, type Session } from './session.js'
import type { Store } from './store/store.js'
import { Transaction } from './store/transaction.js'
import type { Author } from './store/versioned-table.js'

/** What a method works with: the hub, the session, and the transaction of the request that it is part of. */
export class Call {
  readonly hub: HubServices
  readonly peer: Peer
  readonly tx = new Transaction()
  session: Session = anonymous

  constructor(hub: HubServices, peer: Peer) {
    this.hub = hub
    this.peer = peer
  }

  get store(): Store {
    return this.hub.store
  }

  get userId(): number | null {
    return this.session.isLoggedIn ? (this.session.row?.user_id ?? null) : null
  }

  /** The permissions of the session's user; an admin's do not imply others. */
  permissions(): string[] {
    return heldPermissions(this.hub, this.session)
  }

  /** Refuses the call unless the session's user has `permission`, or is an admin. */
  assertPermission(permission: string): void {
    assertPermission(this.hub, this.session, permission)
  }

  assertLogin(): number {
    if (this.userId === null) throw actionNotAllowed('you must be logged in for this operation')
    return this.userId
  }

  /** The logged-in session's own row. */
  ownSession() {
    if (!this.session.isLoggedIn || this.session.row === undefined) throw authError('Not logged in')
    return this.session.row
  }

  /** Who writes a versioned row, at the event of this call; the first write allocates it. */
  author(): Author {
    const event = this.tx.event(() => this.store.events.allocate(this.tx, this.hub.clock()))
    return { event, user: this.assertLogin() }
  }

  /** Makes permanent what the request did so far; some methods do, in the middle of it. */
  commit(): void {
    this.hub.commit(this.tx)
  }
}
