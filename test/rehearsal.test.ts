import { expect } from 'chai'
import fc from 'fast-check'
import { LiveReader } from '../src/hub/index.js'
import type { Call } from '../src/koji/call.js'
import { RefusedError } from '../src/koji/error.js'
import type { LiveState } from '../src/koji/live-state.js'
import { applyPlanned, type Planned, planDesired } from '../src/pipeline.js'
import { type PlannedCall, tagsWithPackages } from '../src/plan/index.js'
import { type Rehearsed, rehearse } from '../src/rehearsal/index.js'
import { rehearsePlanned } from '../src/rehearse.js'
import { desired, group, link, live, set, tag, target, use, wanted } from './builders.js'
import { rowsOf } from './end-state.js'
import { fillHub } from './hub-of.js'
import { desiredStates, handCalls, handRepoNames, makeCalls, tagNames, targetNames } from './random-states.js'
import { anyLeave, planOrRefusal, SandboxHub } from './sandbox-hub.js'
import { areTelling, runs, tries } from './tries.js'

/** All that a hub has of what a plan is about, as rows that can be compared. */
async function endOf({ aim: { desired }, goal, live }: Planned, reader: LiveReader): Promise<unknown> {
  const tags = new Set([live.tags, live.leftovers, goal.tags, desired.tags].flatMap(all => [...all.keys()]))
  const targets = new Set([...live.targets.keys(), ...desired.targets.keys()])
  const packages = tagsWithPackages(desired, goal.tags)
  const state = await reader.read({
    tags,
    targets,
    packages,
    external_repos: [...desired.external_repos.keys()],
  })
  return rowsOf(state, { tags, targets, packages: new Set(packages) })
}

/** A package that is blocked where nobody listed it belongs to whoever blocks it. */
function byAdministrator(end: unknown): unknown {
  return JSON.parse(JSON.stringify(end).replaceAll('"the rehearsal"', '"kojiadmin"'))
}

describe('a rehearsal', () => {
  it('begins with what was read, row by row', async () => {
    await fc.assert(
      fc.asyncProperty(handCalls, async calls => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const all = {
          tags: tagNames,
          packages: tagNames,
          targets: targetNames,
          external_repos: handRepoNames,
        }
        const reader = new LiveReader(hub.client, 'test')
        const read = await reader.read(all)
        const names = { tags: new Set(tagNames), packages: new Set(tagNames), targets: new Set(targetNames) }
        let held: unknown
        await rehearse({ ...nothingToDo(read), ids: reader.ids }, async reader => {
          held = rowsOf(await reader.read(all), names)
          return []
        })
        expect(held).to.deep.equal(rowsOf(read, names))
      }),
      tries(1 / 2),
    )
  })

  it('ends as the apply on the hub does, row by row', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, state)
        if (planned === undefined) return
        let rehearsed: unknown
        const { outcome } = await rehearse(planned, async reader => {
          rehearsed = byAdministrator(await endOf(planned, reader))
          return []
        })
        expect(outcome).to.equal('passed')
        await applyPlanned(planned, hub.client, hub.login, anyLeave)
        const applied = await endOf(planned, new LiveReader(hub.client, 'test'))
        expect(rehearsed).to.deep.equal(applied)
        compared += 1
      }),
      tries(),
    )
    if (areTelling) expect(compared, 'runs that were not refused').to.be.above(runs / 8)
  })

  it('asks the hub nothing', async () => {
    const { hub, planned } = await prepared()
    hub.takeRequests()
    await rehearsePlanned(planned)
    expect(hub.takeRequests()).to.deep.equal([])
  })

  it('knows tags that are named alone: those of a target that was read for one of them', async () => {
    const read = live([tag('build')], [target('t', 'build', 'elsewhere')])
    const state = await heldAfter(read, ['build', 'elsewhere'])
    expect([...state.tags.keys()]).to.deep.equal(['build', 'elsewhere'])
  })

  it('and not those that links alone name: a deleted tag may be linked', async () => {
    const read = live([tag('child', { inheritance: [link('gone')] })])
    const state = await heldAfter(read, ['child', 'gone'])
    expect([...state.tags.keys()]).to.deep.equal(['child'])
    expect(state.tags.get('child')?.inheritance).to.deep.equal([link('gone')])
  })

  describe('refuses a call that fails, with its place and the hub’s words', () => {
    const drop = (): undefined => undefined
    const param =
      (index: number, value: PlannedCall['params'][number]): Tampering =>
      call => ({ ...call, params: call.params.with(index, value) })
    const named =
      (values: Call['named']): Tampering =>
      call => ({ ...call, named: { ...call.named, ...values } })
    const cases: [string, string, Tampering, number | null, RegExp][] = [
      [
        'a tag that is missing',
        'createTag',
        drop,
        1000,
        /fill:\n.*: tag n: setInheritanceData\(.*\): No such entry in table tag: n\n/,
      ],
      [
        'a tag that is there',
        'createTag',
        param(0, 'p'),
        1000,
        /create:\n.*: tag n: createTag\(.*\): A tag with the name 'p' already exists\n/,
      ],
      [
        'another group',
        'groupPackageListAdd',
        param(1, 'biuld'),
        1000,
        /fill:\n.*: tag n: groupPackageListAdd\("n", "biuld", .*\): No such entry in table groups: biuld\n/,
      ],
      [
        'a parent that is not there',
        'setInheritanceData',
        param(
          1,
          [link('nowhere')].map(one => ({ ...one })),
        ),
        null,
        /fill:\n.*: tag n: setInheritanceData\(.*\): the parent nowhere is not on the hub\n/,
      ],
      [
        'a parent of a new tag that is not there',
        'createTag',
        named({ parent: 'nowhere' }),
        1000,
        /create:\n.*: tag n: createTag\("n", .*\): Parent tag 'nowhere' could not be found\n/,
      ],
      [
        'a permission that nobody knows',
        'editTag2',
        named({ perm: 'nobody' }),
        1000,
        /switch:\n.*: tag o: editTag2\("o", .*\): No such entry in table permissions: nobody\n/,
      ],
      [
        'an owner who is no user',
        'packageListAdd',
        named({ owner: 'nobody' }),
        1000,
        /switch:\n.*: tag o: packageListAdd\("o", "eog", owner="nobody"\): No such user: 'nobody'\n/,
      ],
      [
        'an external repo that is not there',
        'addExternalRepoToTag',
        param(1, 'nowhere'),
        1000,
        /switch:\n.*: tag o: addExternalRepoToTag\("o", "nowhere", 5\): No such repo: nowhere\n/,
      ],
      [
        'a text that XML cannot carry',
        'createTag',
        named({ extra: { k: 'a\u0000b' } }),
        null,
        /create:\n.*: tag n: createTag\(.*\): createTag cannot be sent: XML cannot carry the character U\+0000\n/,
      ],
    ]
    for (const [what, method, tampering, code, words] of cases) {
      it(what, async () => {
        const { hub, planned } = await prepared()
        const tampered = tamper(planned, method, tampering)
        hub.takeRequests()
        const error = await refusal(tampered)

        expect(error.message).to.match(/^the rehearsal of this plan failed in stage /)
        expect(error.message)
          .to.match(words)
          .and.to.match(/\ntest\.yaml:1:1: tag .*\nnothing was written$/s)
        expect(error).to.include({ exitCode: 3, where: 'sandbox:memory' })
        expect(error).to.have.nested.property('data.rehearsal', 'failed')
        expect(error).to.have.nested.property('data.failed[0].fault.code', code)
        expect(error).to.have.nested.property('data.failed[0].changes[0].source.file', 'test.yaml')
        expect(hub.takeRequests(), 'nothing was written').to.deep.equal([])
      })
    }

    it('Maven’s flags on a hub without Maven', async () => {
      const { planned } = await prepared()
      const without = { ...planned, live: { ...planned.live, maven: false } }
      const error = await refusal(tamper(without, 'editTag2', named({ maven_support: true })))
      expect(error.message).to.match(/: tag o: editTag2\(.*\): Maven support not enabled\n/)
    })

    it('some of many, and with --json all', async () => {
      const hub = new SandboxHub()
      const state = desired(Array.from({ length: 12 }, (_, index) => wanted(`n${index}`)))
      const planned = await planDesired(state, hub.client, 'test')
      const error = await refusal(tamper(planned, 'createTag', named({ perm: 'nobody' })))
      expect(error.message.split('\n')).to.have.length(13)
      expect(error.message).to.contain('\nand 2 more (--json tells all)\nnothing was written')
      expect(error.problems).to.have.length(12)
    })
  })

  describe('refuses an end that is not as wanted', () => {
    it('where a second plan is not empty', async () => {
      const { planned } = await prepared()
      const error = await refusal(tamper(planned, 'editTag2', () => undefined))
      expect(error.message).to.equal(
        'the rehearsal of this plan does not end as it should: a second plan still has changes:\n' +
          'test.yaml:1:1: tag o: perm would still be to update\n' +
          'test.yaml:1:1: tag o: extra k would still be to create\n' +
          'nothing was written',
      )
      expect(error).to.have.property('exitCode', 3)
      expect(error).to.have.nested.property('data.rehearsal', 'incomplete')
      expect(error).to.have.nested.property('data.remaining[1].key', 'k')
    })

    it('where no second plan can be made', async () => {
      const hub = new SandboxHub()
      await fillHub(hub, live([tag('a', { inheritance: [link('b')] }), tag('b'), tag('c')]))
      const planned = await planDesired(
        desired([wanted('b', { inheritance: [link('c', 5)], additive: ['inheritance'] })]),
        hub.client,
        'test',
      )
      const loop = tamper(planned, 'setInheritanceData', call => ({
        ...call,
        params: ['b', [{ ...link('a') }]],
      }))
      const error = await refusal(loop)
      expect(error.message).to.match(
        /^after the rehearsal of this plan, no second one can be made:\n.*inherit itself/,
      )
      expect(error).to.have.nested.property('data.rehearsal', 'unsound')
    })
  })
})

/** A hub, and a plan with a call of most kinds. */
async function prepared(): Promise<{ hub: SandboxHub; planned: Planned }> {
  const hub = new SandboxHub()
  const repos = [{ name: 'r', url: 'http://r/' }]
  await fillHub(hub, live([tag('p', { groups: [group('build', ['bash'])] }), tag('o')], [], [], repos))
  const state = desired([
    wanted('n', { inheritance: [link('p', 5)], groups: { build: ['make'] }, extra: { k: set(1) } }),
    wanted('o', {
      settings: { perm: 'admin' },
      extra: { k: set(1) },
      packages: { eog: 'releng' },
      external_repos: [use('r', 5)],
    }),
  ])
  return { hub, planned: await planDesired(state, hub.client, 'test') }
}

type Tampering = (call: PlannedCall) => PlannedCall | undefined

/** The plan with other calls of this method, or without them. */
function tamper({ plan, ...planned }: Planned, method: string, change: Tampering): Planned {
  const stages = plan.stages.map(({ calls, ...stage }) => ({
    ...stage,
    calls: calls.flatMap(call => (call.method === method ? (change(call) ?? []) : call)),
  }))
  return { ...planned, plan: { ...plan, stages } }
}

async function refusal(planned: Planned): Promise<RefusedError> {
  const error: unknown = await rehearsePlanned(planned).catch((caught: unknown) => caught)
  if (error instanceof RefusedError) return error
  throw new Error('the rehearsal passed', { cause: error })
}

function nothingToDo(live: LiveState): Rehearsed {
  const plan = { hub: live.hub, event: 1, changes: [], stages: [], consequences: [], notes: [], guards: [] }
  return { plan: { ...plan, repos: { tags: [], tasks: 0 } }, live, ids: new Map() }
}

/** What a rehearsal of nothing reads of these tags. */
async function heldAfter(read: LiveState, tags: readonly string[]): Promise<LiveState> {
  let held = read
  await rehearse(nothingToDo(read), async reader => {
    held = await reader.read({ tags, targets: [] })
    return []
  })
  return held
}
