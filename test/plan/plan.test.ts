import { expect } from 'chai'
import { formatCall } from '../../src/koji/call.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { canonicalJson } from '../../src/koji/json.js'
import type { LiveState } from '../../src/koji/live-state.js'
import { goalOf, makePlan } from '../../src/plan/index.js'
import { block, desired, group, link, live, noTarget, set, tag, target, wanted } from '../builders.js'

/** The calls of a plan, stage by stage, as one reads them. */
function calls(state: DesiredState, hub: LiveState): string[] {
  return makePlan(goalOf(state, hub), hub).stages.flatMap(({ stage, calls }) =>
    calls.map(call => `${stage}: ${formatCall(call)}`),
  )
}

const nothing = live([])

/** A link with Koji's defaults, as the call carries it. */
function plain(parent: string, priority: number): string {
  return JSON.stringify({
    parent,
    priority,
    maxdepth: null,
    intransitive: false,
    noconfig: false,
    pkg_filter: '',
  })
}

const cases: [string, DesiredState, LiveState, string[]][] = [
  ['nothing desired', desired([]), live([tag('a')]), []],
  ['a bare new tag', desired([wanted('a')]), nothing, ['create: createTag("a")']],
  [
    'a new tag with everything',
    desired([
      wanted('a', {
        settings: { arches: 'x86_64', perm: 'admin', locked: true, maven_support: true },
        extra: { 'rpm.macro.dist': set('.a'), old: block },
        inheritance: [link('p', 5, { intransitive: true })],
        groups: { build: ['bash'] },
      }),
    ]),
    live([tag('p')]),
    [
      'create: createTag("a", arches="x86_64", perm="admin", locked=true, maven_support=true, extra={"rpm.macro.dist":".a"})',
      'create: editTag2("a", block_extra=["old"])',
      'fill: setInheritanceData("a", [{"parent":"p","priority":5,"maxdepth":null,"intransitive":true,"noconfig":false,"pkg_filter":""}])',
      'fill: groupListAdd("a", "build")',
      'fill: groupPackageListAdd("a", "build", "bash", force=true)',
    ],
  ],
  [
    'NULL arches, which createTag cannot store',
    desired([wanted('a', { settings: { arches: null } })]),
    nothing,
    ['create: createTag("a")', 'create: editTag2("a", arches=null)'],
  ],
  [
    'parents before children, whatever their names',
    desired([wanted('a', { inheritance: [link('z')] }), wanted('z')]),
    nothing,
    ['create: createTag("z")', 'create: createTag("a", parent="z")'],
  ],
  [
    'an unnamed facet or setting is left alone',
    desired([wanted('a', { settings: { locked: false } })]),
    live([
      tag('a', {
        settings: { arches: 'x86_64', perm: 'admin' },
        extra: { k: set(1) },
        groups: [group('build', ['bash'])],
      }),
    ]),
    [],
  ],
  [
    'settings and extra of one tag in one call',
    desired([
      wanted('a', { settings: { perm: null, locked: true }, extra: { new: set(true), same: set('x') } }),
    ]),
    live([tag('a', { settings: { perm: 'admin' }, extra: { gone: set(1), same: set('x') } })]),
    ['switch: editTag2("a", perm=null, locked=true, extra={"new":true}, remove_extra=["gone"])'],
  ],
  [
    'a value whose type alone changes, in two calls (the hub takes 1 and true for equal)',
    desired([wanted('a', { extra: { k: set(true) } })]),
    live([tag('a', { extra: { k: set(1) } })]),
    ['switch: editTag2("a", remove_extra=["k"])', 'switch: editTag2("a", extra={"k":true})'],
  ],
  [
    'a block that goes, in two calls (the hub removes only what is set)',
    desired([wanted('a', { extra: {} })]),
    live([tag('a', { extra: { k: block } })]),
    ['switch: editTag2("a", extra={"k":null})', 'switch: editTag2("a", remove_extra=["k"])'],
  ],
  [
    'a move to another parent in one call, other links untouched',
    desired([wanted('rawhide', { inheritance: [link('f44'), link('extras', 10)] })]),
    live([
      tag('f43'),
      tag('f44'),
      tag('extras'),
      tag('rawhide', { inheritance: [link('f43'), link('extras', 10)] }),
    ]),
    [`switch: setInheritanceData("rawhide", [{"parent":"f43","delete link":true},${plain('f44', 0)}])`],
  ],
  [
    'a group that an ancestor configures, and a package that it lists, need no row',
    desired([wanted('a', { inheritance: [link('p')], groups: { build: ['bash', 'macros'] } })]),
    live([tag('p', { groups: [group('build', ['bash'])] })]),
    ['create: createTag("a", parent="p")', 'fill: groupPackageListAdd("a", "build", "macros", force=true)'],
  ],
  [
    'own rows beyond the named ones go, packages before their group, orphans too',
    desired([wanted('a', { groups: { build: ['bash'] } })]),
    live([
      tag('a', {
        groups: [group('build', ['bash', 'zsh']), group('old', ['x']), group('orphan', ['y'], null)],
      }),
    ]),
    [
      'switch: groupPackageListRemove("a", "build", "zsh")',
      'switch: groupPackageListRemove("a", "old", "x")',
      'switch: groupPackageListRemove("a", "orphan", "y")',
      'switch: groupListRemove("a", "old")',
    ],
  ],
  [
    'a blocked group and a blocked package are lifted',
    desired([wanted('a', { groups: { build: ['bash'] } })]),
    live([tag('a', { groups: [group('build', [], { blocked: true }, ['bash'])] })]),
    [
      'switch: groupListAdd("a", "build", force=true)',
      'switch: groupPackageListAdd("a", "build", "bash", force=true)',
    ],
  ],
  [
    'an own block goes where the parent then gives the same',
    desired([wanted('a', { groups: { build: ['bash'] } })]),
    live([
      tag('p', { groups: [group('build', ['bash'])] }),
      tag('a', { inheritance: [link('p')], groups: [group('build', [], null, ['bash'])] }),
    ]),
    ['switch: groupPackageListUnblock("a", "build", "bash")'],
  ],
  [
    'groups of a new tag wait for the switch of what they inherit',
    desired([
      wanted('p', { groups: {} }),
      wanted('new', { inheritance: [link('p')], groups: { build: ['bash'] } }),
    ]),
    live([tag('p', { groups: [group('build', ['bash'])] })]),
    [
      'create: createTag("new", parent="p")',
      'switch: groupPackageListRemove("p", "build", "bash")',
      'switch: groupListRemove("p", "build")',
      'switch: groupListAdd("new", "build")',
      'switch: groupPackageListAdd("new", "build", "bash", force=true)',
    ],
  ],
  [
    'targets: a new one, a moved one, and one that goes',
    desired(
      [],
      [
        target('new', 'b', 'd'),
        target('moved', 'b', 'd'),
        target('same', 'b', 'd'),
        noTarget('old'),
        noTarget('never'),
      ],
    ),
    live(
      [tag('b'), tag('d')],
      [target('moved', 'd', 'd'), target('same', 'b', 'd'), target('old', 'b', 'd')],
    ),
    [
      'switch: editBuildTarget("moved", "moved", "b", "d")',
      'switch: createBuildTarget("new", "b", "d")',
      'remove: deleteBuildTarget("old")',
    ],
  ],
  [
    'a tag that goes: links to it go with the switch, then its targets, then the tag',
    desired([wanted('old', { absent: true }), wanted('child', { inheritance: [] })], [noTarget('old')]),
    live([tag('old'), tag('child', { inheritance: [link('old')] })], [target('old', 'old', 'old')]),
    [
      'switch: setInheritanceData("child", [{"parent":"old","delete link":true}])',
      'remove: deleteBuildTarget("old")',
      'remove: deleteTag("old")',
    ],
  ],
  [
    'links that a deleted tag still owns go when it is created again',
    desired([wanted('back', { inheritance: [] })]),
    live([tag('p')], [], [tag('back', { inheritance: [link('p')] })]),
    ['create: createTag("back")', 'fill: setInheritanceData("back", [{"parent":"p","delete link":true}])'],
  ],
]

describe('plan', () => {
  for (const [what, state, hub, expected] of cases) {
    it(what, () => expect(calls(state, hub)).to.deep.equal(expected))
  }

  it('is data: JSON keeps all of it', () => {
    for (const [, state, hub] of cases) {
      const plan = makePlan(goalOf(state, hub), hub)
      expect(JSON.parse(JSON.stringify(plan))).to.deep.equal(plan)
    }
  })

  it('accounts for every change with a call', () => {
    for (const [what, state, hub] of cases) {
      const { changes, stages } = makePlan(goalOf(state, hub), hub)
      const realised = new Set(stages.flatMap(({ calls }) => calls.flatMap(call => call.changes)))
      const open = changes.filter((_change, index) => !realised.has(index))
      expect(open, what).to.deep.equal([])
    }
  })

  it('is the same, byte for byte, whatever the order of the input', () => {
    for (const [, state, hub] of cases) {
      const reversed = desired([...state.tags.values()].reverse(), [...state.targets.values()].reverse())
      expect(canonicalJson(makePlan(goalOf(reversed, hub), hub))).to.equal(
        canonicalJson(makePlan(goalOf(state, hub), hub)),
      )
    }
  })
})
