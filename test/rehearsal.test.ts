import { expect } from 'chai'
import fc from 'fast-check'
import { LiveReader } from '../src/hub/index.js'
import { applyPlanned, type Planned } from '../src/pipeline.js'
import { tagsWithPackages } from '../src/plan/index.js'
import { rehearse } from '../src/rehearsal/index.js'
import { rowsOf } from './end-state.js'
import { desiredStates, handCalls, makeCalls } from './random-states.js'
import { anyDelete, planOrRefusal, SandboxHub } from './sandbox-hub.js'
import { runs, tries } from './tries.js'

/** All that a hub has of what a plan is about, as rows that can be compared. */
async function endOf({ aim: { desired }, goal, live }: Planned, reader: LiveReader): Promise<unknown> {
  const tags = new Set([
    ...live.tags.keys(),
    ...live.leftovers.keys(),
    ...goal.tags.keys(),
    ...desired.tags.keys(),
  ])
  const targets = new Set([...live.targets.keys(), ...desired.targets.keys()])
  const packages = tagsWithPackages(desired, goal.tags)
  const state = await reader.read({ tags, targets, packages, external_repos: desired.external_repos.keys() })
  return rowsOf(state, { tags, targets, packages: new Set(packages) })
}

/** A package that is blocked where nobody listed it belongs to whoever blocks it. */
function byAdministrator(end: unknown): unknown {
  return JSON.parse(JSON.stringify(end).replaceAll('"the rehearsal"', '"kojiadmin"'))
}

describe('a rehearsal', () => {
  it('ends as the apply on the hub does, row by row', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined) return
        let rehearsed: unknown
        const { outcome } = await rehearse(planned, async reader => {
          rehearsed = byAdministrator(await endOf(planned, reader))
          return []
        })
        expect(outcome).to.equal('passed')
        await applyPlanned(planned, hub.client, hub.login, anyDelete)
        const applied = await endOf(planned, new LiveReader(hub.client, 'test'))
        expect(rehearsed).to.deep.equal(applied)
        compared += 1
      }),
      tries(),
    )
    expect(compared, 'runs that were not refused').to.be.above(runs / 4)
  })
})
