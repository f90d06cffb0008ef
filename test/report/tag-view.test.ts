import { expect } from 'chai'
import type { Origin } from '../../src/koji/live-state.js'
import type { Tag } from '../../src/koji/tag.js'
import { type TagSurroundings, type TagView, tagView } from '../../src/koji/tag-view.js'
import { valuePath } from '../../src/koji/value-path.js'
import { type TagViewsDocument, tagViewsText, terminalStyle } from '../../src/report/index.js'
import { block, blocked, group, groupRows, link, listed, live, set, tag, use } from '../builders.js'
import { expectGolden } from '../golden.js'

const by = (event: number): Origin => ({ event, time: '2026-11-22T07:10:59.123Z', author: 'jdoe' })

const made: TagSurroundings = {
  made: by(42),
  settings: {
    arches: by(42),
    perm: by(42),
    locked: by(42),
    maven_support: by(42),
    maven_include_all: by(42),
  },
  children: [],
  descendants: 0,
  packages: { own: 0, own_blocked: 0, entries: 0 },
}

/** The view of the first of these tags. `paths` are its values that were set later. */
function viewOf(
  tags: readonly [Tag, ...Tag[]],
  around: Partial<TagSurroundings> = {},
  {
    paths = [],
    targets = [],
    repos = ['epel', 'extras'],
  }: {
    paths?: readonly string[]
    targets?: readonly [string, string, string][]
    repos?: readonly string[]
  } = {},
): TagView {
  const state = live(
    tags,
    targets.map(([name, build_tag, dest_tag]) => ({ name, build_tag, dest_tag })),
    [],
    repos.map(name => ({ name, url: `https://example.org/${name}/` })),
  )
  const origins = new Map(paths.map(path => [path, by(50)]))
  return tagView({ ...tags[0], origins }, state, { ...made, ...around })
}

function documentOf(...tags: readonly TagView[]): TagViewsDocument {
  const hub = { profile: 'test', url: 'http://hub.test/kojihub', version: '1.35.3' }
  return { hub, event: 77, time: null, tags, warnings: [] }
}

const textOf = (...tags: readonly TagView[]) => tagViewsText(documentOf(...tags))

/** A tag with a value of every kind, of its own and inherited. */
function everything(): TagView {
  return viewOf(
    [
      tag('f44-app-build', {
        settings: { arches: null, perm: 'admin', locked: true, maven_support: true },
        extra: { 'rpm.macro.distcore': set('.fc%{fedora}app'), flag: set(true), hidden: block },
        inheritance: [
          link('f44-app', 0, { intransitive: true, noconfig: true, maxdepth: 2, pkg_filter: '^f' }),
          link('f44-build', 10),
        ],
        groups: [
          groupRows('build', {
            config: null,
            packages: { 'flatpak-rpm-macros': {}, sed: { blocked: true } },
          }),
          group('livecd', [], { blocked: true }),
          groupRows('test', { packages: { perl: { type: 'optional' } }, requires: { build: {} } }),
        ],
        external_repos: [use('extras', 5, { merge_mode: 'bare', arches: 'x86_64' })],
        packages: { firefox: listed('jdoe', 'i686'), gimp: blocked('jdoe') },
      }),
      tag('f44-app', { packages: { fonts: listed('ann'), bash: listed('ann') } }),
      tag('f44-build', {
        settings: { arches: 'x86_64 aarch64' },
        extra: { 'mock.package_manager': set('dnf5'), 'rpm.macro._with_x': set('1'), hidden: set(1) },
        inheritance: [link('f44', 0)],
        groups: [group('build', ['bash', 'make', 'sed', 'tar']), group('livecd', ['anaconda'])],
        external_repos: [use('epel', 0)],
      }),
      tag('f44'),
    ],
    {
      settings: { ...made.settings, locked: by(51) },
      children: ['x', 'y'].map(child => ({ ...link('f44-app-build'), child })),
      descendants: 5,
      packages: undefined,
    },
    {
      paths: [
        valuePath('extra', 'flag'),
        valuePath('inheritance', 'f44-build'),
        valuePath('groups', 'build', 'flatpak-rpm-macros'),
        valuePath('groups', 'livecd'),
        valuePath('external_repos', 'extras'),
        valuePath('packages', 'gimp'),
      ],
      targets: [
        ['both', 'f44-app-build', 'f44-app-build'],
        ['build', 'f44-app-build', 'f44-app'],
        ['dest', 'f44-build', 'f44-app-build'],
        ['other', 'f44-build', 'f44'],
      ],
    },
  )
}

describe('tags as text', () => {
  it('tell every kind of value and its source', () => {
    const [short, long] = [
      tagViewsText(documentOf(everything(), viewOf([tag('empty')]))),
      tagViewsText(documentOf(everything()), { withGroups: true }),
    ]
    expectGolden('report/tag-view.txt', `${short}\n${long}`)
  })

  it('have colours where a terminal wants them, and the same text', () => {
    const coloured = tagViewsText(documentOf(everything()), { style: terminalStyle })
    expect(coloured).to.contain('\u001b[1mtag f44-app-build\u001b[22m')
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).to.equal(textOf(everything()))
  })

  it('say of which moment they are', () => {
    const then = { ...documentOf(), time: '2026-11-01T12:00:30.000Z' }
    expect(tagViewsText(then)).to.match(/^Tags on test · .* · event 77, 2026-11-01 12:00 UTC$/m)
  })

  it('make text from the hub harmless', () => {
    const evil = '\u001b]0;owned\u0007\u202e'
    const view = viewOf(
      [
        tag(evil, {
          settings: { arches: evil, perm: evil },
          extra: { [evil]: set(evil), 'rpm.macro.dist': set(evil), [`rpm.macro.${evil}`]: set(evil) },
          inheritance: [link('p', 0, { pkg_filter: '' })],
          groups: [groupRows(evil, { packages: { [evil]: { type: evil } }, requires: { [evil]: {} } })],
          external_repos: [use(evil, 0, { merge_mode: evil, arches: evil })],
          packages: { [evil]: listed(evil, evil) },
        }),
        tag('p', { inheritance: [link(evil)] }),
      ],
      { packages: undefined, children: [{ ...link(evil), child: evil }], descendants: 1 },
      { targets: [[evil, evil, evil]], repos: [evil] },
    )
    for (const withGroups of [false, true]) {
      const text = tagViewsText(documentOf(view), { withGroups })
      expect(text).to.not.match(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/)
    }
  })
})

describe('a row tells', () => {
  const from = (parent: Tag, own: Parameters<typeof tag>[1] = {}) =>
    viewOf([tag('t', { inheritance: [link('p')], ...own }), parent])

  const cases: [string, TagView, RegExp][] = [
    ['no arches', viewOf([tag('t', { settings: { arches: '' } })]), /^ +arches +none$/m],
    [
      'arches that nobody has',
      viewOf([tag('t', { settings: { arches: null } })]),
      /^ +arches +none: no ancestor has any$/m,
    ],
    [
      'arches of an ancestor',
      from(tag('p', { settings: { arches: 'x86_64' } }), { settings: { arches: null } }),
      /^ +arches +x86_64 {2}\(from p\)$/m,
    ],
    [
      'the distribution’s own dist tag',
      viewOf([tag('t', { extra: { 'rpm.macro.dist': block } })]),
      /^ +release +3%\{\?dist\} becomes 3 with the distribution’s own dist tag$/m,
    ],
    [
      'an inherited dist tag',
      from(tag('p', { extra: { 'rpm.macro.dist': set('.el9') } })),
      /^ +dist tag +\.el9 {2}\(from p\)\n +release +3%\{\?dist\} becomes 3\.el9$/m,
    ],
    [
      'a dist tag that is a number',
      viewOf([tag('t', { extra: { 'rpm.macro.dist': set(9) } })]),
      /^ +dist tag +9\n +release +3%\{\?dist\} becomes 39$/m,
    ],
    [
      'that %dist rules over %distcore',
      viewOf([tag('t', { extra: { 'rpm.macro.dist': set('.a'), 'rpm.macro.distcore': set('.b') } })]),
      /becomes 3\.a$/m,
    ],
    [
      'a macro that is no text',
      viewOf([tag('t', { extra: { 'rpm.macro.x': set(true) } })]),
      /^ +macro +%x true$/m,
    ],
    [
      'package lists that were only counted',
      viewOf([tag('t')], { packages: { own: 3, own_blocked: 1, entries: 900 } }),
      /^ +packages +900 packages, blocks included; its own: 2 packages and 1 block$/m,
    ],
    [
      'package lists that cannot be made',
      viewOf([tag('t')], { packages: { own: 0, own_blocked: 0, entries: null } }),
      /^ +packages +no list can be made: a pkg_filter on the way is no pattern$/m,
    ],
    [
      'no use of a repo that is gone',
      viewOf([tag('t', { external_repos: [use('gone'), use('epel', 1)] })]),
      /\n +external repo +epel \(1\) https:\/\/example\.org\/epel\/\n/,
    ],
    [
      'the first of many ancestors',
      viewOf([tag('t', { inheritance: Array.from({ length: 13 }, (_, index) => link(`p${index}`, index)) })]),
      /^ +ancestors +13, in this order: p0, .*, p9 and 3 more$/m,
    ],
  ]
  for (const [what, view, row] of cases) it(what, () => expect(textOf(view)).to.match(row))
})
