import { expect } from 'chai'
import fc from 'fast-check'
import { type Before, LiveReader } from '../../src/hub/index.js'
import type { LiveState } from '../../src/koji/live-state.js'
import {
  type HandCall,
  handCalls,
  handRepoNames,
  makeCalls,
  tagNames,
  targetNames,
} from '../random-states.js'
import { SandboxHub } from '../sandbox-hub.js'
import { tries } from '../tries.js'

const names = { targets: targetNames, external_repos: handRepoNames, packages: tagNames, present: tagNames }
/** So many that a whole hub is worth reading; they are nowhere. */
const strangers = Array.from({ length: 12 }, (_, index) => `stranger-${index}`)

describe('a hub that is read as a whole', () => {
  it('tells of tags what it tells of each alone, and so of their descendants', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, fc.subarray(tagNames, { minLength: 1 }), async (calls, tags) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const read = async (more: readonly string[], before?: Before): Promise<LiveState> => {
          const reader = new LiveReader(hub.client, 'test', { before })
          const { tags: live } = await reader.read({ ...names, tags: [...tags, ...more] })
          return reader.readDescendants(tags.filter(tag => live.has(tag)))
        }
        hub.takeRequests()
        const alone = await read([])
        expect(hub.takeRequests().flat()).not.to.include('listTags')
        // The hub's own walk ends at intransitive links; what is behind them is read here, too, and changes nothing.
        const known = <T>(map: ReadonlyMap<string, T>, some: ReadonlyMap<string, T>) =>
          new Map([...map].filter(([name]) => some.has(name)))
        const asAlone = ({ tags, leftovers, targets, ...rest }: LiveState): LiveState => ({
          tags: known(tags, alone.tags),
          leftovers: known(leftovers, alone.leftovers),
          targets: known(targets, alone.targets),
          ...rest,
        })
        expect(asAlone(await read(strangers))).to.deep.equal(alone)
        expect(hub.takeRequests().flat()).to.include('listTags').and.not.to.include('getFullInheritance')
        // Many tags of a large hub.
        expect(asAlone(await read(strangers, 'tag by tag'))).to.deep.equal(alone)
      }),
      tries(0.5),
    )
  })

  it('is read again by what was written since', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, handCalls, async (first, second) => {
        const hub = new SandboxHub()
        const wanted = { ...names, tags: [...tagNames, ...strangers] }
        const readerAfter = async (calls: readonly HandCall[], before?: Before) => {
          await makeCalls(hub, calls)
          return new LiveReader(hub.client, 'test', { before })
        }
        const reader = await readerAfter(first)
        await reader.read(wanted)
        const again = await (await readerAfter(second, reader.way)).read(wanted)
        expect(again).to.deep.equal(await (await readerAfter([])).read(wanted))
      }),
      tries(0.5),
    )
  })

  it('is not one with far more tags than are wanted', async () => {
    const hub = new SandboxHub()
    for (let index = 0; index < 750; index += 1) await hub.call('createTag', [`t${index}`])
    hub.takeRequests()
    const reading = async (count: number) => {
      const tags = Array.from({ length: count }, (_, index) => `t${index}`)
      await new LiveReader(hub.client, 'test').read({ tags, targets: [] })
      return hub.takeRequests().map(methods => methods.filter(method => method === 'queryHistory').length)
    }
    expect(await reading(11)).to.deep.equal([11])
    expect(await reading(12)).to.deep.equal([0, 0, 12])
    expect(await reading(13)).to.deep.equal([0, 0, 1])
  })

  it('has no more names of tags than before: getTagID makes none unless it is told to', async () => {
    const hub = new SandboxHub()
    await new LiveReader(hub.client, 'test').read({ tags: strangers, targets: [], present: strangers })
    expect(hub.takeRequests().flat()).to.include('getTagID')
    for (const name of strangers) expect(await hub.call('getTagID', [name])).to.equal(null)
  })
})
