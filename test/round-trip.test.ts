import { expect } from 'chai'
import fc from 'fast-check'
import { loadDesired } from '../src/desired/index.js'
import { LiveReader } from '../src/hub/index.js'
import type { DesiredState } from '../src/koji/desired-state.js'
import { liveAsDesired } from '../src/koji/live-as-desired.js'
import type { LiveState } from '../src/koji/live-state.js'
import { planDesired } from '../src/pipeline.js'
import { nameOf } from '../src/plan/index.js'
import { desiredYaml } from '../src/report/index.js'
import { memoryIo, withoutSources } from './desired/helpers.js'
import { type HandCall, handCalls, handRepoNames, makeCalls, tagNames, targetNames } from './random-states.js'
import { SandboxHub } from './sandbox-hub.js'
import { runs, tries } from './tries.js'

async function hubAfter(calls: readonly HandCall[]): Promise<{ hub: SandboxHub; live: LiveState }> {
  const hub = new SandboxHub()
  await makeCalls(hub, calls)
  const wanted = { tags: tagNames, targets: targetNames, external_repos: handRepoNames, packages: tagNames }
  return { hub, live: await new LiveReader(hub.client, 'test').read(wanted) }
}

async function changesOf(desired: DesiredState, { client }: SandboxHub) {
  return (await planDesired(desired, client, 'test')).plan.changes
}

async function written(state: DesiredState): Promise<DesiredState> {
  return loadDesired(['f.yaml'], memoryIo({ 'f.yaml': desiredYaml(state).text }))
}

function exact({ tags, ...rest }: DesiredState): DesiredState {
  return { ...rest, tags: new Map([...tags].map(([name, tag]) => [name, { ...tag, additive: new Set() }])) }
}

describe('any live state, written as a file', () => {
  it('is planned without a change, from data and from YAML', async () => {
    let [tags, whole] = [0, 0]
    await fc.assert(
      fc.asyncProperty(handCalls, async calls => {
        const { hub, live } = await hubAfter(calls)
        const { desired, unsaid } = liveAsDesired(live, new Set(tagNames))
        expect(await changesOf(desired, hub)).to.deep.equal([])
        const read = await written(desired)
        expect(withoutSources(read)).to.deep.equal(withoutSources(desired))
        expect(await changesOf(read, hub), 'as YAML').to.deep.equal([])
        const partial = new Set(unsaid.map(one => ('tag' in one ? one.tag : one.name)))
        tags += desired.tags.size
        whole += [...desired.tags.keys()].filter(name => !partial.has(name)).length
      }),
      tries(),
    )
    expect(tags, 'tags that were read').to.be.above(runs * 2)
    expect(whole / tags, 'tags of which all is said, and exact').to.be.above(0.5)
  })

  it('is additive only where exact would take away what no file can name', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, async calls => {
        const { hub, live } = await hubAfter(calls)
        const { desired, unsaid } = liveAsDesired(live, new Set(tagNames))
        const changes = await changesOf(exact(desired), hub)
        expect(changes.filter(({ action }) => action !== 'delete')).to.deep.equal([])
        const partial = unsaid.flatMap(one => (one.kind === 'rows' ? [one.tag] : []))
        expect(new Set(changes.map(nameOf))).to.deep.equal(new Set(partial))
      }),
      tries(1 / 4),
    )
  })
})
