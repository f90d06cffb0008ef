import { expect } from 'chai'
import { loadDesired } from '../../src/desired/index.js'
import { liveAsDesired } from '../../src/koji/live-as-desired.js'
import type { LiveState } from '../../src/koji/live-state.js'
import { goalOf } from '../../src/plan/index.js'
import { desiredYaml } from '../../src/report/index.js'
import {
  block,
  blocked,
  group,
  groupRows,
  link,
  listed,
  live,
  set,
  type TagParts,
  tag,
  use,
} from '../builders.js'
import { memoryIo } from '../desired/helpers.js'

const a = (parts: TagParts) => live([tag('p'), tag('a', parts)])
const rows = (facet: string, ...names: string[]) => ({ kind: 'rows', tag: 'a', facet, names })
const hidden = (facet: string) => ({ kind: 'facet', tag: 'a', facet })

/** What the file says of a tag that holds nothing. */
const nothing = {
  arches: [],
  perm: null,
  locked: false,
  maven_support: false,
  maven_include_all: false,
  extra: {},
  inheritance: [],
  groups: {},
  packages: {},
  blocked_packages: [],
  external_repos: [],
}
type Document = {
  readonly [key in keyof typeof nothing | 'block_extra' | 'package_arches' | 'manage']?: unknown
}

/** What a hub holds, what the file says of the tag `a` beside `nothing`, and what it cannot say. */
const cases: [what: string, hub: LiveState, says: Document, unsaid?: object[]][] = [
  [
    'all facets are exact',
    a({
      settings: { arches: 'x86_64 i686', perm: 'admin', locked: true },
      extra: { k: set(1), b: block },
      inheritance: [link('p', 3)],
      groups: [group('build', ['bash'])],
      packages: { eog: listed('releng', 'i686'), gimp: blocked('releng') },
    }),
    {
      arches: ['x86_64', 'i686'],
      perm: 'admin',
      locked: true,
      extra: { k: 1 },
      block_extra: ['b'],
      inheritance: [{ parent: 'p', priority: 3 }],
      groups: { build: { packages: ['bash'] } },
      packages: { releng: ['eog'] },
      package_arches: { eog: ['i686'] },
      blocked_packages: ['gimp'],
    },
  ],
  [
    'what is Koji’s default is not named in groups, and null cannot be',
    a({
      groups: [
        groupRows('build', {
          config: { exported: null, description: 'd' },
          packages: { bash: { type: 'optional', basearchonly: false }, gcc: {} },
          requires: { build: { is_metapkg: true } },
        }),
      ],
    }),
    {
      groups: {
        build: {
          description: 'd',
          packages: [{ package: 'bash', type: 'optional', basearchonly: false }, 'gcc'],
          requires: [{ group: 'build', is_metapkg: true }],
        },
      },
    },
  ],
  [
    'arches that are none are not named, and keep their value',
    a({ settings: { arches: 'x86_64 pdp11' }, packages: { eog: listed('releng', 'vax') } }),
    { arches: undefined, packages: { releng: ['eog'] } },
  ],
  [
    'so does a type that comps do not know',
    a({ groups: [groupRows('build', { packages: { bash: { type: 'core' } } })] }),
    { groups: { build: { packages: ['bash'] } } },
  ],
  ['arches that are NULL are named', a({ settings: { arches: null } }), { arches: null }],
  [
    'an extra setting that is null, anywhere but in a list',
    a({ extra: { n: set(null), deep: set({ a: { b: null } }), list: set([null, { c: null }]) } }),
    { extra: { list: [null, { c: null }] }, manage: { extra: 'additive' } },
    [rows('extra', 'deep', 'n')],
  ],
  [
    'ids of keys that are numbers',
    a({ extra: { 'tag2distrepo.keys': set([12, 'ab']) } }),
    { manage: { extra: 'additive' } },
    [rows('extra', 'tag2distrepo.keys')],
  ],
  [
    'a link with a filter that is none; no plan could be made for packages then',
    a({ inheritance: [link('p', 0, { pkg_filter: '(' })], packages: { eog: listed('releng') } }),
    { packages: undefined, blocked_packages: undefined, manage: { inheritance: 'additive' } },
    [hidden('packages'), rows('inheritance', 'p')],
  ],
  [
    'a link of negative depth',
    a({ inheritance: [link('p', 0, { maxdepth: -1 })] }),
    { manage: { inheritance: 'additive' } },
    [rows('inheritance', 'p')],
  ],
  [
    'links, groups and packages of a tag that inherits from itself',
    a({ inheritance: [link('a')], groups: [group('build', [])] }),
    { inheritance: undefined, groups: undefined, packages: undefined, blocked_packages: undefined },
    [hidden('inheritance'), hidden('groups'), hidden('packages')],
  ],
  [
    'what is left of a group that went, what a block hides, and requirements on either',
    a({
      groups: [
        group('gone', ['bash'], null),
        group('hidden', ['gcc'], { blocked: true }),
        groupRows('build', { packages: { make: {} }, requires: { gone: {}, hidden: { blocked: true } } }),
      ],
    }),
    {
      groups: { build: { packages: ['make'] }, hidden: { blocked: true } },
      manage: { groups: 'additive' },
    },
    [rows('groups', 'build: gone', 'build: hidden', 'gone: bash', 'hidden: gcc')],
  ],
  [
    'packages without an owner, or with one that no file may name',
    a({ packages: { eog: listed(null), gimp: blocked(null), vim: listed('a+b'), xz: listed('releng') } }),
    { packages: { releng: ['xz'] }, manage: { packages: 'additive' } },
    [rows('packages', 'eog', 'gimp', 'vim')],
  ],
  [
    'Koji’s own external repo, and one whose URL is none; uses of the latter can be said',
    live(
      [tag('a', { external_repos: [use('INTERNAL'), use('r', 1)] })],
      [],
      [],
      [
        { name: 'INTERNAL', url: 'http://x/' },
        { name: 'r', url: '/' },
      ],
    ),
    { external_repos: [{ repo: 'r', priority: 1 }], manage: { external_repos: 'additive' } },
    [
      { kind: 'external_repo', name: 'INTERNAL' },
      { kind: 'external_repo', name: 'r' },
      rows('external_repos', 'INTERNAL'),
    ],
  ],
  ['rows about a repo that was deleted: nobody sees them', a({ external_repos: [use('gone')] }), {}],
  [
    'names that no file may have',
    live(
      [tag('a', { inheritance: [link('x\n')] }), tag('x\n')],
      [{ name: 't', build_tag: 'x\n', dest_tag: 'a' }],
    ),
    { manage: { inheritance: 'additive' } },
    [{ kind: 'tag', name: 'x\n' }, { kind: 'target', name: 't' }, rows('inheritance', 'x\n')],
  ],
  [
    'Maven’s flags, where the hub has no Maven',
    { ...a({}), maven: false },
    { maven_support: undefined, maven_include_all: undefined },
  ],
]

describe('a live state as a file: says, or leaves as it is,', () => {
  for (const [what, hub, says, expected = []] of cases) {
    it(what, async () => {
      const { desired, unsaid } = liveAsDesired(hub, new Set(hub.tags.keys()))
      const { text, document } = desiredYaml(desired)
      const said = Object.entries({ ...nothing, ...says }).filter(([, value]) => value !== undefined)
      expect(Object(document.tags).a).to.deep.equal(Object.fromEntries(said))
      expect(unsaid).to.deep.equal(expected)
      const read = await loadDesired(['f.yaml'], memoryIo({ 'f.yaml': text }))
      for (const state of [desired, read]) expect(goalOf(state, hub).changes).to.deep.equal([])
    })
  }

  it('package lists that were not read', () => {
    const { desired } = liveAsDesired(a({}))
    expect(desired.tags.get('a')).to.not.have.any.keys('packages', 'blocked_packages')
  })
})
