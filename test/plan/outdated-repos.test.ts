import { expect } from 'chai'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { goalOf, makePlan } from '../../src/plan/index.js'
import {
  type DesiredParts,
  desired,
  externalRepo,
  group,
  link,
  listed,
  live,
  noTarget,
  tag,
  target,
  use,
  wanted,
} from '../builders.js'

/** `build` and `other` are built in; `build` inherits from `mid`, that from `base`. */
const hub = live(
  [
    tag('base', { groups: [group('build', ['bash'])], packages: { eog: listed('releng') } }),
    tag('mid', { inheritance: [link('base')], external_repos: [use('epel')] }),
    tag('build', { settings: { arches: 'i686 x86_64' }, inheritance: [link('mid')] }),
    tag('other', { settings: { arches: 'x86_64' } }),
    tag('idle', { settings: { arches: 'x86_64' }, inheritance: [link('mid')] }),
  ],
  [target('a', 'build', 'base'), target('b', 'build', 'base'), target('c', 'other', 'other')],
  [],
  [{ name: 'epel', url: 'https://repos.test/9/', users: ['mid'] }],
)

function reposOf(state: DesiredState) {
  return makePlan(goalOf(state, hub), hub).repos
}

function namesOf(state: DesiredState): string[] {
  return reposOf(state).tags.map(({ tag, first }) => (first ? `${tag}, for the first time` : tag))
}

describe('repos that a plan outdates', () => {
  const bySettings: [string, DesiredParts, string[]][] = [
    ['arches', { settings: { arches: 'x86_64' } }, ['build']],
    ['a permission, though no build root shows it', { settings: { perm: 'autosign' } }, ['build']],
    ['a lock', { settings: { locked: true } }, ['build']],
    ['an extra setting', { extra: { k: { blocked: true } } }, ['build']],
    ['a link', { inheritance: [link('other')] }, ['build']],
    ['a group', { groups: { build: ['bash', 'make'] } }, ['build']],
    ['an external repo', { external_repos: [use('epel')] }, ['build']],
    ['a package that is listed', { packages: { eog: 'releng', gimp: 'releng' } }, ['build']],
    [
      'extra arches of a package',
      { packages: { eog: { owner: 'releng', extra_arches: 'i686' } } },
      ['build'],
    ],
    ['a package that is blocked', { blocked_packages: ['eog'] }, ['build']],
    ['no owner of a package', { packages: { eog: 'packager' } }, []],
    ['nothing where nothing changes', { packages: { eog: 'releng' } }, []],
  ]
  for (const [what, parts, names] of bySettings) {
    it(`by ${what}, in an ancestor`, () =>
      expect(namesOf(desired([wanted('base', parts)]))).to.deep.equal(names))
  }

  const cases: [string, DesiredState, string[]][] = [
    [
      'the URL of an external repo that an ancestor uses',
      desired([], [], [], [externalRepo('epel', 'https://repos.test/10')]),
      ['build'],
    ],
    [
      'a target that comes, to a tag that nothing was built in',
      desired([], [target('d', 'idle', 'base')]),
      ['idle, for the first time'],
    ],
    [
      'a target that comes, with its tag',
      desired([wanted('new')], [target('d', 'new', 'base')]),
      ['new, for the first time'],
    ],
    [
      'no target that comes to a tag that is built in already',
      desired([], [target('d', 'other', 'base')]),
      [],
    ],
    ['no target that moves between such tags', desired([], [target('a', 'other', 'base')]), []],
    ['no target that goes', desired([], [noTarget('c')]), []],
    [
      'nothing in a tag that no target builds in any more',
      desired([wanted('other', { settings: { arches: '' } })], [noTarget('c')]),
      [],
    ],
  ]
  for (const [what, state, names] of cases) {
    it(`by ${what}`, () => expect(namesOf(state)).to.deep.equal(names))
  }

  it('take a task an arch, of those that they have after the plan', () => {
    const state = desired([
      wanted('build', { settings: { arches: 'i586 i686 x86_64 s390x' } }),
      wanted('other', { settings: { locked: true } }),
    ])
    expect(reposOf(state)).to.deep.equal({
      tags: [
        { tag: 'build', arches: ['i386', 'x86_64', 's390x'], first: false },
        { tag: 'other', arches: ['x86_64'], first: false },
      ],
      tasks: 4,
    })
  })
})
