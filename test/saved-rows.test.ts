import { expect } from 'chai'
import fc from 'fast-check'
import { canonicalJson } from '../src/koji/json.js'
import { planAim } from '../src/pipeline.js'
import { type Plan, rowsAim } from '../src/plan/index.js'
import { desiredStates, handCalls, makeCalls } from './random-states.js'
import { anyLeave, applyRehearsed, planOrRefusal, SandboxHub } from './sandbox-hub.js'
import { areTelling, runs, tries } from './tries.js'

describe('the rows of a plan', () => {
  it('are planned again to the same calls, and are as planned once it is applied', async () => {
    let planned = 0
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const first = await planOrRefusal(hub, state)
        if (first === undefined) return
        planned += 1
        const rows = rowsAim(first.plan.changes)
        const again = await planAim(rows, hub.client, 'test')
        expect(comparable(again.plan)).to.deep.equal(comparable(first.plan))
        await applyRehearsed(again, hub.client, hub.login, anyLeave)
        expect((await planAim(rows, hub.client, 'test')).plan.changes).to.deep.equal([])
        expect((await planOrRefusal(hub, state))?.plan.changes).to.deep.equal([])
      }),
      tries(),
    )
    if (areTelling) expect(planned, 'runs that were not refused').to.be.above(runs / 4)
  })
})

function comparable({ changes, stages }: Plan): unknown {
  return JSON.parse(canonicalJson({ changes, stages }))
}
