import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { LiveReader } from '../src/hub/index.js'
import { formatCall } from '../src/koji/call.js'
import type { Seed, WantedBuilds } from '../src/koji/desired-state.js'
import { RelengError } from '../src/koji/error.js'
import { byKey } from '../src/koji/json.js'
import { applyPlanned, planDesired, planSaved, planUndo } from '../src/pipeline.js'
import { readPlanFile } from '../src/plan-file/index.js'
import { outputSchemas, plannedJson, planText } from '../src/report/index.js'
import { type FaultMode, faultHooks, faultModes } from '../src/sandbox/index.js'
import { type DesiredParts, desired, link, wanted } from './builders.js'
import { bytesOf, savedPlan } from './plan-file/saved.js'
import { anyLeave, applyRehearsed, SandboxHub } from './sandbox-hub.js'

const whole: Seed = { from: 'src', packages: true, groups: true, builds: true, copy: 'auto' }

/** A file with a tag that is made from `src`; what else it says of the tag, in words of tests. */
function file(seed: Partial<Seed> = {}, parts: DesiredParts = {}, ...others: ReturnType<typeof wanted>[]) {
  return desired([
    { ...wanted('new', { additive: ['groups', 'packages'], ...parts }), seed: { ...whole, ...seed } },
    ...others,
  ])
}

const taking = (name: string, builds: WantedBuilds, parts: DesiredParts = {}) =>
  desired([{ ...wanted(name, parts), builds: [builds] }])

/**
 * `src` inherits from `parent`. Between them they have listings with arches, blocks, groups with options and without,
 * two builds of one package in `src`, and one in `parent`.
 */
async function hubWithSource(hub = new SandboxHub()): Promise<SandboxHub> {
  await hub.call('createTag', ['parent'])
  await hub.call('createTag', ['src', 'parent', 'x86_64'])
  await hub.call('packageListAdd', ['parent', 'bash', 'packager', false, 'i686'])
  await hub.call('packageListAdd', ['parent', 'retired', 'packager', true])
  for (const name of ['gcc', 'make']) await hub.call('packageListAdd', ['src', name, 'releng'])
  await hub.call('tagBuildBypass', ['parent', hub.build('bash-5-1')])
  for (const nvr of ['gcc-16-2', 'gcc-16-1', 'make-4-1'])
    await hub.call('tagBuildBypass', ['src', hub.build(nvr)])
  for (const group of ['core', 'hidden', 'docs']) await hub.call('groupListAdd', ['parent', group])
  await hub.call('groupListAdd', ['src', 'build'], { description: 'what builds need', uservisible: false })
  await hub.call('groupListBlock', ['src', 'hidden'])
  await hub.call('groupPackageListAdd', ['src', 'build', 'bash'], { type: 'optional' })
  await hub.call('groupPackageListAdd', ['src', 'build', 'gcc'])
  await hub.call('groupPackageListAdd', ['parent', 'core', 'coreutils'])
  await hub.call('groupPackageListAdd', ['parent', 'core', 'old'], { block: true })
  await hub.call('groupReqListAdd', ['src', 'build', 'core'], { type: 'optional' })
  return hub
}

/** The rows of a tag itself: groups with their options, packages, builds. */
async function contents(hub: SandboxHub, name: string) {
  const live = await new LiveReader(hub.client, 'test').read({
    tags: [name],
    targets: [],
    packages: [name],
    builds: [{ tag: name }],
  })
  const found = live.tags.get(name)
  if (found === undefined) return undefined
  const [groups, packages] = [sorted(found.groups), sorted(found.packages)]
  return {
    settings: found.settings,
    extra: found.extra,
    groups,
    packages,
    builds: [...(live.builds.get(name)?.keys() ?? [])].sort(),
  }
}

function sorted<Row>(rows: ReadonlyMap<string, Row>): Map<string, Row> {
  return new Map([...rows].sort(byKey))
}

async function apply(hub: SandboxHub, state: ReturnType<typeof file>) {
  const planned = await planDesired(state, hub.client, 'test')
  const { remaining } = await applyRehearsed(planned, hub.client, hub.login, anyLeave)
  expect(remaining).to.deep.equal([])
  return planned
}

async function refusal(attempt: Promise<unknown>): Promise<RelengError> {
  const error: unknown = await attempt.catch((caught: unknown) => caught)
  if (error instanceof RelengError) return error
  throw new Error(`nothing was refused: ${error}`)
}

describe('a seed', () => {
  let hub: SandboxHub
  beforeEach(async () => {
    hub = await hubWithSource()
  })

  it('brings packages, groups and the latest builds, with all their options, whoever copies them', async () => {
    const parts: DesiredParts = {
      settings: { arches: 'x86_64', perm: 'autosign' },
      extra: { k: { blocked: false, value: 1 } },
    }
    await apply(hub, file({ copy: 'calls' }, parts))
    const ofCalls = await contents(hub, 'new')
    expect([...(ofCalls?.packages ?? [])]).to.deep.equal([
      ['bash', { blocked: false, extra_arches: 'i686', owner: 'packager' }],
      ['gcc', { blocked: false, extra_arches: null, owner: 'releng' }],
      ['make', { blocked: false, extra_arches: null, owner: 'releng' }],
      ['retired', { blocked: true, extra_arches: null, owner: 'packager' }],
    ])
    expect([...(ofCalls?.groups.keys() ?? [])]).to.deep.equal(['build', 'core', 'docs'])
    expect(ofCalls?.groups.get('build')).to.deep.include({
      packages: new Map([
        ['bash', { blocked: false, type: 'optional', basearchonly: null, requires: null }],
        ['gcc', { blocked: false, type: 'mandatory', basearchonly: null, requires: null }],
      ]),
      requirements: new Map([['core', { blocked: false, type: 'optional', is_metapkg: false }]]),
    })
    expect(ofCalls?.groups.get('build')?.config).to.include({
      description: 'what builds need',
      uservisible: false,
    })
    expect(ofCalls?.builds).to.deep.equal(['gcc-16-1', 'make-4-1'])

    const other = await hubWithSource()
    await apply(other, file({ copy: 'server' }, parts))
    expect(await contents(other, 'new')).to.deep.equal(ofCalls)
  })

  it('comes before the parents do: the tag itself has what they give, too', async () => {
    for (const copy of ['calls', 'server'] as const) {
      const [alone, inheriting] = [await hubWithSource(), await hubWithSource()]
      await apply(alone, file({ copy }))
      const { plan } = await apply(inheriting, file({ copy }, { inheritance: [link('parent')] }))
      expect(await contents(inheriting, 'new')).to.deep.equal(await contents(alone, 'new'))
      expect(plan.stages.map(({ stage }) => stage)).to.deep.equal(['create', 'fill'])
    }
  })

  it('is one call where the hub copies, and calls for what that leaves otherwise', async () => {
    const { plan } = await planDesired(
      file({ copy: 'server' }, { settings: { arches: 'x86_64' } }),
      hub.client,
      'test',
    )
    expect(plan.stages.flatMap(({ calls }) => calls.map(formatCall))).to.deep.equal([
      'snapshotTag("src", "new", config=false, pkgs=true, builds=true, groups=true, latest_only=true, ' +
        `inherit_builds=false, event=${plan.event})`,
      'editTag2("new", arches="x86_64")',
      'groupListAdd("new", "build", uservisible=false, description="what builds need")',
      'groupPackageListAdd("new", "build", "bash", type="optional", force=true)',
      'groupReqListAdd("new", "build", "core", type="optional")',
    ])
  })

  it('is shown by names, and fits the published schema', async () => {
    const { plan } = await planDesired(
      file({ copy: 'server' }, { blocked_packages: ['make'] }),
      hub.client,
      'test',
    )
    expect(planText(plan).split('\n').slice(2, 18)).to.deep.equal([
      '+ tag new                                                                                test.yaml:1',
      `    copied        by the hub from src as of event ${plan.event} (packages, groups, builds); 5 rows it leaves`,
      '                    otherwise, mended in the same request',
      '    group build   + the group, uservisible no, description "what builds need"',
      '                  + from src (optional): bash',
      '                  + from src: gcc, requirement on group core (optional)',
      '    group core    + the group',
      '                  + from src: coreutils',
      '    group docs    + the group',
      '    packages      + from src, owner packager, extra arches i686: bash',
      '                  + from src, owner releng: gcc',
      '                  + make (blocked)',
      '                  + from src, blocked: retired',
      '    builds        + from src: gcc-16-1',
      '',
      '1 tag to create, nothing to change, nothing to delete',
    ])
    const validate = new Ajv2020({ allErrors: true, strict: false }).compile(
      outputSchemas.get('tags plan') ?? false,
    )
    validate(JSON.parse(JSON.stringify(plannedJson(plan))))
    expect(validate.errors ?? []).to.deep.equal([])
  })

  it('is copied by the hub as it was planned, whatever became of the other tag since', async () => {
    const planned = await planDesired(file({ copy: 'server' }), hub.client, 'test')
    await hub.call('packageListAdd', ['src', 'later', 'releng'])
    await applyPlanned(planned, hub.client, hub.login, anyLeave)
    expect([...((await contents(hub, 'new'))?.packages.keys() ?? [])].sort()).to.deep.equal([
      'bash',
      'gcc',
      'make',
      'retired',
    ])
  })

  it('gives way to what the file says of the same', async () => {
    for (const copy of ['calls', 'server'] as const) {
      const fresh = await hubWithSource()
      await apply(
        fresh,
        file(
          { copy },
          {
            packages: { bash: { owner: 'releng', extra_arches: '' }, zsh: 'releng' },
            blocked_packages: ['gcc'],
            groups: {
              build: { description: 'mine', absent: ['gcc'], packages: ['make'] },
              docs: { packages: ['man'] },
            },
            removed: { packages: ['make'], groups: ['core'] },
          },
        ),
      )
      const found = await contents(fresh, 'new')
      expect(
        [...(found?.packages ?? [])].map(([name, row]) => [name, row.blocked, row.owner]),
        copy,
      ).to.deep.equal([
        ['bash', false, 'releng'],
        ['gcc', true, 'releng'],
        ['retired', true, 'packager'],
        ['zsh', false, 'releng'],
      ])
      expect([...(found?.groups.keys() ?? [])].sort(), copy).to.deep.equal(['build', 'docs'])
      expect([...(found?.groups.get('build')?.packages.keys() ?? [])], copy).to.deep.equal(['bash', 'make'])
    }
  })

  it('comes with its tag, whatever the parents of that give, and children of it follow', async () => {
    for (const copy of ['calls', 'server'] as const) {
      const fresh = await hubWithSource()
      const child = wanted('child', { inheritance: [link('new')] })
      await apply(fresh, file({ copy }, { inheritance: [link('src')] }, child))
      const found = await contents(fresh, 'new')
      expect([...(found?.packages.keys() ?? [])].sort(), copy).to.deep.equal([
        'bash',
        'gcc',
        'make',
        'retired',
      ])
      expect([...(found?.groups.keys() ?? [])].sort(), copy).to.deep.equal(['build', 'core', 'docs'])
    }
  })

  it('with an owner brings names alone: no block, no arches', async () => {
    await apply(hub, file({ groups: false, builds: false, owner: 'packager' }))
    expect([...((await contents(hub, 'new'))?.packages ?? [])]).to.deep.equal(
      ['bash', 'gcc', 'make'].map(name => [name, { blocked: false, extra_arches: null, owner: 'packager' }]),
    )
  })

  it('does nothing for a tag that is there, and reads nothing for it', async () => {
    await hub.call('createTag', ['new'])
    hub.takeRequests()
    const { plan } = await planDesired(file(), hub.client, 'test')
    expect(plan.changes).to.deep.equal([])
    expect(hub.takeRequests().flat()).not.to.include('listTagged')
  })

  it('takes two requests to read, and the hub copies of its own accord what is much', async () => {
    for (let index = 0; index < 60; index++) await hub.call('packageListAdd', ['src', `p${index}`, 'releng'])
    hub.takeRequests()
    const { plan } = await planDesired(file({}, {}), hub.client, 'test')
    expect(hub.takeRequests()).to.have.length(3)
    expect(plan.stages.flatMap(({ calls }) => calls.map(({ method }) => method))).to.include('snapshotTag')
    expect(plan.stages.map(({ stage, requests }) => [stage, requests])).to.deep.equal([['create', 1]])
  })

  it('is applied from a plan file, rehearsed, and undone', async () => {
    for (const copy of ['calls', 'server'] as const) {
      const fresh = await hubWithSource()
      const before = await contents(fresh, 'src')
      const saved = readPlanFile(bytesOf(await savedPlan(fresh, file({ copy }))), 'test.plan.json')
      const planned = await planSaved(saved, fresh.client, 'test')
      const { remaining } = await applyRehearsed(planned, fresh.client, fresh.login, anyLeave)
      expect(remaining, copy).to.deep.equal([])
      expect((await contents(fresh, 'new'))?.builds, copy).to.deep.equal(['gcc-16-1', 'make-4-1'])
      const undo = await planUndo(planned.plan, fresh.client, 'test')
      expect(undo.plan.notes, copy).to.deep.equal([])
      await applyRehearsed(undo, fresh.client, fresh.login, anyLeave)
      expect(await contents(fresh, 'new'), copy).to.equal(undefined)
      expect(await contents(fresh, 'src')).to.deep.equal(before)
    }
  })

  it('is applied from a plan file as it was reviewed, whatever has happened on the hub since', async () => {
    for (const copy of ['calls', 'server'] as const) {
      const fresh = await hubWithSource()
      const saved = readPlanFile(bytesOf(await savedPlan(fresh, file({ copy }))), 'test.plan.json')
      await fresh.call('createTag', ['unrelated'])
      await fresh.call('packageListAdd', ['src', 'late', 'releng'])
      await fresh.call('packageListRemove', ['src', 'make'])
      await fresh.call('packageListSetOwner', ['src', 'gcc', 'packager'])
      await fresh.call('tagBuildBypass', ['src', fresh.build('gcc-16-3')])
      await fresh.call('groupPackageListRemove', ['src', 'build', 'gcc'])
      const planned = await planSaved(saved, fresh.client, 'test')
      const { remaining } = await applyRehearsed(planned, fresh.client, fresh.login, anyLeave)
      expect(remaining, copy).to.deep.equal([])
      const made = await contents(fresh, 'new')
      expect([...(made?.packages.keys() ?? [])], copy).to.deep.equal(['bash', 'gcc', 'make', 'retired'])
      expect(made?.builds, copy).to.deep.equal(['gcc-16-1', 'make-4-1'])
    }
  })

  it('is refused where the other tag or the owner is missing: by name, before any write', async () => {
    const error = await refusal(planDesired(file({ from: 'scr' }), hub.client, 'test'))
    expect(error.message).to.match(/there is no tag scr \(seed of new\)/)
    const nobody = await refusal(planDesired(file({ owner: 'nobody' }), hub.client, 'test'))
    expect(nobody.message).to.include('there is no user nobody (owner in the seed of new)')
  })

  it('is refused where builds would be hidden: their packages are not in the list', async () => {
    const error = await refusal(planDesired(file({ packages: false }), hub.client, 'test'))
    expect(error.message).to.include(
      'package gcc is not in the package list of new, so that its build gcc-16-1 would be hidden there',
    )
  })

  it('is refused where it takes more than one request, which could be broken off', async () => {
    const requests = 6000
    for (let index = 0; index < requests; index++)
      await hub.call('packageListAdd', ['src', `package-${index}`, 'releng'])
    const error = await refusal(
      planDesired(file({ owner: 'packager', groups: false, builds: false }), hub.client, 'test'),
    )
    expect(error.message).to.include('the seed of new is too large for one request')
  })
})

describe('a broken apply', () => {
  for (const copy of ['calls', 'server'] as const) {
    for (const mode of faultModes.filter((mode): mode is FaultMode => mode !== 'hang')) {
      it(`of a seed by ${copy} leaves the whole tag or none, and the next completes it: ${mode}`, async () => {
        let isBroken = false
        const hooks = faultHooks([
          { method: copy === 'calls' ? 'createTag' : 'snapshotTag', nth: undefined, mode },
        ])
        const hub = await hubWithSource(
          new SandboxHub({
            interceptRequest: info => (isBroken ? hooks.interceptRequest?.(info) : undefined),
            interceptResponse: (info, response) =>
              isBroken ? hooks.interceptResponse?.(info, response) : undefined,
          }),
        )
        const child = wanted('child', { inheritance: [link('new')] })
        const state = file({ copy }, {}, child)
        const planned = await planDesired(state, hub.client, 'test')
        isBroken = true
        const attempt = applyPlanned(planned, hub.client, hub.login, anyLeave)
        await attempt.catch((error: unknown) => expect(error).to.be.instanceOf(RelengError))
        isBroken = false
        const left = await contents(hub, 'new')
        if (left !== undefined) expect(left.builds).to.deep.equal(['gcc-16-1', 'make-4-1'])
        await apply(hub, state)
        const done = await contents(hub, 'new')
        const calm = await hubWithSource()
        await apply(calm, state)
        expect(done).to.deep.equal(await contents(calm, 'new'))
      })
    }
  }
})

describe('builds', () => {
  const glibc = { latest_from: 'src', packages: ['bash', 'gcc'] }
  let hub: SandboxHub
  beforeEach(async () => {
    hub = await hubWithSource()
    await hub.call('createTag', ['old'])
    for (const name of ['bash', 'gcc']) await hub.call('packageListAdd', ['old', name, 'releng'])
  })

  it('are tagged where the tag holds none of the package: the latest, inherited ones, too', async () => {
    const { plan } = await apply(hub, taking('old', glibc))
    expect(plan.stages.flatMap(({ calls }) => calls.map(formatCall))).to.deep.equal([
      'tagBuildBypass("old", "bash-5-1")',
      'tagBuildBypass("old", "gcc-16-1")',
    ])
    await hub.call('tagBuildBypass', ['src', hub.build('gcc-17-1')])
    expect((await planDesired(taking('old', glibc), hub.client, 'test')).plan.changes).to.deep.equal([])
  })

  it('are left as they are where anybody tagged another one', async () => {
    await hub.call('tagBuildBypass', ['old', 'gcc-16-2'])
    const { plan } = await apply(hub, taking('old', glibc))
    expect(plan.changes.map(change => change.kind === 'build' && change.build)).to.deep.equal(['bash-5-1'])
  })

  it('make a plan stale that somebody else has carried out meanwhile', async () => {
    const planned = await planDesired(taking('old', glibc), hub.client, 'test')
    await hub.call('tagBuildBypass', ['old', 'gcc-16-1'])
    const error = await refusal(applyPlanned(planned, hub.client, hub.login, anyLeave))
    expect(error.name).to.equal('StalePlanError')
    expect(error.message).to.include(
      'tag old: build gcc-16-1: not there → package "gcc" (as planned, by kojiadmin',
    )
  })

  it('go by force where the tag is guarded, and are untagged by an undo', async () => {
    await hub.call('editTag2', ['old'], { perm: 'autosign' })
    const { plan } = await apply(hub, taking('old', glibc))
    expect(plan.stages.flatMap(({ calls }) => calls.map(({ named }) => named))).to.deep.equal([
      { force: true },
      { force: true },
    ])
    const undo = await planUndo(plan, hub.client, 'test')
    await applyRehearsed(undo, hub.client, hub.login, anyLeave)
    expect((await contents(hub, 'old'))?.builds).to.deep.equal([])
  })

  it('are refused where there is none, or where it would be hidden: by name, before any write', async () => {
    const cases: [WantedBuilds, string][] = [
      [{ latest_from: 'src', packages: ['glibc'] }, 'there is no build of glibc in src (builds of old)'],
      [{ latest_from: 'scr', packages: ['gcc'] }, 'there is no tag scr (builds of old)'],
      [{ latest_from: 'src', packages: ['make'] }, 'package make is not in the package list of old'],
    ]
    for (const [builds, message] of cases) {
      const error = await refusal(planDesired(taking('old', builds), hub.client, 'test'))
      expect(error.message).to.include(message)
    }
    await hub.call('packageListBlock', ['old', 'gcc'])
    const blocked = await refusal(planDesired(taking('old', glibc), hub.client, 'test'))
    expect(blocked.message).to.include('package gcc is blocked in old')
  })
})
