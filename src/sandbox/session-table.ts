import type { Clock, Random } from './clock.js'

export const authTypes = { password: 0, ssl: 2, gssapi: 3 } as const
export type AuthType = (typeof authTypes)[keyof typeof authTypes]

/** A row of Koji's table `sessions`. */
export interface SessionRow {
  readonly id: number
  readonly user_id: number
  readonly authtype: AuthType
  /** the session that made this subsession */
  readonly master: number | null
  readonly start_time: number
  key: string
  callnum: number | null
  exclusive: true | null
  expired: boolean
  closed: boolean
  update_time: number
  renew_time: number | null
}

/** The sessions of a hub. They are not kept in the state file: who comes back logs in anew. */
export class SessionTable {
  readonly #rows = new Map<number, SessionRow>()
  readonly #clock: Clock
  readonly #random: Random
  #lastId = 0

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  rows(): Iterable<SessionRow> {
    return this.#rows.values()
  }

  get(id: number): SessionRow | undefined {
    return this.#rows.get(id)
  }

  /** The open session with this id and key. */
  open(id: number, key: string): SessionRow | undefined {
    const row = this.#rows.get(id)
    return row !== undefined && row.key === key && !row.closed ? row : undefined
  }

  create(user_id: number, authtype: AuthType, master: number | null): SessionRow {
    this.#lastId += 1
    const now = this.#clock()
    const row: SessionRow = {
      id: this.#lastId,
      user_id,
      authtype,
      master,
      key: this.#newKey(user_id),
      callnum: null,
      exclusive: null,
      expired: false,
      closed: false,
      start_time: now,
      update_time: now,
      renew_time: null,
    }
    this.#rows.set(row.id, row)
    return row
  }

  /** A new key for an old session. Koji leaves its `callnum` as it was. */
  renew(row: SessionRow): void {
    row.key = this.#newKey(row.user_id)
    row.expired = false
    row.update_time = this.#clock()
    row.renew_time = row.update_time
  }

  close(row: SessionRow): void {
    row.expired = true
    row.exclusive = null
    row.closed = true
  }

  /** The open session that keeps all others of its user out. */
  exclusiveOf(user_id: number): SessionRow | undefined {
    return [...this.#rows.values()].find(row => row.user_id === user_id && row.exclusive && !row.closed)
  }

  // 19 letters and digits, as Koji's keys have; 62 does not divide 256, so the surplus bytes are skipped.
  #newKey(user_id: number): string {
    let key = ''
    while (key.length < 19) {
      for (const byte of this.#random(32)) if (byte < 248 && key.length < 19) key += alphabet[byte % 62]
    }
    return `${user_id}-${key}`
  }
}

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
