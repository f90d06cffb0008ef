import { expect } from 'chai'
import { StalePlanError } from '../src/apply/index.js'
import { type HubClient, Session } from '../src/hub/index.js'
import type { DesiredState } from '../src/koji/desired-state.js'
import { applyPlanned, type Planned, planDesired, planSaved } from '../src/pipeline.js'
import type { ChangeKind } from '../src/plan/change.js'
import type { Plan } from '../src/plan/index.js'
import { planFileOf, planFileText, readPlanFile } from '../src/plan-file/index.js'
import {
  type DesiredParts,
  desired,
  externalRepo,
  link,
  noTarget,
  set,
  target,
  use,
  wanted,
} from './builders.js'
import { made } from './plan-file/saved.js'
import { anyLeave, SandboxHub } from './sandbox-hub.js'

/** A row in three values, and that it is not there. */
const values = ['none', 'a', 'b'] as const
const others = [...values, 'c'] as const
type Value = (typeof others)[number]

const ofTag = (parts: DesiredParts) => desired([wanted('t', parts)])

/** For each kind of change, what makes its row have a value. A build has none beside being there: see test/seeds. */
const kinds: { readonly [kind in Exclude<ChangeKind, 'build'>]: (value: Value) => DesiredState } = {
  tag: value =>
    desired([wanted('new', value === 'none' ? { absent: true } : { settings: { arches: value } })]),
  setting: value => ofTag({ settings: { arches: value === 'none' ? null : value } }),
  extra: value => ofTag({ extra: value === 'none' ? {} : { k: set(value) } }),
  inheritance: value => ofTag({ inheritance: value === 'none' ? [] : [link('p', numberOf(value))] }),
  group: value => ofTag({ groups: value === 'none' ? {} : { build: { description: value } } }),
  group_package: value =>
    ofTag({ groups: { build: { packages: value === 'none' ? [] : { bash: { type: value } } } } }),
  group_requirement: value =>
    ofTag({ groups: { srpm: [], build: { requires: value === 'none' ? [] : { srpm: { type: value } } } } }),
  package: value =>
    ofTag({ packages: value === 'none' ? {} : { eog: { owner: 'packager', extra_arches: value } } }),
  external_repo_use: value => ofTag({ external_repos: value === 'none' ? [] : [use('r', numberOf(value))] }),
  target: value =>
    desired([], [value === 'none' ? noTarget('new') : target('new', 't', { a: 't', b: 'p', c: 'q' }[value])]),
  external_repo: value =>
    desired([], [], [], [externalRepo('new', value === 'none' ? null : `http://${value}/`)]),
}

const base = desired([wanted('p'), wanted('q'), wanted('t')], [], [], [externalRepo('r', 'http://r/')])

function numberOf(value: Value): number {
  return others.indexOf(value) * 10
}

/** A hub with two administrators: one has a plan, the other changes things meanwhile. */
class SharedHub extends SandboxHub {
  readonly colleague = this.clientOf('releng')

  static async with(...states: readonly DesiredState[]): Promise<SharedHub> {
    const hub = new SharedHub()
    await hub.call('grantPermission', ['releng', 'admin'])
    for (const state of [base, ...states]) await hub.make(state)
    return hub
  }

  plan(state: DesiredState): Promise<Planned> {
    return planDesired(state, this.client, 'test')
  }

  /** @param client whose login it is; unless named, the colleague's */
  async make(state: DesiredState, client: HubClient = this.colleague): Promise<void> {
    await applyPlanned(await planDesired(state, client, 'test'), client, this.login, anyLeave)
  }

  /** One call by the colleague. */
  async meanwhile(...[method, params, named]: Parameters<SandboxHub['call']>): Promise<void> {
    const session = await Session.open(this.colleague, this.login)
    await session.call(named === undefined ? { method, params } : { method, params, named })
    await session.close()
  }

  /** The refusal of the same plan out of a plan file, which logs in nowhere. */
  async refusalOfSaved(plan: Plan): Promise<StalePlanError | undefined> {
    const bytes = Buffer.from(planFileText(planFileOf(plan, made)))
    this.takeRequests()
    try {
      const again = await planSaved(readPlanFile(bytes, 'f.plan.json'), this.client, 'test')
      expect(again.plan.stages).to.deep.equal(plan.stages)
      return undefined
    } catch (error) {
      if (error instanceof StalePlanError) return error
      throw error
    } finally {
      expect(this.takeRequests().flat()).to.not.include('sslLogin')
    }
  }

  /** The refusal of an apply for a stale plan, which has written nothing; nothing where the apply goes through. */
  async refusal(planned: Planned): Promise<StalePlanError | undefined> {
    const event = await this.call('getLastEvent', [])
    this.takeRequests()
    try {
      const { remaining } = await applyPlanned(planned, this.client, this.login, anyLeave)
      expect(remaining).to.deep.equal([])
      return undefined
    } catch (error) {
      if (!(error instanceof StalePlanError)) throw error
      const requests = this.takeRequests()
      expect(requests.at(0), 'the first request').to.deep.equal(['sslLogin'])
      expect(requests.at(-1), 'the last request').to.deep.equal(['logout'])
      expect(await this.call('getLastEvent', [])).to.deep.equal(event)
      expect(error).to.deep.include({ exitCode: 3, where: this.client.url })
      expect(error.message).to.match(/\nnothing was written$/)
      return error
    }
  }
}

type Deed = Parameters<SharedHub['meanwhile']>

describe('a plan whose rows somebody else has written to is refused before the first write', () => {
  for (const [kind, state] of Object.entries(kinds)) {
    describe(kind, () => {
      for (const from of values) {
        for (const to of values.filter(value => value !== from)) {
          it(`${from} → ${to}`, async () => {
            for (const meanwhile of others) {
              const hub = await SharedHub.with(state(from))
              const planned = await hub.plan(state(to))
              await hub.make(state(meanwhile))
              const saved = await hub.refusalOfSaved(planned.plan)
              const refusal = await hub.refusal(planned)
              expect(saved?.message).to.equal(refusal?.message)
              const what = `meanwhile ${meanwhile}: ${refusal?.message}`
              expect(refusal === undefined, what).to.equal(meanwhile === from)
              for (const { by, done } of refusal?.data.stale ?? []) {
                expect(by?.author, what).to.equal('releng')
                expect(by?.event, what).to.be.above(planned.plan.event)
                expect(done, what).to.equal(meanwhile === to)
              }
            }
          })
        }
      }
    })
  }
})

describe('what a stale plan is told by', () => {
  const family = desired([
    wanted('t', {
      settings: { arches: 'x86_64' },
      extra: { 'rpm.macro.dist': set('.t'), gone: set(1) },
      inheritance: [link('p'), link('q', 10)],
      groups: { build: ['bash', 'make'] },
      packages: { eog: 'packager' },
      external_repos: [use('r', 5)],
    }),
  ])
  const planned = desired(
    [
      wanted('t', {
        settings: { arches: 'aarch64' },
        extra: { 'rpm.macro.dist': set('.u'), gone: set(2) },
        inheritance: [link('q')],
        groups: { build: ['make', 'vim'], srpm: [] },
        packages: { eog: 'releng', gimp: 'releng' },
        external_repos: [use('r', 10)],
      }),
      wanted('new'),
    ],
    [target('t', 't', 'new')],
    [],
    [externalRepo('r', 'http://s/')],
  )
  const deeds: readonly [string, readonly Deed[], readonly string[]][] = [
    [
      'a setting, though another one was set after it',
      [
        ['editTag2', ['t'], { arches: 'ppc64le' }],
        ['editTag2', ['t'], { locked: true }],
      ],
      ['tag t: arches "x86_64" → "ppc64le" (by …)'],
    ],
    [
      'extra settings: one that changed, one that is gone',
      [['editTag2', ['t'], { extra: { 'rpm.macro.dist': '.v' }, remove_extra: ['gone'] }]],
      ['tag t: extra gone: value 1 → gone (by …)', 'tag t: extra rpm.macro.dist: value ".t" → ".v" (by …)'],
    ],
    [
      'an extra setting that is blocked',
      [['editTag2', ['t'], { block_extra: ['gone'] }]],
      ['tag t: extra gone: blocked false → true, value 1 → not set (by …)'],
    ],
    [
      'an entry of a group that is gone, and one that came as planned',
      [
        ['groupPackageListRemove', ['t', 'build', 'bash']],
        ['groupPackageListAdd', ['t', 'build', 'vim']],
      ],
      [
        'tag t: group build: package bash: type "mandatory" → gone (as planned, by …)',
        'tag t: group build: package vim: not there → type "mandatory" (as planned, by …)',
      ],
    ],
    [
      'the owner of a package alone, and a package that came',
      [
        ['packageListSetOwner', ['t', 'eog', 'kojiadmin']],
        ['packageListAdd', ['t', 'gimp', 'releng'], { block: true }],
      ],
      [
        'tag t: package eog: owner "packager" → "kojiadmin" (by …)',
        'tag t: package gimp: not there → blocked true, owner "releng" (by …)',
      ],
    ],
    [
      'a use of an external repo',
      [['editTagExternalRepo', ['t', 'r', 7]]],
      ['tag t: external repo r: priority 5 → 7 (by …)'],
    ],
    [
      'a target and a tag that came, an external repo that moved',
      [
        ['createTag', ['new'], { locked: true }],
        ['createBuildTarget', ['t', 't', 'new']],
        ['editExternalRepo', ['r'], { url: 'http://elsewhere/' }],
      ],
      [
        'tag new: not there → locked true (by …)',
        'external repo r: url "http://r/" → "http://elsewhere/" (by …)',
        'target t: not there → build_tag "t", dest_tag "new" (as planned, by …)',
      ],
    ],
    ['a tag that is gone, with all its rows', [['deleteTag', ['t']]], ['tag t: there → gone (by …)']],
  ]
  for (const [what, meanwhile, lines] of deeds) {
    it(what, async () => {
      const hub = await SharedHub.with(family)
      const plan = await hub.plan(planned)
      for (const deed of meanwhile) await hub.meanwhile(...deed)
      const refusal = await hub.refusal(plan)
      expect(told(refusal)).to.deep.equal(lines)
    })
  }
})

describe('a plan is not stale', () => {
  const planned = desired([
    wanted('t', { extra: { k: set(1) }, groups: { build: ['bash'] }, additive: ['extra'] }),
  ])
  const deeds: readonly (readonly [string, Deed])[] = [
    ['where another tag comes', ['createTag', ['other']]],
    ['where another tag changes', ['editTag2', ['q'], { arches: 'x86_64' }]],
    ['where another row of the same tag comes', ['editTag2', ['t'], { extra: { other: 1 } }]],
    ['where the tag gets other settings', ['editTag2', ['t'], { locked: true }]],
    ['where the tag gets a package', ['packageListAdd', ['t', 'eog', 'releng']]],
    ['where a target begins to use the tag', ['createBuildTarget', ['other', 't', 'q']]],
    ['where a group of another tag changes', ['groupListAdd', ['p', 'build'], { description: 'other' }]],
  ]
  for (const [what, deed] of deeds) {
    it(what, async () => {
      const hub = await SharedHub.with()
      const plan = await hub.plan(planned)
      await hub.meanwhile(...deed)
      expect(await hub.refusal(plan)).to.equal(undefined)
    })
  }

  it('where the row was changed, and changed back', async () => {
    const hub = await SharedHub.with(kinds.extra('a'))
    const plan = await hub.plan(kinds.extra('b'))
    await hub.make(kinds.extra('c'))
    await hub.make(kinds.extra('a'))
    expect(await hub.refusal(plan)).to.equal(undefined)
  })
})

describe('a plan that deletes a tag is stale by whatever hangs on it', () => {
  const family = desired(
    [
      wanted('old', { extra: { k: set(1) }, packages: { eog: 'releng' } }),
      wanted('heir', { inheritance: [link('old')] }),
    ],
    [target('user', 'old', 't')],
  )
  const gone = desired(
    [wanted('old', { absent: true }), wanted('heir', { inheritance: [] })],
    [target('user', 't', 't')],
  )
  const deeds: readonly (readonly [string, readonly Deed[], readonly string[]])[] = [
    ['its settings', [['editTag2', ['old'], { locked: true }]], ['tag old: locked false → true (by …)']],
    [
      'a row of it',
      [['editTag2', ['old'], { extra: { k: 2, new: 3 } }]],
      ['tag old: extra k: value 1 → 2 (by …)', 'tag old: extra new: not there → value 3 (by …)'],
    ],
    [
      'a row of it that is gone',
      [['editTag2', ['old'], { remove_extra: ['k'] }]],
      ['tag old: extra k: value 1 → gone (by …)'],
    ],
    [
      'its package list',
      [['packageListAdd', ['old', 'gimp', 'releng']]],
      ['tag old: packages: count 1 → 2, names ["eog"] → ["eog","gimp"]'],
    ],
    [
      'another target that uses it',
      [['createBuildTarget', ['other', 't', 'old']]],
      ['target other: now build_tag "t", dest_tag "old"'],
    ],
    [
      'a target that uses it no more',
      [['deleteBuildTarget', ['user']]],
      ['target user: build_tag "old", dest_tag "t" → gone (by …)'],
    ],
  ]
  for (const [what, meanwhile, lines] of deeds) {
    it(what, async () => {
      const hub = await SharedHub.with(family)
      const plan = await hub.plan(gone)
      for (const deed of meanwhile) await hub.meanwhile(...deed)
      expect(told(await hub.refusal(plan))).to.deep.equal(lines)
    })
  }

  it('another heir, and one that has left it', async () => {
    const hub = await SharedHub.with(family)
    const plan = await hub.plan(gone)
    await hub.make(
      desired([
        wanted('other', { inheritance: [link('old', 7)] }),
        wanted('heir', { inheritance: [link('t')] }),
      ]),
    )
    expect(told(await hub.refusal(plan))).to.deep.equal([
      'tag heir: parent old: priority 0 → gone (as planned, by …)',
      'tag other: parent old: not there → priority 7 (by …)',
    ])
  })

  it('but not by who inherits from its heirs', async () => {
    const hub = await SharedHub.with(family)
    const plan = await hub.plan(gone)
    await hub.make(desired([wanted('other', { inheritance: [link('heir')] })]))
    expect(await hub.refusal(plan)).to.equal(undefined)
  })
})

describe('a stale plan', () => {
  it('tells who changed a setting, whoever changed another one after', async () => {
    const hub = await SharedHub.with(kinds.setting('a'))
    const plan = await hub.plan(kinds.setting('b'))
    await hub.meanwhile('editTag2', ['t'], { arches: 'c' })
    await hub.call('editTag2', ['t'], { locked: true })
    expect(told(await hub.refusal(plan))).to.deep.equal(['tag t: arches "a" → "c" (by …)'])
  })

  it('tells of many rows some, and all of them as data', async () => {
    const hub = await SharedHub.with()
    const names = Array.from({ length: 25 }, (_, index) => `p${index + 10}`)
    const group = (owner: string) => ofTag({ packages: Object.fromEntries(names.map(name => [name, owner])) })
    const plan = await hub.plan(group('packager'))
    await hub.make(group('releng'))
    const refusal = await hub.refusal(plan)
    expect(refusal?.message).to.match(
      /^the plan is stale: since it was made, 25 rows of it changed:\ntag t: package p10: .*\n/,
    )
    expect(refusal?.message).to.match(/\nand 15 more \(--json tells all\)\nnothing was written$/)
    expect(refusal?.data.stale.map(({ row }) => row.package)).to.deep.equal(names)
  })

  it('is one, too, whose calls would be others because of what is around its rows', async () => {
    const hub = await SharedHub.with(desired([wanted('t', { inheritance: [link('p')] })]))
    const plan = await hub.plan(ofTag({ groups: { build: ['bash'] } }))
    await hub.make(desired([wanted('p', { groups: { build: ['bash'] } })]))
    const refusal = await hub.refusal(plan)
    expect(told(refusal)).to.deep.equal([
      'planned: switch: groupListAdd("t", "build")',
      'now:     switch: groupListAdd("t", "build", uservisible=false)',
      'now:     switch: groupListAdd("t", "build", uservisible=true)',
    ])
    expect(refusal?.data).to.deep.include({ stale: [] })
    expect(refusal?.data.calls?.planned).to.deep.equal(plan.plan.stages)
  })

  it('is one, too, that names what is gone', async () => {
    const hub = await SharedHub.with()
    const plan = await hub.plan(kinds.inheritance('a'))
    await hub.meanwhile('deleteTag', ['p'])
    const refusal = await hub.refusal(plan)
    expect(told(refusal)).to.deep.equal(['test.yaml:1:1: there is no tag p (parent of t)'])
    expect(refusal?.data).to.deep.equal({ stale: [] })
  })
})

/** Its rows, without the moment at which they changed. */
function told(refusal: StalePlanError | undefined): string[] {
  const lines = refusal?.message.split('\n').slice(1, -1) ?? []
  return lines.map(line => line.replace(/by releng, \d{4}-\d\d-\d\d \d\d:\d\d UTC, event \d+/, 'by …'))
}

describe('a parent whose name is another tag’s by now', () => {
  it('is the one that has the name when the plan is applied', async () => {
    const hub = new SandboxHub()
    await hub.call('createTag', ['p'])
    const planned = await planDesired(
      desired([wanted('t', { inheritance: [link('p')] })]),
      hub.client,
      'test',
    )
    await hub.call('editTag2', ['p'], { name: 'p-old' })
    await hub.call('createTag', ['p'])
    expect((await applyPlanned(planned, hub.client, hub.login, anyLeave)).remaining).to.deep.equal([])
  })
})
