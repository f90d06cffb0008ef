import { expect } from 'chai'
import { InputError } from '../../src/desired/index.js'
import { isStruct, type RpcStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { RelengError } from '../../src/koji/error.js'
import type { SandboxHub } from '../sandbox-hub.js'
import {
  added,
  apply,
  type Contents,
  contents,
  contentsOf,
  hubWith,
  plan,
  stateOf,
  uses,
} from './fedora-hub.js'
import { fedoraLayout } from './fedora-layout.js'

const script = uses('fedora-release', '{release: 44, compat: script}')
const proper = uses('fedora-release', '{release: 44}')

/** A release's own resources, and what is shared moved to it. */
function withShared(release: number): Contents {
  const layout = fedoraLayout(release)
  const own = contentsOf(layout)
  const shared = contentsOf({ ...layout, ...layout.shared })
  return {
    tags: new Map([...own.tags, ...shared.tags]),
    targets: new Map([...own.targets, ...shared.targets]),
    repos: own.repos,
  }
}

const plainly = ({ tags, targets, repos }: Contents) =>
  [tags, targets, repos].map(all => Object.fromEntries([...all].sort()))

function rowsOf(value: RpcValue): RpcStruct[] {
  return Array.isArray(value) ? value.filter(isStruct) : []
}

async function refusal(attempt: Promise<unknown>): Promise<Error> {
  const error = await attempt.catch((error: unknown) => error)
  if (error instanceof Error) return error
  throw new Error('nothing was refused')
}

describe('the template fedora-release on a hub with the release before', () => {
  let hub: SandboxHub
  let before: Contents
  beforeEach(async () => {
    hub = await hubWith(43)
    before = await contents(hub)
  })

  it('leaves with `compat: script` what the script leaves: 55 tags, 9 targets, a repo and 5 moves', async () => {
    await apply(hub, await stateOf(script))
    const news = added(before, await contents(hub))
    expect(plainly(news)).to.deep.equal(plainly(withShared(44)))
    const isNew = (kind: keyof Contents) => [...news[kind].keys()].filter(name => !before[kind].has(name))
    expect([isNew('tags').length, isNew('targets').length, isNew('repos').length]).to.deep.equal([55, 9, 1])
    expect(news.tags.size + news.targets.size - 55 - 9).to.equal(5)
  })

  it('differs without `compat` in two extra settings that are texts there, and has nothing to do twice', async () => {
    await apply(hub, await stateOf(script))
    expect((await plan(hub, await stateOf(script))).changes).to.deep.equal([])
    const { changes } = await plan(hub, await stateOf(proper))
    expect(
      changes.map(change =>
        change.kind === 'extra' ? [change.tag, change.key, change.before, change.after] : change,
      ),
    ).to.deep.equal([
      [
        'f44-flatpak-app',
        'tag2distrepo.enabled',
        { blocked: false, value: 'true' },
        { blocked: false, value: true },
      ],
      [
        'f44-flatpak-app',
        'tag2distrepo.inherit',
        { blocked: false, value: 'false' },
        { blocked: false, value: false },
      ],
    ])
    await apply(hub, await stateOf(proper))
    expect((await plan(hub, await stateOf(proper))).changes).to.deep.equal([])
  })

  it('comes to the same over a clone of the release before', async () => {
    // After Bodhi activation a clone has the permission, too: the new release shall not have it.
    await hub.call('editTag2', ['f43'], { perm: 'admin' })
    await hub.call('snapshotTag', ['f43', 'f44'], { builds: false })
    await apply(hub, await stateOf(script))
    const news = added(before, await contents(hub))
    const tags = new Map([...news.tags].filter(([name]) => name !== 'f43'))
    expect(plainly({ ...news, tags })).to.deep.equal(plainly(withShared(44)))
    expect(await hub.call('listPackages', [], { tagID: 'f44' })).to.have.length(4)
  })

  it('takes over once what others keep: packages and blocks, latest builds, glibc, names for releng', async () => {
    await apply(hub, await stateOf(script))
    const packages = async (tag: string) =>
      rowsOf(await hub.call('listPackages', [], { tagID: tag })).map(row => [
        row.package_name,
        row.owner_name,
        row.blocked,
        row.extra_arches ?? '',
      ])
    const builds = async (tag: string) => rowsOf(await hub.call('listTagged', [tag])).map(({ nvr }) => nvr)
    expect(await packages('f44')).to.deep.equal([
      ['bash', 'releng', false, ''],
      ['glibc32', 'releng', false, ''],
      ['glibc64', 'releng', false, ''],
      ['retired', 'packager', true, ''],
    ])
    expect(await packages('f44-modular')).to.deep.equal([['nodejs', 'releng', false, '']])
    expect(await packages('f44-flatpak')).to.deep.equal([['flatpak-runtime', 'releng', false, '']])
    expect(await builds('f44')).to.deep.equal(['bash-5.2-2.fc43'])
    expect(await builds('f44-build')).to.have.members(['glibc32-2.40-1', 'glibc64-2.40-1'])
    await hub.call('packageListRemove', ['f44', 'bash'])
    await hub.call('tagBuildBypass', ['f44-build', hub.build('glibc32-2.41-1')], { force: true })
    await hub.call('untagBuildBypass', ['f44-build', 'glibc32-2.40-1'], { force: true })
    expect((await plan(hub, await stateOf(script))).changes).to.deep.equal([])
  })

  it('is refused where glibc has no builds, and is planned without them, or without any seed', async () => {
    for (const nvr of ['glibc32-2.40-1', 'glibc64-2.40-1'])
      await hub.call('untagBuildBypass', ['f43-build', nvr], { force: true })
    const error = await refusal(plan(hub, await stateOf(proper)))
    expect(error.message).to.include('there is no build of glibc32 in f43-build (builds of f44-build)')
    expect(error.message).to.include('there is no build of glibc64 in f43-build (builds of f44-build)')
    for (const values of ['{release: 44, latest_builds: []}', '{release: 44, seed: false}']) {
      const { changes } = await plan(hub, await stateOf(uses('fedora-release', values)))
      const kinds = new Set(changes.map(({ kind }) => kind))
      expect(kinds.has('package')).to.equal(values.includes('latest_builds'))
    }
  })

  it('leaves what else eln-build inherits', async () => {
    const parent_id = await hub.call('getTagID', ['eln'])
    const link = { maxdepth: null, intransitive: false, noconfig: false, pkg_filter: '' }
    await hub.call('setInheritanceData', ['eln-build', [{ parent_id, priority: 0, ...link }]])
    await apply(hub, await stateOf(proper))
    const links = await hub.call('getInheritanceData', ['eln-build'])
    const parents = Array.isArray(links) ? links.map(({ name, priority }) => [name, priority]) : []
    expect(parents).to.deep.equal([
      ['eln', 0],
      ['f44-build', 5],
    ])
  })

  it('says nothing of a family that is switched off', async () => {
    const off = ['infra', 'modular', 'container', 'flatpak_images', 'flatpak', 'coreos', 'misc', 'moves']
    const { tags, targets } = await stateOf(
      uses('fedora-release', `{release: 44, ${off.map(name => `${name}: false`).join(', ')}}`),
    )
    expect(tags.size).to.equal(11)
    expect([...targets.keys()]).to.deep.equal(['f44', 'f44-candidate'])
  })

  it('falls back to Flatpaks from modules by two words', async () => {
    await apply(hub, await stateOf(proper))
    const fallback = uses('fedora-release', '{release: 44, flatpak: false, flatpak_modules: true}')
    const { changes } = await plan(hub, await stateOf(fallback))
    expect(changes.map(({ kind, after }) => [kind, after])).to.deep.equal([
      [
        'target',
        { name: 'f44-flatpak-candidate', build_tag: 'f44-build', dest_tag: 'f44-flatpak-updates-candidate' },
      ],
    ])
  })

  it('is refused where the release before is missing: each name, before any write', async () => {
    hub.takeRequests()
    const error = await refusal(plan(hub, await stateOf(uses('fedora-release', '{release: 46}'))))
    expect(error).to.be.instanceOf(RelengError)
    const missing = error.message.split('\n').map(line => /there is no (\S+ \S+ \(.*?\))/.exec(line)?.[1])
    expect(missing).to.have.members([
      'tag f45 (required)',
      'tag f45-build (required)',
      'tag f45-modular (required)',
      'tag f45-flatpak (required)',
    ])
    expect(error.message).to.include('fedora-base.yaml')
    expect(error.message).to.include('the hub must have it first; is this the right hub?')
    const methods = hub.takeRequests().flat()
    expect(methods.filter(method => /^(create|edit|set|add|group)/.test(method))).to.deep.equal([])
  })

  it('is refused on a hub that has nothing to move', async () => {
    await hub.call('deleteBuildTarget', ['rawhide'])
    const error = await refusal(plan(hub, await stateOf(proper)))
    expect(error.message).to.include('there is no target rawhide (required)')
  })

  it('makes a first release, where the hub need not have the one before', async () => {
    const first = uses('fedora-release', '{release: 50, predecessor: false, moves: false}')
    await apply(hub, await stateOf(first))
    expect(added(before, await contents(hub)).tags.size).to.equal(55)
  })
})

describe('the template fedora-release, before any hub is asked,', () => {
  const refused: [string, string, string][] = [
    ['0', '{release: 0}', '`release` must be >= 1, found the number 0'],
    ['a word', '{release: rawhide}', '`release` must be integer, found the text "rawhide"'],
    ['a fraction', '{release: 44.5}', '`release` must be integer, found the number 44.5'],
    ['nothing', '{}', 'the template fedora-release.yaml needs a value for `release`'],
    ['an unknown phase', '{release: 44, phase: beta}', '`phase` must be one of "rawhide", "branched"'],
    [
      'a key that YAML takes for a number',
      '{release: 44, infra_key: 12944e09}',
      'write it quoted: "12944e09"',
    ],
    ['a family that is none', '{release: 44, moduler: false}', 'did you mean `modular`?'],
    ['both ways to build Flatpaks', '{release: 44, flatpak_modules: true}', 'f44-flatpak-candidate'],
  ]
  for (const [what, values, message] of refused) {
    it(`refuses ${what}`, async () => {
      const error = await refusal(stateOf(uses('fedora-release', values)))
      expect(error).to.be.instanceOf(InputError)
      expect(error.message).to.include(message)
    })
  }
})
