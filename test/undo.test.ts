import { expect } from 'chai'
import fc from 'fast-check'
import { isStruct } from '../src/hub/codec/value.js'
import { findLoop } from '../src/koji/inheritance.js'
import type { LiveState } from '../src/koji/live-state.js'
import { planUndo, readPastChanges } from '../src/pipeline.js'
import { desiredStates, handCalls, makeCalls } from './random-states.js'
import { anyLeave, applyRehearsed, planOrRefusal, SandboxHub } from './sandbox-hub.js'
import { runs, tries } from './tries.js'
import { expectUndone, rowsAround } from './undone.js'

describe('undo', () => {
  it('brings back every row of any plan that was applied', async () => {
    let applied = 0
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined) return
        applied += 1
        if (hasLoop(planned.live)) return
        const before = await rowsAround(planned, hub.client)
        await applyRehearsed(planned, hub.client, hub.login, anyLeave)
        await expectUndone(planned, hub, before)
      }),
      tries(),
    )
    expect(applied, 'runs that were not refused').to.be.above(runs / 8)
  })

  it('finds in the history of the hub what any plan changed', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined || hasLoop(planned.live)) return
        const before = await rowsAround(planned, hub.client)
        await applyRehearsed(planned, hub.client, hub.login, anyLeave)
        const first = planned.live.event + 1
        const last = await lastEvent(hub)
        const { made } = await readPastChanges(hub.client, 'test', { first, last })
        const undo = await planUndo(made, hub.client, 'test')
        await applyRehearsed(undo, hub.client, hub.login, anyLeave)
        expect(await rowsAround(planned, hub.client), 'undone').to.deep.equal(before)
      }),
      tries(),
    )
  })
})

async function lastEvent(hub: SandboxHub): Promise<number> {
  const event = await hub.call('getLastEvent', [])
  return isStruct(event) && typeof event.id === 'number' ? event.id : 0
}

/** No plan may make a tag inherit itself: what was so before stays mended. */
function hasLoop({ tags }: LiveState): boolean {
  const loop = findLoop(tags.keys(), tag => (tags.get(tag)?.inheritance ?? []).map(({ parent }) => parent))
  return loop !== undefined
}
