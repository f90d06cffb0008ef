import { expect } from 'chai'
import { loadDesired } from '../src/desired/index.js'
import type { DesiredState } from '../src/koji/desired-state.js'
import { RefusedError, RelengError } from '../src/koji/error.js'
import { applyPlanned, planDesired } from '../src/pipeline.js'
import { desired, link, target, use, wanted } from './builders.js'
import { SandboxHub } from './sandbox-hub.js'

const base = 'examples/fedora-44-base.yaml'
const flatpak = 'examples/f44-flatpak.yaml'

async function plan(hub: SandboxHub, state: DesiredState) {
  return (await planDesired(state, hub.client, 'test')).plan
}

async function apply(hub: SandboxHub, state: DesiredState) {
  return applyPlanned(await planDesired(state, hub.client, 'test'), hub.client, hub.login)
}

async function prepared(...files: string[]): Promise<SandboxHub> {
  const hub = new SandboxHub()
  for (const file of files) await apply(hub, await loadDesired([file]))
  hub.takeRequests()
  return hub
}

const { parent: _, ...linkFields } = link('')

const isHistory = (method: string) => method === 'queryHistory'
const isRead = (method: string) => /^(get|list|query|(multiCall|mavenEnabled)$)/.test(method)
const writes = (requests: (readonly string[])[]) =>
  requests.flat().filter(method => !isRead(method) && !['sslLogin', 'logout'].includes(method))

describe('plan and apply on a hub', () => {
  it('creates the Flatpak tags of the Change: what builds will see', async () => {
    const hub = await prepared(base, flatpak)
    const config = await hub.call('getBuildConfig', ['f44-app-build'])
    expect(config).to.deep.include({ arches: 'x86_64 aarch64 ppc64le' })
    expect(config).to.have.nested.property('extra.rpm\\.macro\\.dist', '.f44app')
    const groups = await hub.call('getTagGroups', ['f44-app-build'])
    const build = Array.isArray(groups) ? groups.find(group => group.name === 'build') : undefined
    const packages: string[] = build.packagelist.map(({ package: name }: { package: string }) => name)
    expect(packages).to.include('flatpak-rpm-macros').and.to.include('bash').and.to.have.length(23)
    expect(await hub.call('getBuildTarget', ['f44-app'])).to.deep.include({
      build_tag_name: 'f44-app-build',
      dest_tag_name: 'f44-app',
    })
  })

  it('has nothing left to do the second time', async () => {
    const hub = await prepared(base, flatpak)
    expect((await plan(hub, await loadDesired([flatpak, base]))).changes).to.deep.equal([])
  })

  it('plans in at most 3 requests, none of them a login or a write', async () => {
    const hub = await prepared(base)
    const { stages } = await plan(hub, await loadDesired([flatpak]))
    expect(stages.map(({ stage, calls }) => [stage, calls.length])).to.deep.equal([
      ['create', 4],
      ['fill', 6],
      ['switch', 2],
    ])
    const requests = hub.takeRequests()
    expect(requests.length).to.be.at.most(3)
    expect(requests.flat().filter(method => !isRead(method))).to.deep.equal([])
  })

  it('applies in at most 10 requests: reads, login, permissions, a last look and logout included', async () => {
    const hub = await prepared(base)
    const { remaining } = await apply(hub, await loadDesired([flatpak]))
    expect(remaining).to.deep.equal([])
    expect(hub.takeRequests().length).to.be.at.most(10)
  })

  describe('shows a change made by hand as exactly that, and mends it with no other write', () => {
    type Hand = (hub: SandboxHub) => Promise<unknown>
    const cases: [string, Hand, object[], string[]][] = [
      [
        'a parent removed',
        async hub => {
          const parent: unknown = await hub.call('getTagID', ['f44-build'])
          return hub.call('setInheritanceData', [
            'f44-app-build',
            [{ parent_id: Number(parent), 'delete link': true }],
          ])
        },
        [
          {
            kind: 'inheritance',
            action: 'create',
            tag: 'f44-app-build',
            parent: 'f44-build',
            before: null,
            after: link('f44-build', 20),
          },
        ],
        ['setInheritanceData'],
      ],
      [
        'a macro altered',
        hub => hub.call('editTag2', ['f44-app-build'], { extra: { 'rpm.macro.dist': '.oops' } }),
        [
          {
            kind: 'extra',
            action: 'update',
            tag: 'f44-app-build',
            key: 'rpm.macro.dist',
            before: { blocked: false, value: '.oops' },
            after: { blocked: false, value: '.f44app' },
          },
        ],
        ['editTag2'],
      ],
      [
        'a target re-pointed',
        hub => hub.call('editBuildTarget', ['f44-app', 'f44-app', 'f44-build', 'f44-app']),
        [
          {
            kind: 'target',
            action: 'update',
            target: 'f44-app',
            before: { name: 'f44-app', build_tag: 'f44-build', dest_tag: 'f44-app' },
            after: { name: 'f44-app', build_tag: 'f44-app-build', dest_tag: 'f44-app' },
          },
        ],
        ['editBuildTarget'],
      ],
    ]
    for (const [what, byHand, expected, calls] of cases) {
      it(what, async () => {
        const hub = await prepared(base, flatpak)
        await byHand(hub)
        const state = await loadDesired([flatpak])
        const { changes } = await plan(hub, state)
        expect(changes.map(({ source: _, origin: __, ...change }) => change)).to.deep.equal(expected)
        hub.takeRequests()
        await apply(hub, state)
        expect(writes(hub.takeRequests())).to.deep.equal(calls)
        expect((await plan(hub, state)).changes).to.deep.equal([])
      })
    }
  })

  it('tells who made what it mends', async () => {
    const hub = await prepared(base, flatpak)
    await hub.call('editTag2', ['f44-app-build'], { extra: { 'rpm.macro.dist': '.oops' } })
    const { changes, event } = await plan(hub, await loadDesired([flatpak]))
    expect(changes[0]?.origin).to.deep.include({ author: 'kojiadmin', event })
  })

  it('reads in as many requests for many tags as for few', async () => {
    const hub = await prepared(base)
    const many = Array.from({ length: 60 }, (_, index) =>
      wanted(`t${index}`, { inheritance: [link('f44-build')] }),
    )
    await plan(hub, desired(many.slice(0, 2)))
    expect(hub.takeRequests()).to.have.length(2)
    // The size of the hub, and at the same time the names that it knows; then all that it has.
    await plan(hub, desired(many))
    expect(hub.takeRequests()).to.have.length(3)
  })

  describe('reads package lists', () => {
    /** How often each request says `queryHistory`: for a tag, for the past of one that is wanted, for a package list. */
    async function requests(hub: SandboxHub, state: DesiredState): Promise<number[]> {
      hub.takeRequests()
      await plan(hub, state)
      return hub.takeRequests().map(methods => methods.filter(isHistory).length)
    }
    const packages = { eog: 'releng' }
    const parent = link('f44-build')

    it('only where the file manages one, and in no more requests', async () => {
      const hub = await prepared(base)
      const without = await requests(hub, desired([wanted('new', { inheritance: [parent] })]))
      const within = await requests(hub, desired([wanted('new', { inheritance: [parent], packages })]))
      expect(without).to.deep.equal([3, 3])
      expect(within).to.deep.equal([5, 5])
    })

    it('of ancestors that only a plan for another tag brings', async () => {
      const hub = await prepared(base)
      await plan(hub, desired([]))
      await hub.call('createTag', ['far'])
      await hub.call('packageListAdd', ['far', 'eog', 'releng'])
      // `f44-build` is known to inherit from `f44` only once the hub has told.
      const state = desired([
        wanted('f44-build', { packages }),
        wanted('f44', { inheritance: [link('far')] }),
      ])
      const { changes, notes } = await plan(hub, state)
      expect(changes.map(({ kind }) => kind)).to.deep.equal(['inheritance'])
      expect(notes).to.have.length(1)
      expect(notes[0]).to.include({ kind: 'redundant', from: 'far' })
    })

    it('of the tag itself where its links are left over from a deleted one', async () => {
      const hub = await prepared(base)
      await hub.call('packageListAdd', ['f44', 'eog', 'releng'])
      await hub.call('createTag', ['gone'])
      await hub.call('deleteTag', ['gone'])
      const id = await hub.call('getTagID', ['f44'])
      await hub.call('setInheritanceData', ['gone', [{ parent_id: id, ...linkFields }]])
      const { changes, notes } = await plan(hub, desired([wanted('gone', { packages })]))
      expect(changes.map(({ kind }) => kind)).to.deep.equal(['tag'])
      expect(notes.filter(({ kind }) => kind === 'redundant')).to.have.length(1)
      expect(notes.find(({ kind }) => kind === 'redundant')).to.include({ from: 'f44' })
    })

    it('and none of what inherits: only that repos are made again comes of it', async () => {
      const hub = await prepared(base)
      hub.takeRequests()
      const { consequences, repos } = await plan(hub, desired([wanted('f44', { packages })]))
      const lists = hub.takeRequests().map(methods => methods.filter(isHistory).length)
      expect(lists).to.deep.equal([3, 0, 4])
      expect(consequences).to.deep.equal([])
      expect(repos.tags.map(({ tag }) => tag)).to.deep.equal(['f44-build'])
    })

    it('and nothing of what inherits where a package gets another owner: no repo depends on it', async () => {
      const hub = await prepared(base)
      await hub.call('packageListAdd', ['f44', 'eog', 'kojiadmin'])
      hub.takeRequests()
      const { changes, repos } = await plan(hub, desired([wanted('f44', { packages })]))
      expect(changes).to.have.length(1)
      expect(repos).to.deep.equal({ tags: [], tasks: 0 })
      expect(hub.takeRequests().length).to.equal(1)
    })
  })

  describe('refuses what the hub shows to be wrong', () => {
    const cases: [string, DesiredState, RegExp][] = [
      [
        'a parent that does not exist, with the nearest name',
        desired([wanted('a', { inheritance: [link('f44-biuld')] })]),
        /test\.yaml:1:1: there is no tag f44-biuld \(parent of a\); did you mean f44-build\?/,
      ],
      [
        'a permission that does not exist',
        desired([wanted('a', { settings: { perm: 'fedora-overide' } })]),
        /there is no permission fedora-overide \(perm of a\); did you mean fedora-override\?/,
      ],
      [
        'owners that are no users, each once, with the nearest known one',
        desired([
          wanted('a', {
            packages: {
              eog: 'relneg',
              gimp: 'relneg',
              vim: 'packager',
              wine: 'releng@EXAMPLE.ORG',
              xz: 'releng',
            },
          }),
        ]),
        /there is no user relneg \(owner of eog and 1 more in a\); did you mean releng\?\n.*no user releng@EXAMPLE\.ORG \(owner of wine in a\); did you mean releng\?$/,
      ],
      [
        'a build tag and a destination tag that do not exist, both at once',
        desired([], [target('t', 'x-build', 'x-dest')]),
        /no tag x-build \(build tag of target t\)[\s\S]*no tag x-dest \(destination tag of target t\)/,
      ],
      [
        'a target of a tag that the file deletes',
        desired(
          [wanted('f44-updates-candidate', { absent: true })],
          [target('f44', 'f44-build', 'f44-updates-candidate')],
        ),
        /no tag f44-updates-candidate/,
      ],
      [
        'a loop through a tag of the hub',
        desired([wanted('f44', { inheritance: [link('f44-build')] })]),
        /a tag would inherit itself: f44 → f44-build → f44-override → f44/,
      ],
      [
        'a delete of what is inherited',
        desired([wanted('f44', { absent: true })]),
        /tag f44 cannot be deleted: tag f44-override inherits/,
      ],
      [
        'a delete of what a target uses',
        desired([wanted('f44-updates-candidate', { absent: true })]),
        /tag f44-updates-candidate cannot be deleted: target f44 uses it/,
      ],
    ]
    for (const [what, state, message] of cases) {
      it(what, async () => {
        const hub = await prepared(base)
        const error: unknown = await plan(hub, state).catch((caught: unknown) => caught)
        expect(error).to.be.instanceOf(RelengError).and.to.have.property('message').that.matches(message)
        const isGuard = /cannot be deleted/.test(String(error))
        expect(error instanceof RefusedError).to.equal(isGuard)
      })
    }

    it('all names that mean nothing at once, of whatever kind: no leave makes them mean something', async () => {
      const hub = await prepared(base)
      const a = {
        inheritance: [link('pp')],
        settings: { perm: 'qq' },
        packages: { eog: 'uu' },
        external_repos: [use('rr', 5)],
      }
      const state = desired([wanted('a', a)], [target('t', 'bb', 'dd')])
      const error: unknown = await plan(hub, state).catch((caught: unknown) => caught)
      expect(error).to.be.instanceOf(RelengError).and.to.have.property('exitCode', 1)
      expect(String(error).split('\n')).to.deep.equal([
        'RelengError: test.yaml:1:1: there is no tag pp (parent of a)',
        'test.yaml:1:1: there is no external repo rr (used by a)',
        'test.yaml:1:1: there is no permission qq (perm of a)',
        'test.yaml:1:1: there is no user uu (owner of eog in a)',
        'test.yaml:1:1: there is no tag bb (build tag of target t)',
        'test.yaml:1:1: there is no tag dd (destination tag of target t)',
      ])
    })

    it('a loop on the hub, which leaves no order to settle package lists in', async () => {
      const hub = await prepared(base)
      const id = await hub.call('getTagID', ['f44-build'])
      await hub.call('setInheritanceData', ['f44', [{ parent_id: id, ...linkFields }]])
      const error: unknown = await plan(hub, desired([wanted('f44', { packages: {} })])).catch(
        (caught: unknown) => caught,
      )
      expect(String(error)).to.match(/a tag would inherit itself: f44 → f44-build → f44-override → f44/)
      expect((await plan(hub, desired([wanted('f44')]))).changes).to.deep.equal([])
    })
  })
})
