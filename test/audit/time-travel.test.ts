import { expect } from 'chai'
import type { Finding } from '../../src/audit/index.js'
import { CallSender, Session, type SessionCaller } from '../../src/hub/index.js'
import { planDesired } from '../../src/pipeline.js'
import { stateOf, uses } from '../templates/fedora-hub.js'
import { makeContents, makePermissions, makeRelease } from '../templates/made-by-hand.js'
import { AuditedHub } from './audited-hub.js'

describe('the audit of the past', () => {
  const hub = new AuditedHub()
  after(() => hub.remove())

  it('is that which was made then, at each event of a branching', async () => {
    await makePermissions(hub, 'kojiadmin')
    await makeRelease(hub, 43)
    await makeContents(hub, 43, 'kojiadmin')
    const desired = await stateOf(uses('fedora-release', '{release: 44}'))
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

    expect(recorded.size).to.be.greaterThan(120)
    const counts = [...recorded.values()].map(({ length }) => length)
    expect(counts[0]).to.be.greaterThan(60)
    expect(counts.at(-1)).to.equal(0)
    for (const [event, findings] of recorded) {
      const { findings: then, at } = await hub.audit(desired, { at: event })
      expect(then, `event ${event}`).to.deep.equal(findings)
      expect(at?.event).to.equal(event)
    }
  })
})
