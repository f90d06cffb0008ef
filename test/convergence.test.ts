import { expect } from 'chai'
import fc from 'fast-check'
import type { DesiredState } from '../src/koji/desired-state.js'
import { canonicalJson } from '../src/koji/json.js'
import { desiredStates, handCalls, makeCalls } from './random-states.js'
import { anyLeave, applyRehearsed, planOrRefusal, SandboxHub } from './sandbox-hub.js'
import { areTelling, runs, tries } from './tries.js'

describe('any desired state, on any hub', () => {
  it('is reached by one apply: the second plan is empty', async () => {
    let planned = 0
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const first = await planOrRefusal(hub, state)
        if (first === undefined) return
        planned += 1
        const { results, remaining } = await applyRehearsed(first, hub.client, hub.login, anyLeave)
        expect(
          results.flatMap(({ results }) => results).filter(({ status }) => status !== 'done'),
        ).to.deep.equal([])
        expect(remaining).to.deep.equal([])
      }),
      tries(),
    )
    if (areTelling) expect(planned, 'runs that were not refused').to.be.above(runs / 8)
  })

  it('is planned to the same bytes each time', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const [first, second] = [await planOrRefusal(hub, state), await planOrRefusal(hub, reversed(state))]
        expect(canonicalJson(second?.plan)).to.equal(canonicalJson(first?.plan))
      }),
      tries(1 / 4),
    )
  })
})

function reversed(state: DesiredState): DesiredState {
  return {
    ...state,
    tags: new Map([...state.tags].reverse()),
    targets: new Map([...state.targets].reverse()),
    external_repos: new Map([...state.external_repos].reverse()),
  }
}
