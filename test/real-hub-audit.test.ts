import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'chai'
import { connect } from '../src/cli/connection.js'
import { type HubClient, type Login, Session } from '../src/hub/index.js'
import { JournalFolder } from '../src/journal/index.js'
import type { Origin } from '../src/koji/live-state.js'
import { auditHub, planDesired } from '../src/pipeline.js'
import { drifts, file, harmless, prepare, withIds } from './audit/drifts.js'
import type { Writer } from './hub-of.js'
import { anyLeave, applyRehearsed } from './sandbox-hub.js'
import { stateOf } from './templates/fedora-hub.js'
import { makePermissions } from './templates/made-by-hand.js'

// An audit of a real Koji hub, which must be empty: see test/real-hub.test.ts.
const config = process.env.REAL_HUB_PROFILES

interface Person extends Writer {
  readonly name: string
  readonly client: HubClient
  readonly login: Login
  close(): Promise<void>
}

async function person(name: string): Promise<Person> {
  const { client, login } = connect({ profile: `real-${name}`, config })
  const session = await Session.open(client, login())
  return {
    name,
    client,
    login: login(),
    call: (method, params, named) => session.call({ method, params, ...(named && { named }) }),
    close: async () => {
      await session.close()
      client.close()
    },
  }
}

describe('the audit of a real Koji hub that three people have changed by hand', () => {
  const people: Person[] = []
  before(async function () {
    if (config === undefined) this.skip()
    const admin = await person('kojiadmin')
    people.push(admin)
    if ((await admin.call('getTag', ['above'])) !== null) this.skip()
    for (const name of ['releng', 'packager']) {
      await admin.call('grantPermission', [name, 'admin'])
      people.push(await person(name))
    }
  })
  after(async () => {
    const [admin] = people
    for (const { name } of people.slice(1)) await admin?.call('revokePermission', [name, 'admin'])
    for (const one of people) await one.close()
  })

  it('tells each change once, with the right person and event, and nothing else', async () => {
    const [admin] = people
    if (admin === undefined) throw new Error('nobody is there')
    await makePermissions(admin, 'kojiadmin')
    await prepare(admin)
    const state = await stateOf(file)
    await applyRehearsed(await planDesired(state, admin.client, 'real'), admin.client, admin.login, anyLeave)

    const made: string[] = []
    const author = (index: number) => people[index % people.length] ?? admin
    for (const [index, { says, call }] of drifts.entries()) {
      const { name, call: write } = author(index)
      await write(...(await withIds(admin, call)))
      made.push(`${says} | ${name}, ${await lastEvent(admin)}`)
    }
    for (const [index, call] of harmless.entries()) await author(index).call(...call)

    const subject = {
      desired: state,
      patterns: [],
      waivers: [],
      journals: new JournalFolder(path.join(tmpdir(), 'no-journals')),
      today: '2026-11-02',
      rules: [],
    }
    const { audit } = await auditHub(admin.client, 'real', subject, null)
    const told = audit.findings.map(
      ({ severity, path, message, by }) => `${severity} ${path}: ${message}${by.map(byText).join('')}`,
    )
    expect(told.sort()).to.deep.equal(made.sort())
  })
})

const byText = ({ author, event }: Origin) => ` | ${author}, ${event}`

async function lastEvent(hub: Writer): Promise<number> {
  const event = await hub.call('getLastEvent', [])
  return typeof event === 'object' && event !== null && 'id' in event ? Number(event.id) : 0
}
