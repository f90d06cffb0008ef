import { expect } from 'chai'
import fc from 'fast-check'
import { loadDesired } from '../src/desired/index.js'
import { LiveReader, Session } from '../src/hub/index.js'
import { RelengError } from '../src/koji/error.js'
import { canonicalJson } from '../src/koji/json.js'
import { type HistoryWish, planDesired, readHistory } from '../src/pipeline.js'
import { type Change, keyOfRow, resourceOf, rowKey } from '../src/plan/index.js'
import { ownRows } from '../src/plan/own-rows.js'
import type { ToldEvent } from '../src/report/index.js'
import { memoryIo } from './desired/helpers.js'
import { handCalls, handRepoNames, makeCalls, tagNames, targetNames } from './random-states.js'
import { anyLeave, applyRehearsed, SandboxHub } from './sandbox-hub.js'
import { tries } from './tries.js'

const all = { tags: tagNames, targets: targetNames, external_repos: handRepoNames }
const nothing: HistoryWish = { tags: [], targets: [], external_repos: [], builds: false }

async function told(hub: SandboxHub, wish: Partial<HistoryWish>): Promise<readonly ToldEvent[]> {
  return (await readHistory(hub.client, 'test', { ...nothing, ...wish })).events
}

/** Every row of a hub, what deleted tags own included, as JSON by `rowKey`. */
async function rowsOf({ client }: SandboxHub): Promise<Map<string, string>> {
  const live = await new LiveReader(client, 'test').read({ ...all, packages: tagNames })
  const rows = new Map<string, string>()
  const add = (change: Change) => rows.set(rowKey(change), canonicalJson(change.after))
  for (const tag of live.tags.values()) ownRows(tag, here).forEach(add)
  for (const tag of live.leftovers.values())
    ownRows(tag, here)
      .filter(({ kind }) => kind !== 'tag')
      .forEach(add)
  for (const { name, build_tag, dest_tag } of live.targets.values())
    rows.set(keyOfRow('target', name), canonicalJson({ name, build_tag, dest_tag }))
  for (const { name, url } of live.external_repos.values())
    rows.set(keyOfRow('external_repo', name), canonicalJson({ name, url }))
  return rows
}

const here = { file: 'test', line: 1, column: 1 }

/** Makes the changes on rows, each of which must say what was there before. */
function replay(rows: Map<string, string>, changes: readonly Change[]): void {
  for (const change of changes) {
    if (change.kind === 'setting') {
      const key = keyOfRow('tag', change.tag)
      const settings = JSON.parse(rows.get(key) ?? 'null')
      expect(settings[change.field]).to.equal(change.before)
      rows.set(key, canonicalJson({ ...settings, [change.field]: change.after }))
      continue
    }
    const key = rowKey(change)
    expect(rows.get(key), key).to.equal(change.before === null ? undefined : canonicalJson(change.before))
    if (change.after === null) rows.delete(key)
    else rows.set(key, canonicalJson(change.after))
  }
}

describe('the history of a hub', () => {
  it('leads from any older state to the newer one', async () => {
    let changes = 0
    await fc.assert(
      fc.asyncProperty(handCalls, handCalls, async (first, second) => {
        const hub = new SandboxHub()
        await makeCalls(hub, first)
        const [since, rows] = [hub.lastEvent(), await rowsOf(hub)]
        await makeCalls(hub, second)
        const now = await rowsOf(hub)
        const events = await told(hub, { since: String(since) })
        const names = (kind: Change['kind']) => {
          const changed = [...new Set(events.flatMap(({ changes }) => changes))].map(resourceOf)
          return [...new Set(changed.flatMap(one => (one.kind === kind ? [one.name] : [])))]
        }
        const named = { tags: names('tag'), targets: names('target'), external_repos: names('external_repo') }
        if (events.length > 0)
          expect(await told(hub, { ...named, since: String(since) }), 'by names').to.deep.equal(events)
        for (const { event, changes: made } of events) {
          expect(event).to.be.above(since)
          replay(rows, made)
          changes += made.length
        }
        expect(new Map([...rows].sort())).to.deep.equal(new Map([...now].sort()))
      }),
      tries(1 / 2),
    )
    expect(changes).to.be.above(100)
  })

  it('tells each change of plans once, with both halves, one event a call', async () => {
    const hub = new SandboxHub()
    const steps: [yaml: string, said: string[]][] = [
      [
        'tags: {a: {arches: [x86_64]}, b: {inheritance: [a]}}\ntargets: {t: {build_tag: b, dest_tag: a}}',
        [
          'create tag a: null → {"arches":"x86_64","locked":false,"maven_include_all":false,"maven_support":false,"perm":null}',
          'create tag b: null → {"arches":"","locked":false,"maven_include_all":false,"maven_support":false,"perm":null}',
          'create inheritance b a: null → {"intransitive":false,"maxdepth":null,"noconfig":false,"parent":"a","pkg_filter":"","priority":0}',
          'create target t: null → {"build_tag":"b","dest_tag":"a","name":"t"}',
        ],
      ],
      [
        'tags: {a: {arches: [x86_64, aarch64], locked: true, extra: {k: 1}, packages: {releng: [bash]}}}',
        [
          'update setting a arches: "x86_64" → "x86_64 aarch64"',
          'update setting a locked: false → true',
          'create extra a k: null → {"blocked":false,"value":1}',
          'create package a bash: null → {"blocked":false,"extra_arches":null,"owner":"releng"}',
        ],
      ],
      [
        'tags: {a: {extra: {k: true}, packages: {packager: [bash]}}}',
        [
          // Koji takes 1 and true for the same: the plan goes a way round.
          'delete extra a k: {"blocked":false,"value":1} → null',
          'create extra a k: null → {"blocked":false,"value":true}',
          'update package a bash: {"blocked":false,"extra_arches":null,"owner":"releng"} → {"blocked":false,"extra_arches":null,"owner":"packager"}',
        ],
      ],
      [
        'tags: {b: {inheritance: [{parent: a, intransitive: true}], groups: {build: [make]}}}',
        [
          'update inheritance b a: {"intransitive":false,"maxdepth":null,"noconfig":false,"parent":"a","pkg_filter":"","priority":0} → {"intransitive":true,"maxdepth":null,"noconfig":false,"parent":"a","pkg_filter":"","priority":0}',
          'create group b build: null → {"biarchonly":false,"blocked":false,"description":null,"display_name":"build","exported":true,"is_default":null,"langonly":null,"uservisible":true}',
          'create group_package b build make: null → {"basearchonly":null,"blocked":false,"requires":null,"type":"mandatory"}',
        ],
      ],
      [
        'targets: {t: {absent: true}}\ntags: {b: {absent: true}}',
        [
          'delete target t: {"build_tag":"b","dest_tag":"a","name":"t"} → null',
          'delete tag b: {"arches":"","locked":false,"maven_include_all":false,"maven_support":false,"perm":null} → null',
          'delete inheritance b a: {"intransitive":true,"maxdepth":null,"noconfig":false,"parent":"a","pkg_filter":"","priority":0} → null',
          'delete group b build: {"biarchonly":false,"blocked":false,"description":null,"display_name":"build","exported":true,"is_default":null,"langonly":null,"uservisible":true} → null',
          'delete group_package b build make: {"basearchonly":null,"blocked":false,"requires":null,"type":"mandatory"} → null',
        ],
      ],
    ]
    for (const [yaml, said] of steps) {
      const since = hub.lastEvent()
      const state = await loadDesired(['f.yaml'], memoryIo({ 'f.yaml': `version: 1\n${yaml}\n` }))
      await applyRehearsed(await planDesired(state, hub.client, 'test'), hub.client, hub.login, anyLeave)
      const events = await told(hub, { tags: ['a', 'b'], since: String(since) })
      expect(events.flatMap(({ changes }) => changes.map(sentence))).to.deep.equal(said)
      expect(events.map(({ author }) => author)).to.deep.equal(events.map(() => 'kojiadmin'))
    }
  })

  it('tells of a tag what was built in it, which a filter of Koji misses, and of nobody’s children', async () => {
    const hub = new SandboxHub()
    for (const tag of ['a', 'b', 'child']) await hub.call('createTag', [tag])
    await hub.call('createBuildTarget', ['t', 'a', 'b'])
    await hub.call('createBuildTarget', ['other', 'b', 'b'])
    await hub.call('setInheritanceData', [
      'child',
      [{ parent_id: await hub.call('getTagID', ['a']), ...first }],
    ])
    await hub.call('editBuildTarget', ['t', 't', 'b', 'b'])
    await hub.call('editBuildTarget', ['t', 't', 'b', 'b'])
    const events = await told(hub, { tags: ['a'] })
    expect(events.flatMap(({ changes }) => changes.map(sentence))).to.deep.equal([
      'create tag a: null → {"arches":"","locked":false,"maven_include_all":false,"maven_support":false,"perm":null}',
      'create target t: null → {"build_tag":"a","dest_tag":"b","name":"t"}',
      'update target t: {"build_tag":"a","dest_tag":"b","name":"t"} → {"build_tag":"b","dest_tag":"b","name":"t"}',
    ])
  })

  it('asks once, and once more for entries of packages that changed hands', async () => {
    const hub = new SandboxHub()
    await hub.call('createTag', ['a'])
    await hub.call('packageListAdd', ['a', 'bash', 'releng'])
    const since = String(hub.lastEvent())
    await hub.call('packageListSetOwner', ['a', 'bash', 'packager'])
    hub.takeRequests()
    const [given] = await told(hub, { tags: ['a'], since })
    expect(given?.changes.map(sentence)).to.deep.equal([
      'update package a bash: {"blocked":false,"extra_arches":null,"owner":"releng"} → {"blocked":false,"extra_arches":null,"owner":"packager"}',
    ])
    const facts = ['getLastEvent', 'getAllPerms', 'mavenEnabled', 'listExternalRepos', 'getKojiVersion']
    expect(hub.takeRequests()).to.deep.equal([
      ['multiCall', 'getLastEvent', 'getEvent'],
      ['multiCall', ...facts, 'queryHistory', 'queryHistory'],
      ['multiCall', 'queryHistory'],
    ])
    await told(hub, { tags: ['a'] })
    expect(hub.takeRequests(), 'of all time everything is known').to.deep.equal([
      ['multiCall', ...facts, 'queryHistory', 'queryHistory'],
    ])
  })

  it('tells what one user did, both halves', async () => {
    const hub = new SandboxHub()
    await hub.call('createTag', ['a'], { arches: 'x86_64' })
    await hub.call('packageListAdd', ['a', 'bash', 'packager'])
    const releng = await Session.open(hub.clientOf('releng'), hub.login)
    await releng.call({ method: 'editTag2', params: ['a'], named: { arches: 'aarch64' } })
    await releng.call({ method: 'packageListBlock', params: ['a', 'bash'] })
    await hub.call('editTag2', ['a'], { arches: 'x86_64' })
    expect(
      (await told(hub, { user: 'releng' })).flatMap(({ changes }) => changes.map(sentence)),
    ).to.deep.equal([
      'update setting a arches: "x86_64" → "aarch64"',
      'update package a bash: {"blocked":false,"extra_arches":null,"owner":"packager"} → {"blocked":true,"extra_arches":null,"owner":"packager"}',
    ])
  })

  it('tells builds only where they are asked for', async () => {
    const hub = new SandboxHub()
    await hub.call('createTag', ['a'])
    await hub.call('packageListAdd', ['a', 'bash', 'releng'])
    const since = String(hub.lastEvent())
    await hub.call('tagBuildBypass', ['a', hub.build('bash-5-1')])
    await hub.call('untagBuildBypass', ['a', 'bash-5-1'])
    expect(await told(hub, { tags: ['a'], since })).to.deep.equal([])
    const events = await told(hub, { tags: ['a'], since, builds: true })
    expect(events.flatMap(({ changes }) => changes.map(sentence))).to.deep.equal([
      'create build a bash-5-1: null → {"package":"bash"}',
      'delete build a bash-5-1: {"package":"bash"} → null',
    ])
  })

  it('begins with the hub, where one asks for more', async () => {
    const hub = new SandboxHub()
    await hub.call('createTag', ['a'])
    expect(await told(hub, { since: '1999-12-31' })).to.deep.equal(await told(hub, { tags: ['a'] }))
  })

  const wrong: [what: string, wish: Partial<HistoryWish>, message: RegExp][] = [
    ['nothing that narrows it down', {}, /^the whole past of a hub is more/],
    ['a tag that never was', { tags: ['nope'] }, /^there never was a tag nope$/],
    ['a glob that matches nothing', { tags: ['nope*'] }, /^no tag matches nope\*$/],
    ['a user that nobody is', { user: 'nobody' }, /^there is no user nobody$/],
    ['an event to come', { event: 999 }, /^there is no event 999 on the hub$/],
    ['no time', { since: 'yesterday' }, /^yesterday is neither an event nor a time$/],
  ]
  for (const [what, wish, message] of wrong) {
    it(`refuses ${what}`, async () => {
      const hub = new SandboxHub()
      await hub.call('createTag', ['a'])
      const error: unknown = await told(hub, wish).catch((caught: unknown) => caught)
      expect(error).to.be.instanceOf(RelengError)
      expect(error).to.have.property('message').that.matches(message)
    })
  }
})

const first = { priority: 0, maxdepth: null, intransitive: false, noconfig: false, pkg_filter: '' }

/** `update setting a arches: "x86_64" → "aarch64"` */
function sentence(change: Change): string {
  const names: string[] = JSON.parse(rowKey(change))
  const halves = [change.before, change.after].map(half => canonicalJson(half))
  return `${change.action} ${names.join(' ')}: ${halves.join(' → ')}`
}
