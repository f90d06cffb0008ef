import { expect } from 'chai'
import { readGraph } from '../../src/hub/index.js'
import { link } from '../builders.js'
import { SandboxHub } from '../sandbox-hub.js'

async function hubWithLoop(): Promise<SandboxHub> {
  const hub = new SandboxHub()
  for (const name of ['b', 'a', 'gone']) await hub.call('createTag', [name])
  const fields = { maxdepth: 1, intransitive: true, noconfig: true, pkg_filter: '^x' }
  for (const [child, parent] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    const parent_id = await hub.call('getTagID', [parent])
    await hub.call('setInheritanceData', [child, [{ parent_id, priority: 7, ...fields }]])
  }
  await hub.call('createBuildTarget', ['z', 'a', 'b'])
  await hub.call('createBuildTarget', ['t', 'b', 'a'])
  await hub.call('deleteTag', ['gone'])
  const parent_id = await hub.call('getTagID', ['a'])
  await hub.call('setInheritanceData', ['gone', [{ parent_id, priority: 0, ...fields }]])
  hub.takeRequests()
  return hub
}

describe('readGraph', () => {
  it('reads all tags and links in one request, without those of deleted tags', async () => {
    const hub = await hubWithLoop()
    const { graph, event, targets, hub: identity } = await readGraph(hub.client, 'test')
    expect(graph.tags).to.deep.equal(['a', 'b'])
    const fields = { maxdepth: 1, intransitive: true, noconfig: true, pkg_filter: '^x' }
    const ab = { ...link('b', 7, fields), child: 'a' }
    const ba = { ...link('a', 7, fields), child: 'b' }
    expect([graph.parentsOf('a'), graph.childrenOf('b')]).to.deep.equal([[ab], [ab]])
    expect([graph.parentsOf('b'), graph.childrenOf('a')]).to.deep.equal([[ba], [ba]])
    expect(targets).to.deep.equal([])
    expect(identity).to.deep.equal({ profile: 'test', url: 'sandbox:memory', version: '1.35.3' })
    expect(event).to.be.greaterThan(0)
    expect(hub.takeRequests()).to.deep.equal([
      ['multiCall', 'getLastEvent', 'getKojiVersion', 'listTags', 'queryHistory'],
    ])
  })

  it('reads targets where they are wanted', async () => {
    const hub = await hubWithLoop()
    const { targets } = await readGraph(hub.client, 'test', { withTargets: true })
    expect(targets).to.deep.equal([
      { name: 't', build_tag: 'b', dest_tag: 'a' },
      { name: 'z', build_tag: 'a', dest_tag: 'b' },
    ])
  })
})
