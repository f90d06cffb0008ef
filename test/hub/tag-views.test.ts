import { expect } from 'chai'
import fc from 'fast-check'
import { readTagViews, type TagViews, type ViewOptions } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import type { Settings } from '../../src/koji/tag.js'
import type { TagView } from '../../src/koji/tag-view.js'
import { handCalls, makeCalls, tagNames } from '../random-states.js'
import { SandboxHub } from '../sandbox-hub.js'
import { errorOf } from './local-server.js'
import { HubAnswers, seenBy } from './tag-answers.js'

const runs = Number(process.env.FC_RUNS ?? 60)

function show(
  hub: SandboxHub,
  names: string | readonly string[],
  options: ViewOptions = {},
): Promise<TagViews> {
  return readTagViews(hub.client, 'test', [names].flat(), options)
}

async function showOne(hub: SandboxHub, name: string, options?: ViewOptions): Promise<TagView> {
  const [view] = (await show(hub, name, options)).tags
  if (view === undefined) throw new Error('nothing is shown')
  return view
}

async function lastEvent(hub: SandboxHub): Promise<number> {
  return Number(Reflect.get(Object(await hub.client.call({ method: 'getLastEvent', params: [] })), 'id'))
}

describe('readTagViews, on any hub', () => {
  it('tells what the hub itself answers of a tag, now and then', async () => {
    let compared = 0
    // Now, or a twentieth of the past.
    const anyMoment = fc.constantFrom(undefined, ...Array.from({ length: 20 }, (_, nth) => (nth + 1) / 20))
    await fc.assert(
      fc.asyncProperty(handCalls, anyMoment, async (calls, moment) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const event = moment && Math.ceil(moment * (await lastEvent(hub)))
        const answers = new HubAnswers(hub.client, event)
        const names = await answers.existing(tagNames)
        if (names.length === 0) return
        const at = event === undefined ? undefined : String(event)
        const { tags } = await show(hub, names, { at, withPackages: true })
        const counts = (await show(hub, names, { at })).tags.map(({ packages }) => packages)
        expect(tags.map(({ name }) => name)).to.deep.equal(names)
        for (const [index, view] of tags.entries()) {
          compared += 1
          expect(seenBy(view)).to.deep.equal(await answers.seen(view.name, names))
          const { own, own_blocked, entries } = view.packages
          expect(counts[index]).to.deep.equal({ own, own_blocked, entries, blocked: null })
        }
      }),
      { numRuns: runs },
    )
    expect(compared, 'tags compared').to.be.above(runs)
  })

  it('tells by which event each setting came to be as it is', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, async calls => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const last = await lastEvent(hub)
        const states = Array.from({ length: last + 1 }, (_, event) => new HubAnswers(hub.client, event))
        for (const name of (await states.at(-1)?.existing(tagNames)) ?? []) {
          const view = await showOne(hub, name)
          const past = await Promise.all(states.map(state => state.tag(name)))
          for (const field of Object.keys(view.settings) as (keyof Settings)[]) {
            const value = past.at(-1)?.[field]
            const since = past.findLastIndex(tag => tag === undefined || tag[field] !== value) + 1
            expect(view.settings[field].origin.event, `${name} ${field}`).to.equal(since)
          }
        }
      }),
      { numRuns: Math.ceil(runs / 3) },
    )
  })
})

describe('readTagViews', () => {
  /** `a` inherits from `b`, and `c` from it. `gone` was made by event 6, inherits by event 8, was deleted by event 9. */
  async function hubWithPast(): Promise<SandboxHub> {
    const hub = new SandboxHub()
    for (const name of ['b', 'a', 'c', 'gone']) await hub.call('createTag', [name], { arches: 'x86_64' })
    const fields = { priority: 0, maxdepth: null, intransitive: false, noconfig: false, pkg_filter: '' }
    const inherit = async (child: string, parent: string) => {
      const parent_id = await hub.call('getTagID', [parent])
      await hub.call('setInheritanceData', [child, [{ ...fields, parent_id }]])
    }
    await inherit('a', 'b')
    await inherit('gone', 'a')
    await hub.call('deleteTag', ['gone'])
    await inherit('c', 'a')
    hub.takeRequests()
    return hub
  }

  it('asks for many tags in as few requests as for one', async () => {
    const hub = await hubWithPast()
    await show(hub, 'a')
    const one = hub.takeRequests()
    await show(hub, ['a', 'b', 'c', 'a'])
    expect(hub.takeRequests()).to.have.length.at.most(one.length)
    expect(one.map(([method]) => method)).to.deep.equal(Array(4).fill('multiCall'))
    expect(one.flat().filter(method => !/^(get|list|query|maven|multiCall)/.test(method))).to.deep.equal([])
  })

  it('reads no package list unless it is asked for', async () => {
    const hub = await hubWithPast()
    await hub.call('packageListAdd', ['b', 'bash', 'releng'])
    await hub.call('packageListAdd', ['b', 'make', 'releng'])
    await hub.call('packageListBlock', ['a', 'make'])
    await hub.call('packageListAdd', ['a', 'zsh', 'releng'])
    await hub.call('packageListSetOwner', ['a', 'zsh', 'packager'])
    const last = await lastEvent(hub)
    expect((await showOne(hub, 'a')).packages).to.deep.equal({
      own: 2,
      own_blocked: 1,
      entries: 3,
      blocked: null,
    })
    const { list = [], ...counts } = (await showOne(hub, 'a', { withPackages: true })).packages
    expect(counts).to.deep.equal({ own: 2, own_blocked: 1, entries: 3, blocked: 1 })
    expect(list.map(entry => [entry.package, entry.from, entry.origin?.event])).to.deep.equal([
      ['bash', 'b', undefined],
      ['make', 'a', last - 2],
      ['zsh', 'a', last],
    ])
  })

  it('tells where no package list can be made', async () => {
    const hub = await hubWithPast()
    const parent_id = await hub.call('getTagID', ['b'])
    const link = {
      parent_id,
      priority: 0,
      maxdepth: null,
      intransitive: false,
      noconfig: false,
      pkg_filter: '(',
    }
    await hub.call('setInheritanceData', ['a', [link]])
    for (const withPackages of [false, true]) {
      const { packages } = await showOne(hub, 'a', { withPackages })
      expect(packages).to.deep.equal({ own: 0, own_blocked: 0, entries: null, blocked: null })
    }
  })

  it('counts heirs that exist, and no link of a tag to itself', async () => {
    const hub = await hubWithPast()
    const link = { priority: 9, maxdepth: null, intransitive: false, noconfig: false, pkg_filter: '' }
    const parent_id = await hub.call('getTagID', ['a'])
    for (const child of ['gone', 'a']) await hub.call('setInheritanceData', [child, [{ ...link, parent_id }]])
    const { children, descendants } = await showOne(hub, 'a')
    expect([children.map(({ child }) => child), descendants]).to.deep.equal([['c'], 1])
    expect((await showOne(hub, 'b')).descendants).to.equal(2)
  })

  it('finds the last event before a time', async () => {
    const hub = await hubWithPast()
    const { hub: identity, event, at, tags } = await show(hub, 'a', { at: '2100-01-01' })
    expect(identity.profile).to.equal('test')
    expect(event).to.equal(await lastEvent(hub))
    expect(at?.event).to.equal(event)
    expect(at?.time).to.match(/^20\d\d-/)
    expect(tags).to.have.length(1)
  })

  it('shows a deleted tag as it was', async () => {
    const { event, tags } = await show(await hubWithPast(), ['gone', 'a'], { at: '8' })
    expect(event).to.equal(8)
    expect(tags.map(({ name, ancestors, descendants }) => [name, ancestors, descendants])).to.deep.equal([
      ['gone', ['a', 'b'], 0],
      ['a', ['b'], 1],
    ])
  })

  it('shows targets and external repos as they were', async () => {
    const hub = await hubWithPast()
    await hub.call('createBuildTarget', ['t', 'a', 'b'])
    await hub.call('createExternalRepo', ['r', 'https://example.org/old/'])
    await hub.call('addExternalRepoToTag', ['a', 'r', 5])
    const then = String(await lastEvent(hub))
    await hub.call('deleteBuildTarget', ['t'])
    await hub.call('editExternalRepo', ['r'], { url: 'https://example.org/new/' })
    const seen = async (options?: ViewOptions) => {
      const { targets, external_repos } = await showOne(hub, 'a', options)
      return [targets.build_tag.map(({ name }) => name), external_repos.map(({ url }) => url)]
    }
    expect(await seen({ at: then })).to.deep.equal([['t'], ['https://example.org/old/']])
    expect(await seen()).to.deep.equal([[], ['https://example.org/new/']])
  })

  const absences: [string, string[], string | undefined, string[], string][] = [
    [
      'a misspelt name',
      ['gome', 'aa'],
      undefined,
      ['there is no tag gome', 'there is no tag aa; did you mean a?'],
      'mend the names',
    ],
    [
      'a deleted tag',
      ['gone'],
      undefined,
      ['there is no tag gone: it was deleted by kojiadmin, <time>, event 9'],
      'to see gone as it was: --at 8',
    ],
    [
      'a tag that was deleted before',
      ['gone'],
      '10',
      ['there is no tag gone: it was deleted by kojiadmin, <time>, event 9'],
      'to see gone as it was: --at 8',
    ],
    [
      'a tag that came later',
      ['a', 'gone'],
      '4',
      ['there was no tag gone yet at event 4: it was made by kojiadmin, <time>, event 6'],
      'to see gone as it was: --at 6',
    ],
  ]
  for (const [what, names, at, messages, next] of absences) {
    it(`tells of ${what}`, async () => {
      const error = await errorOf(show(await hubWithPast(), names, { at }))
      expect(error).to.be.instanceOf(RelengError)
      expect(error.message.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '<time>').split('\n')).to.deep.equal(
        messages,
      )
      expect(error).to.have.property('next').that.contains(next)
    })
  }

  const moments: [string, RegExp][] = [
    ['soon', /^soon is neither an event nor a time$/],
    ['99999', /^there is no event 99999 on the hub$/],
    ['0', /^there is no event 0 on the hub$/],
    ['1999-01-01', /^nothing had happened before 1999-01-01 on the hub$/],
  ]
  for (const [at, message] of moments) {
    it(`refuses to go to ${at}`, async () => {
      const error = await errorOf(show(await hubWithPast(), 'a', { at }))
      expect(error.message).to.match(message)
    })
  }

  it('goes to a number that no event has', async () => {
    const hub = await hubWithPast()
    const gap = (await lastEvent(hub)) + 1
    // Koji's counter goes on although the call fails.
    await hub.call('editTag2', ['a'], { block_extra: ['k', 'k'] }).catch(() => undefined)
    await hub.call('createTag', ['new'])
    const { at, tags } = await show(hub, 'a', { at: String(gap) })
    expect(at).to.deep.equal({ event: gap, time: null })
    expect(tags).to.have.length(1)
  })
})
