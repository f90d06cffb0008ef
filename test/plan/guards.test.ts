import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import fc from 'fast-check'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { RefusedError } from '../../src/koji/error.js'
import type { LiveState } from '../../src/koji/live-state.js'
import { applyPlanned, planDesired } from '../../src/pipeline.js'
import { guardNames } from '../../src/plan/guards/finding.js'
import {
  type Finding,
  flagOf,
  flagsOf,
  goalOf,
  type Leaves,
  makePlan,
  narrowestLeaves,
  refuseWithoutLeave,
  rowsAim,
  usedLeaves,
  withoutLeave,
} from '../../src/plan/index.js'
import { outputSchemas, plannedJson } from '../../src/report/index.js'
import {
  desired,
  externalRepo,
  group,
  here,
  link,
  live,
  noTarget,
  profile,
  set,
  tag,
  target,
  use,
  wanted,
} from '../builders.js'
import { desiredStates, handCalls, makeCalls } from '../random-states.js'
import { planOrRefusal, SandboxHub } from '../sandbox-hub.js'
import { areTelling, tries } from '../tries.js'

const planOf = (state: DesiredState, hub: LiveState) => makePlan(goalOf(state, hub), hub)
const gone = (name: string) => wanted(name, { absent: true })
const named = (number: number) => Array.from({ length: number }, (_, index) => `t${100 + index}`)

/** What is found, as the flag that lets it pass. */
type Case = [what: string, state: DesiredState, hub: LiveState, flags: string[]]

const deletes: Case[] = [
  ['a tag', desired([gone('a')]), live([tag('a')]), ['--allow-delete a']],
  ['a target', desired([], [noTarget('t')]), live([tag('a')], [target('t', 'a', 'a')]), ['--allow-delete t']],
  [
    'an external repo',
    desired([], [], [], [externalRepo('r', null)]),
    live([], [], [], [{ name: 'r', url: 'http://r/' }]),
    ['--allow-delete r'],
  ],
  [
    'a tag and a target of one name, both',
    desired([gone('a')], [noTarget('a')]),
    live([tag('a')], [target('a', 'a', 'a')]),
    ['--allow-delete a', '--allow-delete a'],
  ],
  ['nothing of what is not there', desired([gone('a')], [noTarget('t')]), live([tag('b')]), []],
  [
    'nothing of parts of a tag',
    desired([wanted('a', { inheritance: [], groups: {}, extra: {} })]),
    live([tag('b'), tag('a', { inheritance: [link('b')], groups: [group('g', [])], extra: { k: set(1) } })]),
    [],
  ],
]

const child = tag('a', { inheritance: [link('p'), link('q', 5)] })
const parents = [tag('p'), tag('q'), tag('r')]
const isProtected = (state: DesiredState, ...globs: string[]) => ({ ...state, protect: globs })
const protectedLosses: Case[] = [
  [
    'a delete, beside the leave that every delete takes',
    isProtected(desired([gone('a')]), 'x', '[ab]', 'a'),
    live([tag('a')]),
    ['--allow-delete a', '--allow-protected a'],
  ],
  [
    'the delete of a target and of an external repo',
    isProtected(desired([], [noTarget('t')], [], [externalRepo('r', null)]), '*'),
    live([tag('a')], [target('t', 'a', 'a')], [], [{ name: 'r', url: 'http://r/' }]),
    ['--allow-delete t', '--allow-delete r', '--allow-protected t', '--allow-protected r'],
  ],
  [
    'the loss of all parents, once',
    isProtected(desired([wanted('a', { inheritance: [] })]), 'a'),
    live([...parents, child]),
    ['--allow-protected a'],
  ],
  [
    'the loss of all parents with which these are deleted',
    isProtected(desired([wanted('a', { inheritance: [] }), gone('p'), gone('q')]), 'a'),
    live([tag('p'), tag('q'), child]),
    ['--allow-delete p', '--allow-delete q', '--allow-protected a'],
  ],
  [
    'not the loss of one parent, nor another in the place of all',
    isProtected(desired([wanted('a', { inheritance: [link('r')] })]), 'a'),
    live([...parents, child]),
    [],
  ],
  [
    'not a target that builds elsewhere, beside a tag of its name that has no parents',
    isProtected(desired([wanted('a')], [target('a', 'p', 'p')]), 'a'),
    live([tag('a'), tag('p')], [target('a', 'a', 'a')]),
    [],
  ],
  [
    'not links of a tag that was deleted, and comes back without them',
    isProtected(desired([wanted('a', { inheritance: [] })]), 'a'),
    live(parents, [], [child]),
    [],
  ],
  [
    'not what fits no glob',
    isProtected(desired([gone('a')]), 'b*', 'A'),
    live([tag('a')]),
    ['--allow-delete a'],
  ],
]

const closed = { settings: { locked: true } }
const change = { extra: { k: set(1) } }
const lockedChanges: Case[] = [
  [
    'a tag that is locked, and of which the file says nothing on that',
    desired([wanted('a', change)]),
    live([tag('a', closed)]),
    ['--allow-locked a'],
  ],
  [
    'one that the file wants locked, too',
    desired([wanted('a', { ...change, ...closed })]),
    live([tag('a', closed)]),
    ['--allow-locked a'],
  ],
  [
    'not one that is locked by the plan',
    desired([wanted('a', { ...change, ...closed })]),
    live([tag('a')]),
    [],
  ],
  [
    'not one that is unlocked by the plan, whatever else changes',
    desired([wanted('a', { ...change, settings: { locked: false } })]),
    live([tag('a', closed)]),
    [],
  ],
  ['not one that comes locked', desired([wanted('a', { ...change, ...closed })]), live([]), []],
  ['not one that goes', desired([gone('a')]), live([tag('a', closed)]), ['--allow-delete a']],
  ['not one that stays as it is', desired([wanted('a', closed)]), live([tag('a', closed)]), []],
  [
    'not one that inherits what changes, nor a target of its name',
    desired([wanted('p', change)], [target('a', 'p', 'p')]),
    live([tag('p'), tag('a', { ...closed, inheritance: [link('p')] })], [target('a', 'a', 'a')]),
    [],
  ],
]

const releases = ['f9', 'f43', 'f44', 'f45', 'f44-build', 'f45-build', 'epel10.1', 'epel10.2'].map(name =>
  tag(name),
)
const moves = (name: string, from: string, to: string): [DesiredState, LiveState] => [
  desired([wanted(name, { inheritance: [link(to)] })]),
  live([...releases, tag(name, { inheritance: [link(from)] })]),
]
const retargets = (
  name: string,
  [build, dest]: string[],
  [newBuild, newDest]: string[],
): [DesiredState, LiveState] => [
  desired([], [target(name, newBuild ?? '', newDest ?? '')]),
  live(releases, [target(name, build ?? '', dest ?? '')]),
]
const olderReleases: Case[] = [
  ['a tag that moves to the release before', ...moves('rawhide', 'f45', 'f44'), ['--allow-older rawhide']],
  ['a number that has fewer digits', ...moves('rawhide', 'f43', 'f9'), ['--allow-older rawhide']],
  ['a minor number', ...moves('epel10', 'epel10.2', 'epel10.1'), ['--allow-older epel10']],
  [
    'one of several parents, and at other priorities',
    desired([wanted('eln-build', { inheritance: [link('eln'), link('f44-build', 7)] })]),
    live([...releases, tag('eln'), tag('eln-build', { inheritance: [link('eln'), link('f45-build', 5)] })]),
    ['--allow-older eln-build'],
  ],
  [
    'a target that builds there',
    ...retargets('rawhide', ['f45-build', 'f45'], ['f44-build', 'f45']),
    ['--allow-older rawhide'],
  ],
  [
    'a target that delivers there',
    ...retargets('rawhide', ['f45-build', 'f45'], ['f45-build', 'f44']),
    ['--allow-older rawhide'],
  ],
  ['not a move to the next one', ...moves('rawhide', 'f44', 'f45'), []],
  ['not a move to a tag of another kind', ...moves('rawhide', 'f45', 'f44-build'), []],
  ['not what comes home', ...moves('f44-side', 'f45', 'f44'), []],
  [
    'not a parent that comes beside others',
    desired([wanted('a', { inheritance: [link('f45'), link('f44', 1)] })]),
    live([...releases, tag('a', { inheritance: [link('f45')] })]),
    [],
  ],
  ['not a new tag', desired([wanted('a', { inheritance: [link('f44')] })]), live(releases), []],
  ['not a new target', desired([], [target('a', 'f44-build', 'f44')]), live(releases), []],
]

const empty: Case[] = [
  ['files that declare nothing', desired([]), live([tag('a')]), ['--allow-empty']],
  ['files that protect, and declare nothing', desired([], [], ['a']), live([tag('a')]), ['--allow-empty']],
  ['not a tag', desired([wanted('a')]), live([tag('a')]), []],
  ['not the absence of a tag', desired([gone('a')]), live([]), []],
  ['not a target', desired([], [target('t', 'a', 'a')]), live([tag('a')]), []],
  ['not an external repo', desired([], [], [], [externalRepo('r', 'http://r/')]), live([]), []],
]

/** A tag that is more than its settings. */
const used = (name: string) => tag(name, { external_repos: [use('updates')] })

/** As many tags as are managed, of which some change and some are deleted. */
function many(managed: number, { changed = 0, deleted = 0, made = 0 }): [DesiredState, LiveState] {
  const names = named(managed)
  const state = names.map((name, index) =>
    index < deleted ? gone(name) : wanted(name, index < deleted + changed ? change : {}),
  )
  const comes = named(made).map(name => wanted(`new-${name}`, change))
  return [desired([...state, ...comes]), live([...names, 'unmanaged'].map(used))]
}

const massChange: Case[] = [
  ['4 of 13', ...many(13, { changed: 4 }), ['--allow-mass-change 4']],
  ['4 of 10', ...many(10, { changed: 4 }), ['--allow-mass-change 4']],
  ['not 3 of 10: that is 30 % and no more', ...many(10, { changed: 3 }), []],
  ['not 9 of 9: where there are few, many change', ...many(9, { changed: 9 }), []],
  [
    'changes and deletes together',
    ...many(10, { changed: 2, deleted: 2 }),
    ['--allow-mass-change 4', '--allow-delete t100', '--allow-delete t101'],
  ],
  ['not what comes, which neither counts as a change', ...many(10, { made: 30 }), []],
  ['nor makes a change look small', ...many(10, { changed: 4, made: 30 }), ['--allow-mass-change 4']],
  [
    'a tag once, however much of it changes; targets and external repos as well',
    desired(
      named(8).map(name => wanted(name, { ...change, ...closed, inheritance: [link('p')] })),
      [target('t', 'p', 'p')],
      [],
      [externalRepo('r', 'http://other/')],
    ),
    live([...named(8), 'p'].map(used), [target('t', 't100', 't100')], [], [{ name: 'r', url: 'http://r/' }]),
    ['--allow-mass-change 10'],
  ],
  [
    'not tags of settings alone that get the rest',
    desired(named(12).map(name => wanted(name, change))),
    live(named(12).map(name => tag(name))),
    [],
  ],
  [
    'but those whose settings change',
    desired(named(12).map(name => wanted(name, { ...change, ...closed }))),
    live(named(12).map(name => tag(name))),
    ['--allow-mass-change 12'],
  ],
]

const leaveToDelete = (number: number) => named(number).map(name => `--allow-delete ${name}`)
const massDelete: Case[] = [
  ['26', ...many(100, { deleted: 26 }), ['--allow-mass-delete 26', ...leaveToDelete(26)]],
  ['not 25', ...many(100, { deleted: 25 }), leaveToDelete(25)],
  [
    '26 of few, which are many changes, too',
    ...many(26, { deleted: 26 }),
    ['--allow-mass-change 26', '--allow-mass-delete 26', ...leaveToDelete(26)],
  ],
]

const isFor = (...names: string[]) => desired([wanted('a')], [], [], [], names.map(profile))
const profiles: Case[] = [
  ['a file for another profile', isFor('koji'), live([]), ['--allow-profile test']],
  [
    'each of two files',
    isFor('koji', 'test', 'stage'),
    live([]),
    ['--allow-profile test', '--allow-profile test'],
  ],
  ['not files for this one', isFor('test', 'test'), live([]), []],
  ['not files that are for none', isFor(), live([]), []],
]

const tables = {
  deletes,
  protectedLosses,
  lockedChanges,
  olderReleases,
  empty,
  massChange,
  massDelete,
  profiles,
}

describe('guards find', () => {
  for (const [name, cases] of Object.entries(tables)) {
    describe(`${name}:`, () => {
      for (const [what, state, hub, flags] of cases)
        it(what, () => expect(planOf(state, hub).guards.map(flagOf)).to.deep.equal(flags))
    })
  }

  it('nothing that files alone can tell, where rows and no files ask for a plan', () => {
    const [state, hub] = many(30, { deleted: 30 })
    const { desired: _, ...goal } = goalOf(isProtected({ ...state, profiles: [profile('koji')] }, '*'), hub)
    const guards = makePlan(goal, hub).guards.map(({ guard }) => guard)
    expect([...new Set(guards)]).to.deep.equal(['mass_delete', 'delete'])
  })

  it('what files told once, where their rows are planned again', () => {
    const [state, hub] = many(30, { deleted: 30 })
    const plan = planOf(isProtected({ ...state, profiles: [profile('koji')] }, '*'), hub)
    const rows = (wanted: typeof plan.changes) =>
      makePlan(rowsAim(wanted, plan.guards).compare(hub).goal, hub).guards
    expect(rows(plan.changes)).to.deep.equal(plan.guards)
    expect(rows([]), 'where nothing is left to do').to.deep.equal([])
  })
})

const protectedTag = isProtected(desired([wanted('rawhide', { inheritance: [] })]), 'f4?', 'raw*')
const lockedTag = desired([
  wanted('f43', { groups: { build: ['bash'] }, external_repos: [use('r', 1)], settings: { perm: 'admin' } }),
])
const ofRawhide = { kind: 'tag', name: 'rawhide', source: here }

/** One finding of each guard in full, and leaves that cover it or do not. */
const each: [DesiredState, LiveState, found: object, pass: Leaves[], open: Leaves[]][] = [
  [
    desired([gone('f20-old')]),
    live([tag('f20-old')]),
    { guard: 'delete', kind: 'tag', name: 'f20-old', source: here, flag: '--allow-delete', value: 'f20-old' },
    [{ delete: ['f20-old'] }, { delete: ['f2?-*'] }, { delete: ['x', 'f20-[ob]*'] }, { delete: ['*'] }],
    [
      { delete: [] },
      { delete: ['f20', 'old', 'F20-old', '', 'f20-old-'] },
      { protected: ['*'], locked: ['*'], mass_delete: 9 },
    ],
  ],
  [
    protectedTag,
    live([tag('f44'), tag('rawhide', { inheritance: [link('f44')] })]),
    {
      guard: 'protected',
      ...ofRawhide,
      loses: 'parents',
      glob: 'raw*',
      flag: '--allow-protected',
      value: 'rawhide',
    },
    [{ protected: ['rawhide'] }, { protected: ['*'] }],
    [{ protected: ['f44'] }, { delete: ['*'], locked: ['*'] }],
  ],
  [
    lockedTag,
    live([tag('f43', closed)], [], [], [{ name: 'r', url: 'http://r/' }]),
    {
      guard: 'locked',
      kind: 'tag',
      name: 'f43',
      facets: ['settings', 'groups', 'external_repos'],
      source: here,
      flag: '--allow-locked',
      value: 'f43',
    },
    [{ locked: ['f43'] }, { locked: ['x', 'f4?'] }],
    [{ locked: ['f44'] }, { delete: ['*'], protected: ['*'] }],
  ],
  [
    desired([wanted('rawhide', { inheritance: [link('f44')] })]),
    live([tag('f44'), tag('f45'), tag('rawhide', { inheritance: [link('f45')] })]),
    { guard: 'older', ...ofRawhide, from: 'f45', to: 'f44', flag: '--allow-older', value: 'rawhide' },
    [{ older: ['rawhide'] }, { older: ['raw*'] }],
    [{ older: ['f44'] }, { delete: ['*'], protected: ['*'], locked: ['*'] }],
  ],
  [
    desired([]),
    live([]),
    { guard: 'empty', flag: '--allow-empty', value: null },
    [{ empty: true }],
    [{ empty: false }, { delete: ['*'] }],
  ],
  [
    ...many(10, { changed: 4 }),
    { guard: 'mass_change', changed: 4, managed: 10, flag: '--allow-mass-change', value: '4' },
    [{ mass_change: 4 }, { mass_change: 100 }],
    [{ mass_change: 3 }, { mass_delete: 100 }],
  ],
  [
    ...many(100, { deleted: 26 }),
    { guard: 'mass_delete', deleted: 26, flag: '--allow-mass-delete', value: '26' },
    [{ mass_delete: 26, delete: ['*'] }],
    [
      { mass_delete: 25, delete: ['*'] },
      { mass_change: 100, delete: ['*'] },
    ],
  ],
  [
    isFor('koji'),
    live([]),
    {
      guard: 'profile',
      wanted: 'koji',
      profile: 'test',
      source: here,
      flag: '--allow-profile',
      value: 'test',
    },
    [{ profile: 'test' }],
    [{ profile: 'koji' }, { profile: '*' }, { delete: ['*'] }],
  ],
]

describe('what guards find passes by leave:', () => {
  for (const [state, hub, found, pass, open] of each) {
    const { guards } = planOf(state, hub)
    const [{ guard, flag }] = [Object(found)]
    const left = (leaves: Leaves) => withoutLeave(guards, leaves).filter(one => one.guard === guard)
    it(`${flag}`, () => {
      expect(left({})).to.deep.equal([found])
      for (const leaves of pass)
        expect(withoutLeave(guards, leaves), JSON.stringify(leaves)).to.deep.equal([])
      for (const leaves of open) expect(left(leaves), JSON.stringify(leaves)).to.deep.equal([found])
    })
  }

  it('of globs, what none fits stays open', () => {
    const plan = planOf(
      desired(['f20', 'f20-old', 'f20-older', 'f21'].map(gone)),
      live(['f20', 'f20-old', 'f20-older', 'f21'].map(name => tag(name))),
    )
    const open = (...globs: string[]) =>
      withoutLeave(plan.guards, { delete: globs }).map(({ value }) => value)
    expect(open('f20-old')).to.deep.equal(['f20', 'f20-older', 'f21'])
    expect(open('f20-old*', 'f21')).to.deep.equal(['f20'])
    expect(open('f2[!1]*')).to.deep.equal(['f21'])
  })

  it('what is named is enough for any plan, and no less; nobody need name more than is used', async () => {
    const found = new Set<Finding['guard']>()
    await fc.assert(
      fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
        const hub = new SandboxHub()
        await makeCalls(hub, calls)
        const planned = await planOrRefusal(hub, { ...state, protect: ['*'], profiles: [profile('koji')] })
        const guards = planned?.plan.guards ?? []
        const leaves = narrowestLeaves(guards)
        expect(withoutLeave(guards, leaves)).to.deep.equal([])
        expect(new Set(flagsOf(leaves))).to.deep.equal(new Set(guards.map(flagOf)))
        expect(usedLeaves(guards, leaves)).to.deep.equal(leaves)
        for (const { guard } of guards) found.add(guard)
      }),
      tries(1 / 4),
    )
    if (areTelling)
      expect(found, 'guards that found something').to.include('profile').and.include('protected')
  })
})

describe('what guards find as data', () => {
  it('fits the published schema of plans', () => {
    const schema = outputSchemas.get('tags plan') ?? false
    const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema)
    for (const [state, hub] of each) {
      const plan = planOf(state, hub)
      validate(JSON.parse(JSON.stringify(plannedJson(plan))))
      expect(validate.errors ?? [], plan.guards[0]?.guard).to.deep.equal([])
    }
    expect(each.map(([state, hub]) => planOf(state, hub).guards[0]?.guard)).to.have.members([...guardNames])
  })
})

describe('leaves as data', () => {
  const leaves: Leaves = {
    profile: 'my hub',
    empty: true,
    mass_change: 14,
    mass_delete: 30,
    delete: ['f20-*', 'f20'],
    protected: ["it's"],
    locked: ['f43'],
    older: ['rawhide'],
  }

  it('are listed as the flags that give them, fit for a shell', () => {
    expect(flagsOf(leaves)).to.deep.equal([
      "--allow-profile 'my hub'",
      '--allow-empty',
      '--allow-mass-change 14',
      '--allow-mass-delete 30',
      "--allow-delete 'f20-*'",
      '--allow-delete f20',
      "--allow-protected 'it'\\''s'",
      '--allow-locked f43',
      '--allow-older rawhide',
    ])
    expect(flagsOf({ empty: false, delete: [] })).to.deep.equal([])
  })

  it('tell which of them were of use', () => {
    const { guards } = planOf(desired([gone('f20-old')]), live([tag('f20-old')]))
    expect(usedLeaves(guards, leaves)).to.deep.equal({ delete: ['f20-*'] })
    expect(usedLeaves([], leaves)).to.deep.equal({})
    const all = each.flatMap(([state, hub]) => planOf(state, hub).guards)
    const wide = {
      ...leaves,
      profile: 'test',
      protected: ['*', '*'],
      locked: ['x', 'f43'],
      delete: ['y', 't*'],
    }
    expect(usedLeaves(all, wide)).to.deep.equal({ ...wide, locked: ['f43'], delete: ['t*'] })
  })
})

describe('an apply without leave', () => {
  const state = {
    ...isProtected(desired([gone('f20-old'), wanted('f43', change)], [noTarget('f20')]), 'f20*'),
    profiles: [profile('koji')],
  }
  const hub = live([tag('f20-old'), tag('f43', closed)], [target('f20', 'f20-old', 'f20-old')])

  it('is refused with all that was found: its guard, its place, what it is, and its flag', () => {
    expect(() => refuseWithoutLeave(planOf(state, hub), { delete: ['f20-old*'] }))
      .to.throw(RefusedError)
      .that.includes({
        message: [
          'test.yaml:1:1: profile: the file is for profile koji, and this is test; allow it by --allow-profile test',
          'test.yaml:1:1: delete: target f20 would be deleted; allow it by --allow-delete f20',
          'test.yaml:1:1: protected: target f20 is protected (f20*) and would be deleted; allow it by --allow-protected f20',
          'test.yaml:1:1: protected: tag f20-old is protected (f20*) and would be deleted; allow it by --allow-protected f20-old',
          'test.yaml:1:1: locked: tag f43 stays locked and would change: extra; allow it by --allow-locked f43',
          'nothing was written',
        ].join('\n'),
        where: 'http://hub.test/kojihub',
        next:
          'review the plan, then add --allow-profile test --allow-delete f20 --allow-protected f20 ' +
          '--allow-protected f20-old --allow-locked f43',
        exitCode: 3,
      })
  })

  it('is told of what has no place in a file, too', () => {
    const refusal = (state: DesiredState, hub: LiveState) => () => refuseWithoutLeave(planOf(state, hub), {})
    expect(refusal(desired([]), live([]))).to.throw(
      'empty: the files declare no tag, target or external repo; allow it by --allow-empty\nnothing was written',
    )
    expect(refusal(...many(10, { changed: 4 }))).to.throw(
      'mass change: 4 of 10 managed resources would change or go: more than 30 %; allow it by --allow-mass-change 4\n',
    )
    expect(refusal(...many(100, { deleted: 26 }))).to.throw(
      'mass delete: 26 resources would be deleted: more than 25; allow it by --allow-mass-delete 26\n',
    )
  })

  it('does not log in; a plan needs no leave', async () => {
    const sandbox = new SandboxHub()
    await sandbox.call('createTag', ['f20-old'])
    const planned = await planDesired(desired([gone('f20-old')]), sandbox.client, 'test')
    sandbox.takeRequests()
    const error: unknown = await applyPlanned(planned, sandbox.client, sandbox.login).catch(
      (caught: unknown) => caught,
    )
    expect(error).to.be.instanceOf(RefusedError)
    expect(sandbox.takeRequests()).to.deep.equal([])
    const leaves = narrowestLeaves(planned.plan.guards)
    const { remaining } = await applyPlanned(planned, sandbox.client, sandbox.login, { leaves })
    expect(remaining).to.deep.equal([])
    expect(await sandbox.call('getTag', ['f20-old'])).to.equal(null)
  })
})
