import { expect } from 'chai'
import type { Finding } from '../../src/audit/index.js'
import { CallSender, Session, type SessionCaller } from '../../src/hub/index.js'
import { planDesired } from '../../src/pipeline.js'
import { stateOf } from '../templates/fedora-hub.js'
import { AuditedHub } from './audited-hub.js'

const file = `use:
  - {template: fedora-base, with: {release: 44, predecessor: false, phase: active}}
  - {template: fedora-updates, with: {release: 44, phase: active}}
`

describe('the audit of the past', () => {
  const hub = new AuditedHub()
  after(() => hub.remove())

  it('is that which was made then, at each event of a release that is made', async () => {
    const desired = await stateOf(file)
    const { plan, ids } = await planDesired(desired, hub.client, 'test')
    const recorded = new Map<number, readonly Finding[]>()
    const session = await Session.open(hub.clientOf('alice'), hub.login)
    // A request is one transaction, whose events nobody sees one by one: here each call is a request of its own.
    const oneByOne: SessionCaller = {
      async multiCall(calls, watch) {
        const outcomes = []
        watch?.sending(calls.length)
        for (const call of calls) {
          hub.pass()
          const [outcome] = await session.multiCall([call])
          if (outcome === undefined || !('value' in outcome)) throw new Error(`${call.method} failed`)
          outcomes.push(outcome)
          recorded.set(hub.lastEvent(), (await hub.audit(desired)).findings)
        }
        watch?.answered(outcomes)
        return outcomes
      },
    }
    const sender = new CallSender(oneByOne, ids)
    for (const { calls } of plan.stages) await sender.send(calls)

    expect(recorded.size).to.be.greaterThan(30)
    const counts = [...recorded.values()].map(({ length }) => length)
    expect([Math.max(...counts), counts.at(-1)]).to.deep.equal([counts[0], 0])
    for (const [event, findings] of recorded) {
      const { findings: then, at } = await hub.audit(desired, { at: event })
      expect(then, `event ${event}`).to.deep.equal(findings)
      expect(at?.event).to.equal(event)
    }
  })
})
