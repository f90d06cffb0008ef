import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { writeFault, writeResponse } from '../../src/hub/codec/writer.js'
import { HubClient, HubError, KojiFault, LiveReader, type Wanted } from '../../src/hub/index.js'
import type { Json } from '../../src/koji/json.js'
import type { Tag } from '../../src/koji/tag.js'
import { valuePath } from '../../src/koji/value-path.js'
import { block, blocked, link, listed, set, use } from '../builders.js'
import { SandboxHub } from '../sandbox-hub.js'
import { errorOf, ScriptedTransport } from './local-server.js'

/** A hub that a colleague has written to, one call after the other. */
class Hub extends SandboxHub {
  async tag(name: string, named: { [key: string]: RpcValue } = {}): Promise<this> {
    await this.call('createTag', [name], named)
    return this
  }

  /** Links in the form of `test/builders.ts`, parents by name. */
  async inherit(child: string, ...links: ReturnType<typeof link>[]): Promise<this> {
    const data: RpcValue[] = []
    for (const { parent, ...fields } of links) {
      data.push({ parent_id: await this.call('getTagID', [parent]), ...fields })
    }
    await this.call('setInheritanceData', [child, data])
    return this
  }

  read(tags: readonly string[], targets: readonly string[] = []) {
    return this.reader().read({ tags, targets })
  }

  reader(): LiveReader {
    return new LiveReader(this.client, 'test')
  }
}

const keys = (map: ReadonlyMap<string, unknown>) => [...map.keys()]

/** As many tags as one asks for, each with a parent of its own and one that all share. */
async function wide(count: number): Promise<{ hub: Hub; wanted: Wanted }> {
  const hub = await new Hub().tag('base')
  const tags = Array.from({ length: count }, (_, index) => `t${index}`)
  for (const name of tags) {
    await hub.tag(`${name}-parent`)
    await hub.call('createTag', [name, `${name}-parent`])
    await hub.inherit(`${name}-parent`, link('base'))
    await hub.call('createBuildTarget', [name, name, name])
  }
  hub.takeRequests()
  return { hub, wanted: { tags, targets: tags } }
}

describe('LiveReader', () => {
  it('reads a tag with all that is its own', async () => {
    const hub = await new Hub().tag('p')
    await hub.tag('a', {
      arches: 'x86_64 aarch64',
      perm: 'autosign',
      locked: true,
      maven_support: true,
      extra: { n: 1, f: 1.5, t: true, z: null, o: { k: ['ä'] }, ['__proto__']: 'p' },
    })
    await hub.call('editTag2', ['a'], { block_extra: ['b'] })
    await hub.inherit(
      'a',
      link('p', 7, { maxdepth: 2, intransitive: true, noconfig: true, pkg_filter: '^x' }),
    )
    await hub.call('groupListAdd', ['a', 'build'], { description: 'd', is_default: true })
    await hub.call('groupPackageListAdd', ['a', 'build', 'bash'], { type: 'default', basearchonly: true })
    await hub.call('groupPackageListBlock', ['a', 'build', 'zsh'])
    await hub.call('groupListAdd', ['a', 'srpm'])
    await hub.call('groupReqListAdd', ['a', 'build', 'srpm'], { type: 'optional' })
    for (const name of ['late', 'early', 'gone']) await hub.call('createExternalRepo', [name, '/'])
    await hub.call('addExternalRepoToTag', ['a', 'late', 9], { merge_mode: 'bare', arches: 'x86_64,i686' })
    await hub.call('addExternalRepoToTag', ['a', 'early', -1])
    await hub.call('addExternalRepoToTag', ['a', 'gone', 1])
    await hub.call('deleteExternalRepo', ['gone'])

    const { tags } = await hub.read(['a'])
    const { origins, ...tag } = tags.get('a') ?? { origins: new Map() }
    expect(origins.size).to.be.greaterThan(0)
    const config = { blocked: false, exported: true, uservisible: true, langonly: null, biarchonly: false }
    expect(tag).to.deep.equal({
      name: 'a',
      packages: new Map(),
      external_repos: [use('early', -1), use('late', 9, { merge_mode: 'bare', arches: 'x86_64 i686' })],
      settings: {
        arches: 'x86_64 aarch64',
        perm: 'autosign',
        locked: true,
        maven_support: true,
        maven_include_all: false,
      },
      extra: new Map<string, unknown>([
        ['n', set(1)],
        ['f', set(1.5)],
        ['t', set(true)],
        ['z', set(null)],
        ['o', set({ k: ['ä'] })],
        ['__proto__', set('p')],
        ['b', block],
      ]),
      inheritance: [link('p', 7, { maxdepth: 2, intransitive: true, noconfig: true, pkg_filter: '^x' })],
      groups: new Map([
        [
          'build',
          {
            config: { ...config, display_name: 'build', description: 'd', is_default: true },
            packages: new Map([
              ['bash', { blocked: false, type: 'default', basearchonly: true, requires: null }],
              ['zsh', { blocked: true, type: 'mandatory', basearchonly: null, requires: null }],
            ]),
            requirements: new Map([['srpm', { blocked: false, type: 'optional', is_metapkg: false }]]),
          },
        ],
        [
          'srpm',
          {
            config: { ...config, display_name: 'srpm', description: null, is_default: null },
            packages: new Map(),
            requirements: new Map(),
          },
        ],
      ]),
    })
  })

  const arches: [string, Json, string | null][] = [
    ["''", '', ''],
    ['null', null, null],
  ]
  for (const [what, given, expected] of arches) {
    it(`tells arches of ${what} from none`, async () => {
      const hub = await new Hub().tag('a', { arches: 's390x' })
      await hub.call('editTag2', ['a'], { arches: given })
      expect((await hub.read(['a'])).tags.get('a')?.settings.arches).to.equal(expected)
    })
  }

  it('reads own rows about a group of an ancestor, which getTagGroups(inherit=False) hides', async () => {
    const hub = await (await new Hub().tag('p')).tag('a')
    await hub.inherit('a', link('p'))
    await hub.call('groupListAdd', ['p', 'build'])
    await hub.call('groupPackageListAdd', ['a', 'build', 'bash'])
    expect(await hub.call('getTagGroups', ['a'], { inherit: false })).to.deep.equal([])

    const { tags } = await hub.read(['a'])
    expect(tags.get('a')?.groups.get('build')).to.deep.equal({
      config: null,
      packages: new Map([
        ['bash', { blocked: false, type: 'mandatory', basearchonly: null, requires: null }],
      ]),
      requirements: new Map(),
    })
  })

  it('keeps links in order of priority', async () => {
    const hub = new Hub()
    for (const name of ['a', 'b', 'c', 'd']) await hub.tag(name)
    await hub.inherit('a', link('b', 20), link('c', -1), link('d', 3))
    const { tags } = await hub.read(['a'])
    expect(tags.get('a')?.inheritance.map(({ parent }) => parent)).to.deep.equal(['c', 'd', 'b'])
  })

  it('tells of each value by which event it is, when, and whose', async () => {
    const hub = await (await new Hub().tag('p')).tag('a', { extra: { k: 1 } })
    const event = async () => {
      const last = await hub.call('getLastEvent', [])
      if (typeof last !== 'object' || last === null || !('id' in last) || !('ts' in last))
        throw new Error('no event')
      return { event: last.id, time: new Date(Number(last.ts) * 1000).toISOString(), author: 'kojiadmin' }
    }
    const created = await event()
    await hub.inherit('a', link('p'))
    const linked = await event()
    await hub.call('groupListAdd', ['a', 'build'])
    const grouped = await event()
    await hub.call('groupPackageListAdd', ['a', 'build', 'bash'])
    const listed = await event()
    await hub.call('createExternalRepo', ['epel', '/'])
    await hub.call('addExternalRepoToTag', ['a', 'epel', 5])
    const used = await event()

    const { tags, event: read } = await hub.read(['a'])
    expect(Object.fromEntries(tags.get('a')?.origins ?? [])).to.deep.equal({
      [valuePath('settings')]: created,
      [valuePath('extra', 'k')]: created,
      [valuePath('inheritance', 'p')]: linked,
      [valuePath('groups', 'build')]: grouped,
      [valuePath('groups', 'build', 'bash')]: listed,
      [valuePath('external_repos', 'epel')]: used,
    })
    expect(new Set([created, linked, grouped, listed].map(origin => origin.event)).size).to.equal(4)
    expect(read).to.equal(used.event)
  })

  it('reads ancestors, but not what inherits from them', async () => {
    const hub = new Hub()
    for (const name of ['a', 'b', 'c', 'sibling']) await hub.tag(name)
    await hub.inherit('a', link('b'))
    await hub.inherit('b', link('c'))
    await hub.inherit('sibling', link('b'))
    expect(keys((await hub.read(['a'])).tags)).to.deep.equal(['a', 'b', 'c'])
  })

  it('reads targets by name, and those around a tag, with the tags they use', async () => {
    const hub = new Hub()
    for (const name of ['a', 'build', 'dest', 'above']) await hub.tag(name)
    await hub.inherit('build', link('above'))
    await hub.call('createBuildTarget', ['asked', 'build', 'dest'])
    await hub.call('createBuildTarget', ['from-a', 'a', 'dest'])
    await hub.call('createBuildTarget', ['to-a', 'build', 'a'])
    const state = await hub.read(['a'], ['asked', 'unheard-of'])
    expect(keys(state.tags)).to.deep.equal(['a', 'above', 'build', 'dest'])
    expect(keys(state.targets)).to.deep.equal(['asked', 'from-a', 'to-a'])
    const { origin, ...asked } = state.targets.get('asked') ?? { origin: undefined }
    expect(asked).to.deep.equal({ name: 'asked', build_tag: 'build', dest_tag: 'dest' })
    expect(origin?.author).to.equal('kojiadmin')
    expect(state.targets.get('to-a')).to.deep.equal({ name: 'to-a', build_tag: 'build', dest_tag: 'a' })
  })

  it('finds nothing where nothing of the name ever was, or is any more', async () => {
    const hub = await (await new Hub().tag('gone')).tag('a')
    await hub.call('createBuildTarget', ['gone', 'a', 'a'])
    await hub.call('deleteBuildTarget', ['gone'])
    await hub.call('deleteTag', ['gone'])
    const state = await hub.read(['gone', 'never'], ['gone', 'never'])
    for (const map of [state.tags, state.leftovers, state.targets]) expect(keys(map)).to.deep.equal([])
  })

  it('reads all external repos, and more of those that are asked for', async () => {
    const hub = await (await new Hub().tag('a')).tag('b')
    for (const name of ['asked', 'other', 'gone'])
      await hub.call('createExternalRepo', [name, `http://${name}`])
    for (const tag of ['b', 'a']) await hub.call('addExternalRepoToTag', [tag, 'asked', 1])
    await hub.call('deleteExternalRepo', ['gone'])
    const wanted = { tags: [], targets: [], external_repos: ['asked', 'gone', 'never', '__proto__'] }
    const { external_repos, former } = await hub.reader().read(wanted)
    expect(keys(external_repos)).to.deep.equal(['asked', 'other'])
    const { origin, ...asked } = external_repos.get('asked') ?? {}
    expect(origin?.author).to.equal('kojiadmin')
    expect(asked).to.deep.equal({ name: 'asked', url: 'http://asked/', users: ['a', 'b'] })
    expect(external_repos.get('other')).to.deep.equal({ name: 'other', url: 'http://other/' })
    expect(keys(former.external_repos)).to.deep.equal(['gone'])
  })

  it('knows who deleted what is asked for, and of what was made again only who made it', async () => {
    const hub = new Hub()
    for (const name of ['gone', 'again', 'there', 'unasked']) await hub.tag(name)
    for (const name of ['gone', 'again']) await hub.call('createBuildTarget', [name, 'there', 'there'])
    for (const name of ['gone', 'again']) await hub.call('createExternalRepo', [name, '/'])
    const event = async () => Object(await hub.call('getLastEvent', [])).id
    const deletions: object[] = []
    for (const method of ['deleteTag', 'deleteBuildTarget', 'deleteExternalRepo']) {
      await hub.call(method, ['again'])
      await hub.call(method, ['gone'])
      deletions.push({ gone: { event: await event(), author: 'kojiadmin' } })
    }
    await hub.call('deleteTag', ['unasked'])
    await hub.tag('again')
    await hub.call('createBuildTarget', ['again', 'there', 'there'])
    await hub.call('createExternalRepo', ['again', '/'])

    const names = ['gone', 'again', 'there', 'never', '__proto__']
    const wanted = { tags: [...names, 'unasked'], present: names, targets: names, external_repos: names }
    const { former, tags, targets, external_repos } = await hub.reader().read(wanted)
    const told = [former.tags, former.targets, former.external_repos].map(map =>
      Object.fromEntries([...map].map(([name, { event, author }]) => [name, { event, author }])),
    )
    expect(told).to.deep.equal(deletions)
    expect([keys(tags), keys(targets), keys(external_repos)]).to.deep.equal([
      ['again', 'there'],
      ['again'],
      ['again'],
    ])
  })

  it('counts what a tag holds that shall go, and names it where it is little', async () => {
    const hub = await (await new Hub().tag('little')).tag('much')
    for (const name of ['zsh', 'bash']) await hub.call('packageListAdd', ['little', name, 'packager'])
    await hub.call('packageListBlock', ['little', 'bash'])
    await hub.call('createEmptyBuild', ['unlisted', '1.0', '2.fc20', null])
    for (const tag of ['little', 'much']) await hub.call('tagBuildBypass', [tag, 'unlisted-1.0-2.fc20'])
    for (let number = 0; number < 9; number += 1) {
      await hub.call('packageListAdd', ['much', `package-${number}`, 'packager'])
    }
    await hub.tag('gone')
    await hub.call('deleteTag', ['gone'])
    const absent = ['little', 'much', 'gone', 'never']
    const { contents } = await hub.reader().read({ tags: absent, targets: [], absent })
    const builds = { count: 1, names: ['unlisted-1.0-2.fc20'] }
    expect(Object.fromEntries(contents)).to.deep.equal({
      gone: { packages: { count: 0, names: [] }, builds: { count: 0, names: [] } },
      little: { packages: { count: 2, names: ['bash', 'zsh'] }, builds },
      much: { packages: { count: 9, names: [] }, builds },
    })
  })

  it('keeps what a deleted tag left behind apart: recreated, it would come back', async () => {
    const hub = await (await new Hub().tag('p')).tag('gone')
    await hub.call('deleteTag', ['gone'])
    await hub.inherit('gone', link('p', 5))
    const state = await hub.read(['gone'])
    expect(keys(state.tags)).to.deep.equal(['p'])
    expect(state.leftovers.get('gone')?.inheritance).to.deep.equal([link('p', 5)])
  })

  it('reads a tag called __proto__ like any other', async () => {
    const hub = await (await new Hub().tag('__proto__')).tag('constructor')
    await hub.inherit('constructor', link('__proto__'))
    await hub.call('createBuildTarget', ['__proto__', '__proto__', 'constructor'])
    const reader = hub.reader()
    const state = await reader.read({ tags: ['constructor', 'toString'], targets: ['__proto__', 'valueOf'] })
    expect(keys(state.tags)).to.deep.equal(['__proto__', 'constructor'])
    expect(keys(state.targets)).to.deep.equal(['__proto__'])
    expect(keys(reader.ids)).to.have.members(['__proto__', 'constructor'])
  })

  it('survives loops and tags that are their own parents', async () => {
    const hub = await (await new Hub().tag('a')).tag('b')
    await hub.inherit('a', link('a', 0), link('b', 1))
    await hub.inherit('b', link('a'))
    const reader = hub.reader()
    expect(keys((await reader.read({ tags: ['a'], targets: [] })).tags)).to.deep.equal(['a', 'b'])
    expect(keys((await reader.readDescendants(['a'])).tags)).to.deep.equal(['a', 'b'])
  })

  it('knows the hub: profile, URL, release, permissions', async () => {
    const { hub, permissions } = await new Hub().read([])
    expect(hub).to.deep.equal({ profile: 'test', url: 'sandbox:memory', version: '1.35.3' })
    expect([...permissions]).to.include.members(['admin', 'autosign', 'tag'])
  })

  it('keeps ids to itself', async () => {
    const hub = await (await new Hub().tag('p')).tag('a')
    await hub.inherit('a', link('p'))
    const reader = hub.reader()
    await reader.read({ tags: ['a'], targets: [] })
    for (const [name, id] of reader.ids) expect(await hub.call('getTagID', [name])).to.equal(id)
    expect(keys(reader.ids)).to.have.members(['a', 'p'])
  })

  it('gives the same state whatever was asked for first', async () => {
    const { hub, wanted } = await wide(4)
    const backwards = { tags: [...wanted.tags].reverse(), targets: [...wanted.targets].reverse() }
    const [one, other] = [await hub.reader().read(wanted), await hub.reader().read(backwards)]
    expect(keys(one.tags)).to.deep.equal(keys(other.tags))
    expect(one).to.deep.equal(other)
  })

  it('lists the names of all tags, for hints', async () => {
    const hub = await (await new Hub().tag('b')).tag('a')
    expect(await hub.reader().tagNames()).to.have.members(['a', 'b'])
  })
})

describe('the requests of LiveReader', () => {
  const count = (hub: SandboxHub) => hub.takeRequests().length

  it('are one where nothing is inherited', async () => {
    const hub = await new Hub().tag('a')
    hub.takeRequests()
    await hub.read(['a', 'never'], ['never'])
    expect(count(hub)).to.equal(1)
  })

  // Of many tags, the size of the hub and what it knows of the names; then all that it has.
  for (const [tags, requests] of [
    [3, 2],
    [300, 3],
  ] as const) {
    it(`are ${requests} for ${tags} tags with parents and targets`, async () => {
      const { hub, wanted } = await wide(tags)
      const state = await hub.reader().read(wanted)
      expect(count(hub)).to.equal(requests)
      expect(state.tags.size).to.equal(2 * tags + 1)
      expect(state.targets.size).to.equal(tags)
    })
  }

  it('are three at most: targets that use tags which inherit', async () => {
    const hub = new Hub()
    for (const name of ['a', 'build', 'one', 'two', 'three']) await hub.tag(name)
    await hub.inherit('build', link('one'))
    await hub.inherit('one', link('two'))
    await hub.inherit('two', link('three'))
    await hub.call('createBuildTarget', ['a', 'build', 'a'])
    hub.takeRequests()
    const state = await hub.read(['a'])
    expect(count(hub)).to.equal(3)
    expect(keys(state.tags)).to.deep.equal(['a', 'build', 'one', 'three', 'two'])
  })

  it('ask nothing twice: of each tag its rows once, of those that are wanted more', async () => {
    const hub = new Hub()
    for (const name of ['a', 'above', 'dest']) await hub.tag(name)
    await hub.inherit('a', link('above', 0), link('dest', 1))
    await hub.call('createBuildTarget', ['t', 'a', 'dest'])
    hub.takeRequests()
    await hub.read(['a', 'a'], ['t'])
    const whole = ['queryHistory', 'getFullInheritance', 'getBuildTargets', 'getBuildTargets']
    expect(hub.takeRequests()).to.deep.equal([
      [
        'multiCall',
        'getLastEvent',
        'getAllPerms',
        'mavenEnabled',
        'listExternalRepos',
        'getKojiVersion',
        ...whole,
        'queryHistory',
      ],
      ['multiCall', ...whole, 'queryHistory'],
    ])
  })

  it('ask one thing more of each tag that shall be there, and two of each that shall go', async () => {
    const hub = await (await new Hub().tag('a')).tag('old')
    hub.takeRequests()
    const tags = ['a', 'old']
    const calls = async (more: Partial<Wanted>) => {
      await hub.reader().read({ tags, targets: [], ...more })
      return hub.takeRequests().map(methods => methods.filter(method => method === 'queryHistory').length)
    }
    expect(await calls({})).to.deep.equal([2])
    expect(await calls({ present: ['a'] })).to.deep.equal([3])
    expect(await calls({ present: ['a'], absent: ['old'] })).to.deep.equal([5])
  })

  it('write nothing', async () => {
    const { hub, wanted } = await wide(2)
    const before = await hub.call('getLastEvent', [])
    hub.takeRequests()
    await hub.reader().read(wanted)
    expect(hub.takeRequests().flat()).to.satisfy((methods: readonly string[]) =>
      methods.every(method => /^(multiCall|mavenEnabled|get|list|query)/.test(method)),
    )
    expect(await hub.call('getLastEvent', [])).to.deep.equal(before)
  })
})

describe('the package lists of LiveReader', () => {
  /** `child` inherits from `parent`, that from `above`; each lists a package of its own name, `other` too. */
  async function lists(): Promise<Hub> {
    const hub = new Hub()
    for (const name of ['child', 'parent', 'above', 'other']) {
      await hub.tag(name)
      await hub.call('packageListAdd', [name, `of-${name}`, 'packager'])
    }
    await hub.inherit('child', link('parent'))
    await hub.inherit('parent', link('above'))
    hub.takeRequests()
    return hub
  }
  const listsOf = (tags: ReadonlyMap<string, Tag>) =>
    [...tags].flatMap(([name, { packages }]) => (packages.size > 0 ? [name] : []))
  const histories = (hub: SandboxHub) =>
    hub.takeRequests().map(methods => methods.filter(method => method === 'queryHistory').length)

  it('are not asked for unless they are wanted', async () => {
    const hub = await lists()
    expect(listsOf((await hub.read(['child', 'other'])).tags)).to.deep.equal([])
    expect(histories(hub)).to.deep.equal([2, 2])
  })

  it('are those of the tags wanted and of their ancestors, in as many requests', async () => {
    const hub = await lists()
    const { tags } = await hub
      .reader()
      .read({ tags: ['child', 'other'], targets: [], packages: ['child', 'never'] })
    expect(listsOf(tags)).to.deep.equal(['above', 'child', 'parent'])
    expect(histories(hub)).to.deep.equal([3, 4])
  })

  it('complete tags that were read otherwise, together with the ancestors', async () => {
    const hub = await lists()
    const { tags } = await hub.reader().read({ tags: ['child', 'above'], targets: [], packages: ['child'] })
    expect(listsOf(tags)).to.deep.equal(['above', 'child', 'parent'])
    expect(histories(hub)).to.deep.equal([3, 3])
  })

  it('complete an ancestor that was asked for by itself, and that a target uses', async () => {
    const hub = await lists()
    await hub.call('createBuildTarget', ['t', 'above', 'above'])
    const wanted = { tags: ['child', 'above'], targets: ['t'], packages: ['child'] }
    const { tags } = await hub.reader().read(wanted)
    expect(listsOf(tags)).to.deep.equal(['above', 'child', 'parent'])
  })

  it('can be asked for later, once', async () => {
    const hub = await lists()
    const reader = hub.reader()
    await reader.read({ tags: ['parent', 'other'], targets: [], packages: ['parent'] })
    hub.takeRequests()
    const { tags } = await reader.readFurther({ packages: ['parent', 'other', 'child'] })
    expect(listsOf(tags)).to.deep.equal(['above', 'other', 'parent'])
    expect(tags.get('other')?.inheritance).to.deep.equal([])
    expect(histories(hub)).to.deep.equal([1])
    await reader.readFurther({ packages: ['parent', 'other'] })
    expect(histories(hub)).to.deep.equal([])
  })

  it('tell each row with its owner, and who set either', async () => {
    const hub = await new Hub().tag('a')
    await hub.call('packageListAdd', ['a', 'eog', 'packager', false, 'i686'])
    await hub.call('packageListAdd', ['a', '__proto__', 'releng'])
    await hub.call('packageListBlock', ['a', '__proto__'])
    await hub.call('packageListAdd', ['a', 'gone', 'packager'])
    // Leaves the owner behind: it counts for nothing.
    await hub.call('packageListRemove', ['a', 'gone'])
    await hub.call('packageListSetOwner', ['a', 'eog', 'releng'])
    const { tags, event } = await hub.reader().read({ tags: ['a'], targets: [], packages: ['a'] })
    const { packages, origins } = tags.get('a') ?? { packages: new Map(), origins: new Map() }
    expect([...packages]).to.have.deep.members([
      ['eog', listed('releng', 'i686')],
      ['__proto__', blocked('releng')],
    ])
    const eventOf = (...path: string[]) => origins.get(valuePath('packages', ...path))?.event
    expect(eventOf('eog', 'owner')).to.equal(event)
    expect(eventOf('eog')).to.be.lessThan(event)
    expect(eventOf('__proto__')).to.be.a('number')
    expect(eventOf('__proto__', 'owner')).to.equal(undefined)
  })
})

describe('the users of LiveReader', () => {
  it('are those of the wanted ones that the hub knows, in the same request', async () => {
    const hub = new Hub()
    const { users } = await hub
      .reader()
      .read({ tags: [], targets: [], users: ['releng', 'nobody', 'releng', '__proto__'] })
    expect([...users]).to.deep.equal(['releng'])
    expect(hub.takeRequests()).to.deep.equal([
      [
        'multiCall',
        'getLastEvent',
        'getAllPerms',
        'mavenEnabled',
        'listExternalRepos',
        'getKojiVersion',
        'getUser',
        'getUser',
        'getUser',
      ],
    ])
  })

  it('are told by name, though the hub finds them by a Kerberos principal, too', async () => {
    const hub = new Hub()
    await hub.call('createUser', ['jdoe', 0, 'jdoe@EXAMPLE.ORG'])
    const { users } = await hub.reader().read({ tags: [], targets: [], users: ['jdoe@EXAMPLE.ORG'] })
    expect([...users]).to.deep.equal(['jdoe'])
  })
})

describe('LiveReader.readDescendants', () => {
  it('adds all descendants, what they inherit, and the targets built in them', async () => {
    const hub = new Hub()
    for (const name of ['a', 'child', 'grandchild', 'other-parent', 'stranger', 'dest']) await hub.tag(name)
    await hub.inherit('child', link('a'))
    await hub.inherit('grandchild', link('child', 0), link('other-parent', 1))
    await hub.call('createBuildTarget', ['t', 'grandchild', 'dest'])
    const reader = hub.reader()
    expect(keys((await reader.read({ tags: ['a'], targets: [] })).tags)).to.deep.equal(['a'])
    const state = await reader.readDescendants(['a'])
    expect(keys(state.tags)).to.deep.equal(['a', 'child', 'grandchild', 'other-parent'])
    expect(state.targets.get('t')).to.include({ build_tag: 'grandchild' })
  })

  it('reads the tags themselves, where they were not', async () => {
    const hub = await (await new Hub().tag('a')).tag('b')
    await hub.inherit('b', link('a'))
    const reader = hub.reader()
    await reader.read({ tags: [], targets: [] })
    expect(keys((await reader.readDescendants(['a'])).tags)).to.deep.equal(['a', 'b'])
  })

  it('asks nothing where all of them were read', async () => {
    const hub = await (await new Hub().tag('a')).tag('b')
    await hub.inherit('b', link('a'))
    const reader = hub.reader()
    const before = await reader.read({ tags: ['a', 'b'], targets: [] })
    hub.takeRequests()
    expect(await reader.readDescendants(['a'])).to.deep.equal(before)
    expect(hub.takeRequests()).to.deep.equal([])
  })

  it('completes a descendant that was read as an ancestor alone', async () => {
    const hub = new Hub()
    for (const name of ['a', 'between', 'below', 'private', 'dest']) await hub.tag(name)
    await hub.inherit('between', link('a', 0), link('private', 1, { intransitive: true }))
    await hub.inherit('below', link('between'))
    await hub.call('createBuildTarget', ['t', 'between', 'dest'])
    const reader = hub.reader()
    const first = await reader.read({ tags: ['a', 'below'], targets: [] })
    expect(keys(first.tags)).to.deep.equal(['a', 'below', 'between'])
    const state = await reader.readDescendants(['a'])
    expect(keys(state.targets)).to.deep.equal(['t'])
    expect(keys(state.tags)).to.include('private')
  })

  it('keeps the package list of one that was read as an ancestor alone, and its rows are not read again', async () => {
    const hub = await (await new Hub().tag('a')).tag('b')
    await hub.inherit('b', link('a'))
    await hub.call('packageListAdd', ['a', 'eog', 'packager'])
    const reader = hub.reader()
    const first = await reader.read({ tags: ['b'], targets: [], packages: ['b'] })
    hub.takeRequests()
    const { tags } = await reader.readDescendants(['a'])
    expect(tags.get('a')).to.deep.equal(first.tags.get('a'))
    expect(keys(tags.get('a')?.packages ?? new Map())).to.deep.equal(['eog'])
    expect(hub.takeRequests().flat()).to.not.include('queryHistory')
  })

  it('takes three requests at most, for a long chain, too', async () => {
    const hub = await new Hub().tag('t0')
    for (let index = 1; index <= 20; index += 1) await hub.call('createTag', [`t${index}`, `t${index - 1}`])
    const reader = hub.reader()
    await reader.read({ tags: ['t0'], targets: [] })
    hub.takeRequests()
    expect((await reader.readDescendants(['t0'])).tags.size).to.equal(21)
    expect(hub.takeRequests().length).to.be.at.most(3)
  })
})

describe('LiveReader on a hub that answers otherwise', () => {
  type Answers = Readonly<Record<string, RpcValue>>
  const good: Answers = {
    getLastEvent: [{ id: 1, ts: 1.5 }],
    getAllPerms: [[]],
    mavenEnabled: [true],
    listExternalRepos: [[]],
    getKojiVersion: ['1.35.3'],
    queryHistory: [{}],
    getFullInheritance: [[]],
    getBuildTargets: [[]],
  }
  const fault = (faultCode: number, faultString: string) => ({ faultCode, faultString })

  /** Every entry of a multicall is answered by the name of its method. */
  function reader(answers: Answers): LiveReader {
    const transport = new ScriptedTransport(({ method, params: [calls] }) => {
      if (method !== 'multiCall' || !Array.isArray(calls)) return writeFault(fault(1, method))
      return writeResponse(
        calls.map(({ methodName }) => ({ ...good, ...answers })[String(methodName)] ?? null),
      )
    })
    return new LiveReader(new HubClient(transport), 'test')
  }
  const read = (answers: Answers) => reader(answers).read({ tags: ['a'], targets: ['t'] })

  it('does without a version, which old hubs do not tell', async () => {
    const { hub } = await read({ getKojiVersion: fault(1000, 'Invalid method: getKojiVersion') })
    expect(hub.version).to.equal('unknown')
  })

  it('takes a hub that does not know of Maven for one without', async () => {
    expect((await read({})).maven).to.equal(true)
    expect((await read({ mavenEnabled: [false] })).maven).to.equal(false)
    expect((await read({ mavenEnabled: fault(1000, 'Invalid method: mavenEnabled') })).maven).to.equal(false)
  })

  const row = { create_event: 1, create_ts: 1, creator_name: 'me' }
  const config = {
    ...row,
    tag_id: 1,
    arches: null,
    'permission.name': null,
    locked: false,
    maven_support: false,
    maven_include_all: false,
  }
  const history = (tables: { [table: string]: RpcValue }) => ({ queryHistory: [tables] })

  it('takes an author that is unknown for unknown', async () => {
    const { tags } = await read(history({ tag_config: [{ ...config, creator_name: null }] }))
    expect([...(tags.get('a')?.origins.values() ?? [])]).to.deep.equal([
      { event: 1, time: '1970-01-01T00:00:01.000Z', author: 'unknown' },
    ])
  })

  const odd: [string, Answers, RegExp][] = [
    ['an event without id', { getLastEvent: [{ ts: 1 }] }, /getLastEvent answered a id that is not a number/],
    ['no event at all', { getLastEvent: [null] }, /getLastEvent answered something that is no struct/],
    [
      'permissions that are no list',
      { getAllPerms: ['x'] },
      /getAllPerms answered something that is no list/,
    ],
    ['a table that is no list', history({ tag_config: 'x' }), /queryHistory tag_config answered something/],
    ['a row that is none', history({ tag_extra: [7] }), /queryHistory tag_extra answered something/],
    [
      'a flag that is none',
      history({ tag_config: [{ ...config, locked: 1 }] }),
      /answered a locked that is not a boolean/,
    ],
    [
      'a text that is none',
      history({ tag_config: [{ ...config, arches: 5 }] }),
      /answered a arches that is not a text/,
    ],
    [
      'a missing flag',
      history({ tag_config: [{ ...row, tag_id: 1 }] }),
      /answered a locked that is not a boolean/,
    ],
    [
      'extra that is no JSON',
      history({ tag_config: [config], tag_extra: [{ ...row, 'tag.name': 'a', key: 'k', value: '{' }] }),
      /the hub holds an extra setting k that is no JSON/,
    ],
  ]
  for (const [what, answers, message] of odd) {
    it(`says so: ${what}`, async () => {
      const error = await errorOf(read(answers))
      expect(error).to.be.an.instanceof(HubError)
      expect(error.message).to.match(message)
      expect(error).to.have.property('next').that.is.a('string')
    })
  }

  const faults: [string, Answers][] = [
    ['of queryHistory', { queryHistory: fault(1004, 'no') }],
    ['of getFullInheritance', { getFullInheritance: fault(1, 'no') }],
    [
      'of getBuildTargets, unknown names included',
      { getBuildTargets: fault(1000, 'No such entry in table tag: a') },
    ],
    ['of getLastEvent', { getLastEvent: fault(1014, 'no') }],
  ]
  for (const [what, answers] of faults) {
    it(`throws the fault ${what}`, async () => {
      expect(await errorOf(read(answers))).to.be.an.instanceof(KojiFault)
    })
  }

  it('forgives only that a name is unknown', async () => {
    const unknown = fault(1000, 'No such entry in table tag: a')
    const { tags, targets } = await read({ queryHistory: unknown, getFullInheritance: unknown })
    expect([...keys(tags), ...keys(targets)]).to.deep.equal([])
  })
})

describe('LiveReader of the past', () => {
  it('reads targets and external repos as they were, and who deleted them', async () => {
    const hub = await (await new Hub().tag('a')).tag('b')
    const moments: { [what: string]: number } = {}
    const then = async (
      what: string,
      method: string,
      params: RpcValue[],
      named?: { [key: string]: RpcValue },
    ) => {
      await hub.call(method, params, named)
      moments[what] = hub.lastEvent()
    }
    await then('nothing', 'createTag', ['c'])
    await then('target made', 'createBuildTarget', ['t', 'a', 'b'])
    await then('repo made', 'createExternalRepo', ['r', 'https://example.org/1/'])
    await then('repo used', 'addExternalRepoToTag', ['a', 'r', 5])
    await then('target moved', 'editBuildTarget', ['t', 't', 'b', 'b'])
    await then('repo moved', 'editExternalRepo', ['r'], { url: 'https://example.org/2/' })
    await then('target gone', 'deleteBuildTarget', ['t'])
    await then('repo gone', 'deleteExternalRepo', ['r'])
    await then('tag gone', 'deleteTag', ['c'])
    await then('all back', 'createTag', ['c'])
    await then('target back', 'createBuildTarget', ['t', 'a', 'a'])

    const seen = async (what: string) => {
      const reader = new LiveReader(hub.client, 'test', { at: moments[what] })
      const wanted = { tags: ['c'], present: ['c'], targets: ['t'], external_repos: ['r'] }
      const { targets, external_repos, former } = await reader.read(wanted)
      const [target, repo] = [targets.get('t'), external_repos.get('r')]
      return {
        target: target && `${target.build_tag} → ${target.dest_tag}, ${target.origin?.event}`,
        repo: repo && `${repo.url} by ${repo.users?.join()}, ${repo.origin?.event}`,
        former: [former.tags.get('c'), former.targets.get('t'), former.external_repos.get('r')].map(
          end => end?.event,
        ),
      }
    }
    const first = { target: `a → b, ${moments['target made']}` }
    const moved = { target: `b → b, ${moments['target moved']}` }
    const url = (number: number, users: string, event: string) =>
      `https://example.org/${number}/ by ${users}, ${moments[event]}`
    const none = { target: undefined, repo: undefined, former: [undefined, undefined, undefined] }
    const [c, t, r] = ['tag gone', 'target gone', 'repo gone'].map(what => moments[what])
    const expected: [string, object][] = [
      ['nothing', none],
      ['target made', { ...none, ...first }],
      ['repo made', { ...none, ...first, repo: url(1, '', 'repo made') }],
      ['repo used', { ...none, ...first, repo: url(1, 'a', 'repo made') }],
      ['target moved', { ...none, ...moved, repo: url(1, 'a', 'repo made') }],
      ['repo moved', { ...none, ...moved, repo: url(2, 'a', 'repo moved') }],
      ['target gone', { ...none, repo: url(2, 'a', 'repo moved'), former: [undefined, t, undefined] }],
      ['repo gone', { ...none, former: [undefined, t, r] }],
      ['tag gone', { ...none, former: [c, t, r] }],
      ['all back', { ...none, former: [undefined, t, r] }],
      [
        'target back',
        { ...none, target: `a → a, ${moments['target back']}`, former: [undefined, undefined, r] },
      ],
    ]
    for (const [what, state] of expected) expect(await seen(what), what).to.deep.equal(state)
  })
})
