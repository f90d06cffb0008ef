import { expect } from 'chai'
import { compareAudits, type Finding, rules } from '../../src/audit/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import type { Origin } from '../../src/koji/live-state.js'
import { apply, stateOf } from '../templates/fedora-hub.js'
import { AuditedHub } from './audited-hub.js'
import { drifts, file, harmless, prepare, withIds } from './drifts.js'

describe('the audit of a hub that three people have changed by hand', () => {
  const hub = new AuditedHub()
  let state: DesiredState
  const expected = new Map<string, Origin>()
  /** the audits made at the time, by event */
  const recorded = new Map<number, readonly Finding[]>()

  before(async () => {
    for (const user of ['releng', 'packager']) await hub.call('getUser', [user])
    await prepare(hub)
    state = await stateOf(file)
    await apply(hub, state)
    expect((await hub.audit(state)).findings).to.deep.equal([])
    const people = ['alice', 'bob', 'carol']
    for (const [index, { says, call }] of drifts.entries()) {
      const origin = await hub.by(people[index % 3] ?? '', ...(await withIds(hub, call)))
      expected.set(says, origin)
      recorded.set(origin.event, (await hub.audit(state)).findings)
    }
    for (const [index, call] of harmless.entries()) await hub.by(people[index % 3] ?? '', ...call)
  })
  after(() => hub.remove())

  it('tells each once, with the right person, time and event, and nothing else', async () => {
    expect(drifts).to.have.length.greaterThanOrEqual(50)
    const { findings } = await hub.audit(state)
    const told = findings.map(
      ({ severity, path, message, by }) => `${severity} ${path}: ${message}${byText(by)}`,
    )
    const made = [...expected].map(([says, origin]) => says + byText([origin]))
    expect(told.sort()).to.deep.equal(made.sort())
  })

  it('tells of any moment of the past what it told then', async () => {
    for (const [event, findings] of recorded)
      expect((await hub.audit(state, { at: event })).findings, `event ${event}`).to.deep.equal(findings)
  })

  it('tells what came and went between two moments', async () => {
    const events = [...recorded.keys()].sort((a, b) => a - b)
    const [early = 0, late = 0] = [events[9], events[19]]
    const [before, after] = [await hub.audit(state, { at: early }), await hub.audit(state, { at: late })]
    const forth = compareAudits(before, after)
    expect([forth.new.length, forth.gone.length, forth.same.length]).to.deep.equal([10, 0, 10])
    expect(forth.new.flatMap(({ by }) => by.map(({ event }) => event)).sort()).to.deep.equal(
      events.slice(10, 20).sort(),
    )
    const back = compareAudits(after, before)
    expect([back.new.length, back.gone.length, back.same.length]).to.deep.equal([0, 10, 10])
  })

  // One for each: the facts of the hub, the names that it knows, the tags, what became of those that are missing, what the targets lead to, all
  // names, the past of rows, who made what no file names; and up to three for what rules ask.
  it('takes few requests, however much has drifted', async () => {
    hub.takeRequests()
    await hub.audit(state)
    expect(hub.takeRequests()).to.have.length(8)
    await hub.audit(state, { rules })
    expect(hub.takeRequests()).to.have.length.within(9, 11)
  })
})

const byText = (by: readonly Origin[]) =>
  by.map(({ author, time, event }) => ` | ${author}, ${time}, ${event}`).join('')
