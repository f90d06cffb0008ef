import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { findMoment, Session } from '../../src/hub/index.js'
import { JournalFolder } from '../../src/journal/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import type { Origin } from '../../src/koji/live-state.js'
import { type AuditSubject, auditHub } from '../../src/pipeline.js'
import { SandboxHub } from '../sandbox-hub.js'

const begin = Date.parse('2026-11-01T00:00Z') / 1000

/** A hub with three administrators, on which each event has a minute of its own. */
export class AuditedHub extends SandboxHub {
  readonly #sessions = new Map<string, Promise<Session>>()
  readonly #time: { now: number }
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-audit-'))
  readonly journals = new JournalFolder(this.#folder)

  constructor() {
    const time = { now: begin }
    const users = ['alice', 'bob', 'carol'].map(name => ({ name, permissions: ['admin'] }))
    super({}, { users, clock: () => time.now })
    this.#time = time
  }

  /** One call by one of them, by hand; tells who, when, and at which event. */
  async by(
    author: string,
    method: string,
    params: readonly RpcValue[],
    named: { [name: string]: RpcValue } = {},
  ): Promise<Origin> {
    this.pass()
    const session = this.#sessions.get(author) ?? Session.open(this.clientOf(author), this.login)
    this.#sessions.set(author, session)
    await (await session).call({ method, params, named })
    return { author, event: this.lastEvent(), time: new Date(this.#time.now * 1000).toISOString() }
  }

  /** A minute goes by. */
  pass(): void {
    this.#time.now += 60
  }

  async audit(desired: DesiredState | undefined, options: Partial<AuditSubject> & { at?: number } = {}) {
    const { at, ...rest } = options
    const moment = at === undefined ? null : await findMoment(this.client, String(at))
    const subject = {
      desired,
      patterns: [],
      waivers: [],
      journals: this.journals,
      today: '2026-11-02',
      rules: [],
      ...rest,
    }
    return (await auditHub(this.client, 'test', subject, moment)).audit
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true })
  }
}
