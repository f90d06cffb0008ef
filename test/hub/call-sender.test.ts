import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { CallSender, Session } from '../../src/hub/index.js'
import type { Call } from '../../src/koji/call.js'
import { RelengError } from '../../src/koji/error.js'
import { link } from '../builders.js'
import { SandboxHub } from '../sandbox-hub.js'
import { errorOf } from './local-server.js'

const create = (name: string): Call => ({ method: 'createTag', params: [name] })
const inherit = (child: string, ...links: ReturnType<typeof link>[]): Call => ({
  method: 'setInheritanceData',
  params: [child, links.map(one => ({ ...one }))],
})

async function sending(hub: SandboxHub, ids: ReadonlyMap<string, number> = new Map()): Promise<CallSender> {
  const sender = new CallSender(await Session.open(hub.client, hub.login), ids)
  hub.takeRequests()
  return sender
}

async function parents(hub: SandboxHub, tag: string): Promise<string[]> {
  const links = await hub.call('getInheritanceData', [tag])
  if (!Array.isArray(links)) throw new Error('no list')
  return links.map(({ name, priority }) => `${name} ${priority}`)
}

/** A hub that has these tags, and their ids. */
async function hubWith(...names: string[]) {
  const hub = new SandboxHub()
  const ids = new Map<string, number>()
  for (const name of names) ids.set(name, Number(await hub.call('createTag', [name])))
  return { hub, ids }
}

describe('CallSender', () => {
  it('sends all calls in one request, and gives an outcome for each', async () => {
    const { hub } = await hubWith('old')
    const sender = await sending(hub)
    const outcomes = await sender.send([
      create('a'),
      create('old'),
      { ...create('b'), named: { arches: 's390x' } },
    ])
    expect(hub.takeRequests()).to.deep.equal([['multiCall', 'createTag', 'createTag', 'createTag']])
    expect(outcomes.map(outcome => 'value' in outcome)).to.deep.equal([true, false, true])
    expect(outcomes[1])
      .to.have.property('fault')
      .that.includes({ code: 1000, text: "A tag with the name 'old' already exists" })
    expect(await hub.call('getTag', ['b'])).to.include({ arches: 's390x' })
  })

  it('sends nothing for no calls', async () => {
    const { hub } = await hubWith()
    expect(await (await sending(hub)).send([])).to.deep.equal([])
    expect(hub.takeRequests()).to.deep.equal([])
  })

  it('puts ids in the place of parents that were read', async () => {
    const { hub, ids } = await hubWith('a', 'p', '__proto__')
    const sender = await sending(hub, ids)
    await sender.send([inherit('a', link('p', 5), link('__proto__', 6))])
    expect(hub.takeRequests()).to.deep.equal([['multiCall', 'setInheritanceData']])
    expect(await parents(hub, 'a')).to.deep.equal(['p 5', '__proto__ 6'])
  })

  it('puts ids in the place of parents that it created', async () => {
    const { hub } = await hubWith()
    const sender = await sending(hub)
    await sender.send([create('p'), create('a')])
    await sender.send([inherit('a', link('p'))])
    expect(hub.takeRequests()).to.have.length(2)
    expect(await parents(hub, 'a')).to.deep.equal(['p 0'])
  })

  it('sends all else of a link, a deletion, and what follows the links', async () => {
    const { hub, ids } = await hubWith('a', 'p', 'q', 'r')
    const sender = await sending(hub, ids)
    await sender.send([inherit('a', link('p', 1, { maxdepth: 3, pkg_filter: 'x' }), link('q', 2))])
    const [first] = [await hub.call('getInheritanceData', ['a'])].flat()
    expect(first).to.include({ maxdepth: 3, pkg_filter: 'x', noconfig: false })
    await sender.send([
      { method: 'setInheritanceData', params: ['a', [{ parent: 'p', 'delete link': true }]] },
    ])
    expect(await parents(hub, 'a')).to.deep.equal(['q 2'])
    await sender.send([{ method: 'setInheritanceData', params: ['a', [{ ...link('r', 9) }], true] }])
    expect(await parents(hub, 'a')).to.deep.equal(['r 9'])
    await sender.send([{ ...inherit('a', link('p', 4)), named: { clear: true } }])
    expect(await parents(hub, 'a')).to.deep.equal(['p 4'])
  })

  it('refuses before the first write, where a parent is gone', async () => {
    const { hub } = await hubWith('a', 'gone')
    await hub.call('deleteTag', ['gone'])
    const sender = await sending(hub)
    const error = await errorOf(sender.send([create('b'), inherit('a', link('gone'))]))
    expect(error)
      .to.be.an.instanceof(RelengError)
      .and.include({ message: 'the parent gone is not on the hub', next: 'plan again' })
    expect(hub.takeRequests()).to.deep.equal([])
    expect(await hub.call('getTag', ['b'])).to.equal(null)
  })

  it('does not take the id of a tag whose creation failed', async () => {
    const { hub } = await hubWith('a')
    const sender = await sending(hub)
    await sender.send([create('bad name')])
    const error = await errorOf(sender.send([inherit('a', link('bad name'))]))
    expect(error.message).to.equal('the parent bad name is not on the hub')
  })

  it('leaves other calls as they are, whatever their parameters', async () => {
    const seen: RpcValue[] = []
    const hub = new SandboxHub({
      interceptCall: ({ method, params }) => {
        if (method === 'editTag2') seen.push([...params])
        return undefined
      },
    })
    await hub.call('createTag', ['a'])
    const extra = { parent: 'x', links: [{ parent: 'y' }] }
    await (await sending(hub)).send([{ method: 'editTag2', params: ['a'], named: { extra } }])
    expect(seen).to.deep.equal([['a', { extra, __starstar: true }]])
  })
})
