import { expect } from 'chai'
import type { DesiredState } from '../../src/koji/desired-state.js'
import type { LiveState } from '../../src/koji/live-state.js'
import { goalOf, makePlan, type Plan } from '../../src/plan/index.js'
import { type PlanTextOptions, planText, terminalStyle } from '../../src/report/index.js'
import { desired, externalRepo, group, link, live, set, tag, target, use, wanted } from '../builders.js'
import { expectGolden } from '../golden.js'

const arches = 'i686 x86_64 aarch64 ppc64le s390x'

/** The tags of one release, and of `sides` side tags; a target builds in each of them that ends in -build. */
function release(name: string, macro: string, sides: number) {
  const all: [string, string[]][] = [
    [name, []],
    [`${name}-updates`, [name]],
    [`${name}-override`, [`${name}-updates`]],
    [`${name}-build`, [`${name}-override`]],
    [`${name}-updates-candidate`, [`${name}-updates`]],
    [`${name}-infra-build`, [`${name}-build`]],
    ...Array.from({ length: sides }, (_, nth): [string, string[]] => [
      `${name}-side-${nth}-build`,
      [`${name}-build`],
    ]),
  ]
  const tags = all.map(([child, parents]) =>
    tag(child, {
      settings: { arches: child.endsWith('build') || child === name ? arches : '' },
      inheritance: parents.map(parent => link(parent)),
      ...(child === name && {
        extra: { 'rpm.macro.dist': set(macro), 'mock.package_manager': set('dnf') },
        groups: [group('build', ['bash', 'gawk', 'sed']), group('srpm-build', ['bash', 'fedpkg-minimal'])],
        external_repos: [use('epel', 5)],
      }),
    }),
  )
  const builds = tags.filter(one => one.name.endsWith('-build'))
  const targets = builds.map(one =>
    target(one.name.replace(/-build$/, ''), one.name, `${name}-updates-candidate`),
  )
  return { tags, targets }
}

function hubOf(sides: number): LiveState {
  const [f43, f44] = [release('f43', '.fc43', 0), release('f44', '.fc44', sides)]
  const others = [
    tag('rawhide', { inheritance: [link('f43')] }),
    tag('eln', {
      settings: { arches },
      extra: { 'rpm.macro.dist': set('.eln') },
      inheritance: [link('f43')],
    }),
    tag('eln-build', { settings: { arches }, inheritance: [link('eln')] }),
  ]
  const targets = [target('rawhide', 'f43-build', 'f43-updates-candidate'), target('eln', 'eln-build', 'eln')]
  return live(
    [...f43.tags, ...f44.tags, ...others],
    [...f43.targets, ...f44.targets, ...targets],
    [],
    [{ name: 'epel', url: 'https://repos.test/9/', users: ['f43', 'f44'] }],
  )
}

function planOf(state: DesiredState, hub: LiveState): Plan {
  return makePlan(goalOf(state, hub), hub)
}

const buildGroup = ['bash', 'gawk', 'make', 'sed']
const states: { readonly [name: string]: DesiredState } = {
  'a package in the build group of a base tag': desired([
    wanted('f44', { groups: { build: buildGroup, 'srpm-build': ['bash', 'fedpkg-minimal'] } }),
  ]),
  'a cut-over of rawhide': desired(
    [wanted('rawhide', { inheritance: [link('f44')] }), wanted('eln', { inheritance: [link('f44')] })],
    [target('rawhide', 'f44-build', 'f44-updates-candidate')],
  ),
  'many things at once': desired(
    [
      wanted('f44', {
        settings: { arches: 'x86_64 aarch64' },
        extra: { 'rpm.macro.dist': set('.new'), 'mock.package_manager': set('dnf5') },
        groups: { build: ['bash', ...Array.from({ length: 12 }, (_, nth) => `package-${nth}`)] },
      }),
      wanted('f44-build', { extra: { k: set(1) } }),
      wanted('f44-updates-candidate', { settings: { locked: true } }),
      wanted('f43-updates-candidate', { settings: { perm: 'autosign' } }),
    ],
    Array.from({ length: 14 }, (_, nth) =>
      target(`new-${nth}`, 'f43-build', `${nth % 2 ? 'rawhide' : 'f44-updates-candidate'}`),
    ),
    [],
    [externalRepo('epel', 'https://repos.test/10')],
  ),
}

/** A plan's text below its changes. */
function below(text: string): string {
  return text.slice(text.indexOf('What builds will notice'))
}

describe('what builds notice, as text', () => {
  it('of few tags: each with its differences, those that are alike together', () => {
    const state = desired([
      wanted('eln', { extra: { 'rpm.macro.dist': set('.eln1') }, settings: { locked: true } }),
    ])
    expectGolden('report/consequences-few.txt', below(planText(planOf(state, hubOf(0)))))
  })

  for (const [what, state] of Object.entries(states)) {
    const name = what.replaceAll(' ', '-')
    const plan = planOf(state, hubOf(20))
    it(`of ${what}: the most important in short`, () =>
      expectGolden(`report/consequences-${name}.txt`, below(planText(plan))))
    it(`of ${what}: all of it`, () =>
      expectGolden(`report/consequences-${name}-all.txt`, below(planText(plan, { consequences: true }))))
  }

  it('says each difference once, however many tags have it', () => {
    for (const consequences of [false, true]) {
      const text = planText(
        planOf(states['a package in the build group of a base tag'] ?? desired([]), hubOf(300)),
        { consequences },
      )
      expect(below(text).match(/\+ make/g)).to.have.length(1)
    }
  })

  it('says what ends builds first, be it in one tag alone', () => {
    const bare = wanted('f44-infra-build', { external_repos: [use('bare', 1, { merge_mode: 'bare' })] })
    const hub = hubOf(20)
    const repos = new Map([
      ...hub.external_repos,
      ['bare', { name: 'bare', url: 'https://repos.test/bare/' }],
    ])
    const state = desired([bare, wanted('f44', { extra: { k: set(1) } })])
    const [, , , first, row] = below(planText(planOf(state, { ...hub, external_repos: repos }))).split('\n')
    expect(first).to.equal('  tag f44-infra-build')
    expect(row).to.match(/merge modes are mixed \(bare, koji\): Koji makes no repo of it$/)
  })

  it('says where nothing is built in what changes', () => {
    const hub = { ...hubOf(5), targets: new Map() }
    const text = below(planText(planOf(desired([wanted('f44', { extra: { k: set(1) } })]), hub)))
    expect(text).to.contain('10 tags inherit from f44; nothing builds in them')
  })

  it('keeps to the width of the terminal', () => {
    for (const state of Object.values(states)) {
      for (const width of [60, 80, 120]) {
        for (const consequences of [false, true]) {
          const lines = below(planText(planOf(state, hubOf(20)), { width, consequences })).split('\n')
          expect(lines.filter(line => line.length > width)).to.deep.equal([])
        }
      }
    }
  })

  it('has colours where a terminal wants them, and the same text', () => {
    for (const state of Object.values(states)) {
      const show = (options: PlanTextOptions) => below(planText(planOf(state, hubOf(20)), options))
      const coloured = show({ style: terminalStyle })
      expect(coloured).to.contain('\u001b[')
      expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).to.equal(show({}))
    }
  })
})
