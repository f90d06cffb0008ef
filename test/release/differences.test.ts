import { expect } from 'chai'
import type { DesiredState } from '../../src/koji/desired-state.js'
import {
  compareReleases,
  type Difference,
  liveRelease,
  type Release,
  saidRelease,
  unknownHub,
} from '../../src/release/index.js'
import {
  desired,
  externalRepo,
  group,
  link,
  live,
  set,
  type TagParts,
  tag,
  target,
  use,
  wanted,
} from '../builders.js'

const f44: Release = { prefix: 'f', number: '44' }
const f45: Release = { prefix: 'f', number: '45' }

/** What differs, in words: `f44-build inheritance f44-override`. */
function inWords({ a, b, only, entries }: Difference): string[] {
  if (only !== null) return [`only ${only === 'a' ? a : b}`]
  return entries.map(({ facet, path, ...values }) => {
    const value = (side: 'a' | 'b') => {
      if (path[side] === undefined) return '-'
      return facet === 'inheritance' ? 'yes' : JSON.stringify(values[side])
    }
    return [a, facet ?? '', (path.a ?? path.b ?? []).join(' '), value('a'), value('b')].join(' ')
  })
}

/** Two releases on one hub: the same tag of each, in two forms. */
function compared(a: TagParts, b: TagParts): string[] {
  const hub = live([tag('f44', a), tag('f45', b)])
  const { differences } = compareReleases(liveRelease(hub, f44), liveRelease(hub, f45))
  return differences.flatMap(inWords)
}

describe('two releases on a hub', () => {
  const same: [string, TagParts, TagParts][] = [
    ['nothing', {}, {}],
    ['parents of the same number', { inheritance: [link('f44-x')] }, { inheritance: [link('f45-x')] }],
    ['predecessors', { inheritance: [link('f43')] }, { inheritance: [link('f44')] }],
    ['shared parents', { inheritance: [link('coreos-pool')] }, { inheritance: [link('coreos-pool')] }],
    ['dist tags', { extra: { d: set('.fc44app') } }, { extra: { d: set('.fc45app') } }],
    ['deep values', { extra: { d: set({ k: ['f44', 44] }) } }, { extra: { d: set({ k: ['f45', 44] }) } }],
    [
      'group texts',
      { groups: [group('build', ['bash'], { description: 'of f44' })] },
      { groups: [group('build', ['bash'], { description: 'of f45' })] },
    ],
    [
      'a default that is said',
      { groups: [group('build', [], { exported: null })] },
      { groups: [group('build', [])] },
    ],
  ]
  for (const [what, a, b] of same)
    it(`are the same: ${what}`, () => {
      expect(compared(a, b)).to.deep.equal([])
    })

  const different: [string, TagParts, TagParts, string[]][] = [
    [
      'settings',
      { settings: { arches: 'x86_64' } },
      { settings: { arches: '' } },
      ['f44 settings arches "x86_64" ""'],
    ],
    ['types', { extra: { k: set(true) } }, { extra: { k: set('true') } }, ['f44 extra k true "true"']],
    ['a key', { extra: { k: set(1) } }, {}, ['f44 extra k 1 -']],
    [
      'a key id that begins with the number',
      { extra: { k: set('44dd8ef9') } },
      { extra: { k: set('45dd8ef9') } },
      ['f44 extra k "44dd8ef9" "45dd8ef9"'],
    ],
    [
      'the same far parent',
      { inheritance: [link('f40')] },
      { inheritance: [link('f41')] },
      ['f44 inheritance f40 yes -', 'f44 inheritance f41 - yes'],
    ],
    [
      'a package of a group',
      { groups: [group('build', ['bash'])] },
      { groups: [group('build', [])] },
      ['f44 groups build package bash {} -'],
    ],
  ]
  for (const [what, a, b, expected] of different)
    it(`differ: ${what}`, () => {
      expect(compared(a, b)).to.deep.equal(expected)
    })

  it('have what the other lacks; side tags are nobody’s', () => {
    const names = [
      'f44',
      'f45',
      'f44-x',
      'f45-y',
      'f44-build-side-12',
      'f45-build-side-9-signing-pending',
      'f440',
    ]
    const marked = tag('f45-kde', { extra: { sidetag: set(true) } })
    const hub = live([...names.map(name => tag(name)), marked], [target('f44-x', 'f44', 'f44-x')])
    const { differences, shared } = compareReleases(liveRelease(hub, f44), liveRelease(hub, f45))
    expect(differences.flatMap(inWords)).to.deep.equal(['only f44-x', 'only f45-y', 'only f44-x'])
    expect(shared).to.deep.equal({ tag: 1, target: 0, external_repo: 0 })
  })
})

describe('a release in a file beside one on a hub', () => {
  const hub = live([
    tag('f44', {
      settings: { arches: 'x86_64', perm: 'admin' },
      inheritance: [link('f43')],
      extra: { k: set(1) },
      groups: [group('build', ['bash', 'make'])],
    }),
  ])
  const compare = (state: DesiredState) =>
    compareReleases(liveRelease(hub, f44), saidRelease(state, f45, unknownHub)).differences.flatMap(inWords)

  it('differs in nothing that the file does not manage', () => {
    expect(compare(desired([wanted('f45', { settings: { arches: 'x86_64' } })]))).to.deep.equal([])
    const additive = wanted('f45', { groups: { build: ['bash'] }, additive: ['groups'] })
    expect(compare(desired([additive]))).to.deep.equal([])
  })

  it('differs in all that it does manage', () => {
    expect(compare(desired([wanted('f45', { groups: { build: ['bash'] }, inheritance: [] })]))).to.deep.equal(
      ['f44 inheritance f43 yes -', 'f44 groups build package make {} -'],
    )
  })

  it('uses external repos that no file makes', () => {
    const repos = [externalRepo('f45-x', 'https://h/45/')]
    const state = desired([wanted('f45', { external_repos: [use('f45-x'), use('epel', 5)] })], [], [], repos)
    const said = saidRelease(state, f45, unknownHub)
    expect(said.tags.get('f45')?.external_repos?.map(({ repo }) => repo)).to.deep.equal(['f45-x', 'epel'])
    expect([...said.external_repos]).to.deep.equal([['f45-x', 'https://h/45/']])
  })
})
