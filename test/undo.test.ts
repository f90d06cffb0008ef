import { expect } from 'chai'
import fc from 'fast-check'
import { isStruct } from '../src/hub/codec/value.js'
import { formatCall } from '../src/koji/call.js'
import { RelengError } from '../src/koji/error.js'
import { findLoop } from '../src/koji/inheritance.js'
import type { LiveState } from '../src/koji/live-state.js'
import { type ApplyOptions, applyPlanned, planDesired, planUndoOfEvents } from '../src/pipeline.js'
import { desired, wanted } from './builders.js'
import { desiredStates, handCalls, makeCalls } from './random-states.js'
import { anyLeave, applyRehearsed, planOrRefusal, SandboxHub } from './sandbox-hub.js'
import { areTelling, runs, tries } from './tries.js'
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
    if (areTelling) expect(applied, 'runs that were not refused').to.be.above(runs / 8)
  })

  it('brings back every row of a run that was broken off between two stages', async () => {
    let broken = 0
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined || hasLoop(planned.live) || planned.plan.stages.length < 2) return
        const before = await rowsAround(planned, hub.client)
        const interrupt = new AbortController()
        const options: ApplyOptions = {
          ...anyLeave,
          signal: interrupt.signal,
          watch: ({ event }) => {
            if (event === 'stage-done') interrupt.abort(new RelengError('interrupted'))
          },
        }
        const error: unknown = await applyPlanned(planned, hub.client, hub.login, options).catch(
          (caught: unknown) => caught,
        )
        expect(error).to.be.instanceOf(RelengError)
        broken += 1
        hub.client.heed(undefined)
        await expectUndone(planned, hub, before)
      }),
      tries(1 / 2),
    )
    if (areTelling) expect(broken, 'runs that were broken off').to.be.above(0)
  })

  it('gives a block of a package back to whom it was of', async () => {
    const hub = new SandboxHub()
    await hub.call('createTag', ['a'])
    await hub.call('packageListAdd', ['a', 'bash', 'packager'], { block: true })
    const listing = desired([wanted('a', { packages: { bash: 'kojiadmin' } })])
    const planned = await planDesired(listing, hub.client, 'test')
    const before = await rowsAround(planned, hub.client)
    await applyRehearsed(planned, hub.client, hub.login, anyLeave)
    await expectUndone(planned, hub, before)
  })

  it('undoes what happened to a tag before it was deleted, too', async () => {
    const hub = new SandboxHub()
    await hub.call('createTag', ['a'], { extra: { k: 1 } })
    const first = (await lastEvent(hub)) + 1
    await hub.call('editTag2', ['a'], { extra: { k: 2, l: 2 } })
    await hub.call('deleteTag', ['a'])
    const range = { first, last: await lastEvent(hub) }
    const { plan } = await planUndoOfEvents(range, undefined, hub.client, 'test')
    const calls = plan.stages.flatMap(({ calls }) => calls.map(formatCall))
    expect(calls).to.deep.equal(['createTag("a", extra={"k":1})'])
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
        const undo = await planUndoOfEvents({ first, last }, undefined, hub.client, 'test')
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
