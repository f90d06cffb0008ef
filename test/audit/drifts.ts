import type { RpcValue } from '../../src/hub/codec/value.js'
import type { Writer } from '../hub-of.js'

// Of each thing that can drift there is one, mostly in a tag of its own, so that no drift hides another.
const tags = (prefix: string, numbers: number, body: string) =>
  Array.from({ length: numbers }, (_, index) => `  ${prefix}${index + 1}: ${body}\n`).join('')

export const file = `
external_repos:
  ours: {url: 'https://example.org/ours/'}
  moved: {url: 'https://example.org/moved/'}
  lost: {url: 'https://example.org/lost/'}
  unwanted: {absent: true}
targets:
  gone: {build_tag: p1, dest_tag: p2}
  built-elsewhere: {build_tag: p1, dest_tag: p2}
  sent-elsewhere: {build_tag: p1, dest_tag: p2}
  unwanted: {absent: true}
tags:
  f44: {arches: [x86_64], manage: {packages: additive}}
  p1: {arches: [x86_64], perm: null, locked: false, extra: {}, inheritance: []}
  p2: {inheritance: []}
  p3: {inheritance: []}
  gone: {arches: [x86_64], extra: {k: 1}, groups: {build: [bash]}, inheritance: [p1]}
  unwanted: {absent: true}
  above: {arches: [x86_64]}
  below: {inheritance: [above], groups: {build: [make]}, packages: {releng: [below-pkg]}}
${tags('s', 8, '{arches: [x86_64, aarch64], perm: null, locked: false, maven_support: false, maven_include_all: false}')}
  later: {arches: [x86_64]}
${tags('e', 6, '{extra: {k: 1, o: {a: [1]}}, block_extra: [b]}')}
${tags('i', 7, '{inheritance: [p1, {parent: p2, priority: 10}]}')}
${tags('g', 11, '{groups: {build: {packages: [{package: bash, type: mandatory}, make], requires: [srpm], description: d}, srpm: [rpm]}}')}
${tags('l', 6, '{packages: {releng: [bash, make]}, package_arches: {make: [s390x]}, blocked_packages: [evil]}')}
${tags('r', 5, '{external_repos: [{repo: ours, priority: 5, merge_mode: koji, arches: null}]}')}
`

type Named = { [name: string]: RpcValue }
export interface Drift {
  readonly call: readonly [method: string, params: readonly RpcValue[], named?: Named]
  /** what the audit says of it: severity, path, message */
  readonly says: string
}
const drift = (says: string, ...call: Drift['call']): Drift => ({ says, call })

/** A link of a tag, with the fields that change; the parent is known by its id. */
const relink = (tag: string, parent: string, fields: Named) =>
  [
    'setInheritanceData',
    [
      tag,
      [
        {
          parent,
          priority: 0,
          maxdepth: null,
          intransitive: false,
          noconfig: false,
          pkg_filter: '',
          ...fields,
        },
      ],
    ],
  ] as const

export const drifts: readonly Drift[] = [
  drift('warning tags.s1.arches: arches is "x86_64", should be "x86_64 aarch64"', 'editTag2', ['s1'], {
    arches: 'x86_64',
  }),
  drift('warning tags.s2.arches: arches is inherited, should be "x86_64 aarch64"', 'editTag2', ['s2'], {
    arches: null,
  }),
  drift('warning tags.s3.perm: perm is "autosign", should be not set', 'editTag2', ['s3'], {
    perm: 'autosign',
  }),
  drift('warning tags.s4.locked: locked is true, should be false', 'editTag2', ['s4'], { locked: true }),
  drift('warning tags.s5.maven_support: maven_support is true, should be false', 'editTag2', ['s5'], {
    maven_support: true,
  }),
  drift('warning tags.s6.maven_include_all: maven_include_all is true, should be false', 'editTag2', ['s6'], {
    maven_include_all: true,
  }),
  // Koji writes all settings of a tag anew: each has an author of its own all the same.
  drift('warning tags.s7.arches: arches is "s390x", should be "x86_64 aarch64"', 'editTag2', ['s7'], {
    arches: 's390x',
  }),
  drift('warning tags.s7.locked: locked is true, should be false', 'editTag2', ['s7'], { locked: true }),
  drift('warning tags.s7.perm: perm is "autosign", should be not set', 'editTag2', ['s7'], {
    perm: 'autosign',
  }),
  drift('warning tags.e1.extra.k: extra k: value is 2, should be 1', 'editTag2', ['e1'], { extra: { k: 2 } }),
  drift('warning tags.e2.extra.k: extra k: value is "1", should be 1', 'editTag2', ['e2'], {
    extra: { k: '1' },
  }),
  drift('warning tags.e3.extra.k: extra k is missing', 'editTag2', ['e3'], { remove_extra: ['k'] }),
  drift('warning tags.e4.extra.new: extra new is there, and should not be', 'editTag2', ['e4'], {
    extra: { new: true },
  }),
  drift(
    'warning tags.e5.extra.k: extra k: blocked is true, should be false; value is not set, should be 1',
    'editTag2',
    ['e5'],
    { block_extra: ['k'] },
  ),
  drift(
    'warning tags.e6.extra.b: extra b: blocked is false, should be true; value is "x", should be not set',
    'editTag2',
    ['e6'],
    { extra: { b: 'x' } },
  ),
  drift('error tags.i1.inheritance.p2: parent p2 is missing', ...relink('i1', 'p2', { 'delete link': true })),
  drift(
    'warning tags.i2.inheritance.p3: parent p3 is there, and should not be',
    ...relink('i2', 'p3', { priority: 30 }),
  ),
  drift(
    'warning tags.i3.inheritance.p2: parent p2: priority is 20, should be 10',
    ...relink('i3', 'p2', { priority: 20 }),
  ),
  drift(
    'warning tags.i4.inheritance.p1: parent p1: maxdepth is 1, should be not set',
    ...relink('i4', 'p1', { maxdepth: 1 }),
  ),
  drift(
    'warning tags.i5.inheritance.p1: parent p1: intransitive is true, should be false',
    ...relink('i5', 'p1', { intransitive: true }),
  ),
  drift(
    'warning tags.i6.inheritance.p1: parent p1: noconfig is true, should be false',
    ...relink('i6', 'p1', { noconfig: true }),
  ),
  drift(
    'warning tags.i7.inheritance.p1: parent p1: pkg filter is "^a", should be ""',
    ...relink('i7', 'p1', { pkg_filter: '^a' }),
  ),
  drift(
    'warning tags.g1.groups.build.packages.make: group build: package make is missing',
    'groupPackageListRemove',
    ['g1', 'build', 'make'],
  ),
  drift(
    'warning tags.g2.groups.build.packages.zsh: group build: package zsh is there, and should not be',
    'groupPackageListAdd',
    ['g2', 'build', 'zsh'],
  ),
  drift(
    'warning tags.g3.groups.build.packages.make: group build: package make: blocked is true, should be false',
    'groupPackageListBlock',
    ['g3', 'build', 'make'],
  ),
  drift(
    'warning tags.g4.groups.build.packages.bash: group build: package bash: type is "optional", should be "mandatory"',
    'groupPackageListAdd',
    ['g4', 'build', 'bash'],
    { type: 'optional', force: true },
  ),
  drift('warning tags.g5.groups.build: group build is missing', 'groupListRemove', ['g5', 'build']),
  drift('warning tags.g6.groups.new: group new is there, and should not be', 'groupListAdd', ['g6', 'new']),
  drift('warning tags.g7.groups.srpm: group srpm: blocked is true, should be false', 'groupListBlock', [
    'g7',
    'srpm',
  ]),
  drift(
    'warning tags.g8.groups.build: group build: description is "x", should be "d"',
    'groupListAdd',
    ['g8', 'build'],
    { description: 'x' },
  ),
  drift(
    'warning tags.g9.groups.build.requires.srpm: group build: requirement srpm is missing',
    'groupReqListRemove',
    ['g9', 'build', 'srpm'],
  ),
  drift(
    'warning tags.g10.groups.srpm.requires.build: group srpm: requirement build is there, and should not be',
    'groupReqListAdd',
    ['g10', 'srpm', 'build'],
  ),
  drift(
    'warning tags.g11.groups.build.requires.srpm: group build: requirement srpm: blocked is true, should be false',
    'groupReqListBlock',
    ['g11', 'build', 'srpm'],
  ),
  // A tag above took away what the file wants below, where it was no entry of its own.
  drift(
    'warning tags.below.groups.build.packages.make: group build: package make is missing',
    'groupPackageListRemove',
    ['above', 'build', 'make'],
  ),
  drift('warning tags.below.packages.below-pkg: package below-pkg is missing', 'packageListRemove', [
    'above',
    'below-pkg',
  ]),
  drift('warning tags.l1.packages.make: package make is missing', 'packageListRemove', ['l1', 'make']),
  drift('warning tags.l2.packages.zsh: package zsh is there, and should not be', 'packageListAdd', [
    'l2',
    'zsh',
    'releng',
  ]),
  drift('warning tags.l3.packages.make: package make: blocked is true, should be false', 'packageListBlock', [
    'l3',
    'make',
  ]),
  drift('warning tags.l4.packages.evil: package evil is not blocked', 'packageListRemove', ['l4', 'evil']),
  drift(
    'warning tags.l5.packages.make: package make: owner is "packager", should be "releng"',
    'packageListSetOwner',
    ['l5', 'make', 'packager'],
  ),
  drift(
    'warning tags.l6.packages.make: package make: extra arches is "i686", should be "s390x"',
    'packageListSetArches',
    ['l6', 'make', 'i686'],
  ),
  drift('warning tags.r1.external_repos.ours: external repo ours is missing', 'removeExternalRepoFromTag', [
    'r1',
    'ours',
  ]),
  drift(
    'warning tags.r2.external_repos.moved: external repo moved is there, and should not be',
    'addExternalRepoToTag',
    ['r2', 'moved', 50],
  ),
  drift(
    'warning tags.r3.external_repos.ours: external repo ours: priority is 9, should be 5',
    'editTagExternalRepo',
    ['r3', 'ours'],
    { priority: 9 },
  ),
  drift(
    'warning tags.r4.external_repos.ours: external repo ours: merge mode is "bare", should be "koji"',
    'editTagExternalRepo',
    ['r4', 'ours'],
    { merge_mode: 'bare' },
  ),
  drift(
    'warning tags.r5.external_repos.ours: external repo ours: arches is "x86_64", should be not set',
    'editTagExternalRepo',
    ['r5', 'ours'],
    { arches: 'x86_64' },
  ),
  drift('error targets.gone: the target is missing', 'deleteBuildTarget', ['gone']),
  drift('warning targets.built-elsewhere: the target: build tag is "p3", should be "p1"', 'editBuildTarget', [
    'built-elsewhere',
    'built-elsewhere',
    'p3',
    'p2',
  ]),
  drift('warning targets.sent-elsewhere: the target: dest tag is "p3", should be "p2"', 'editBuildTarget', [
    'sent-elsewhere',
    'sent-elsewhere',
    'p1',
    'p3',
  ]),
  drift('error targets.unwanted: the target is there, and should not be', 'createBuildTarget', [
    'unwanted',
    'p1',
    'p2',
  ]),
  drift(
    'warning external_repos.moved: the external repo: url is "https://example.org/away/", should be "https://example.org/moved/"',
    'editExternalRepo',
    ['moved'],
    { url: 'https://example.org/away/' },
  ),
  drift('error external_repos.lost: the external repo is missing', 'deleteExternalRepo', ['lost']),
  drift(
    'error external_repos.unwanted: the external repo is there, and should not be',
    'createExternalRepo',
    ['unwanted', 'https://example.org/u/'],
  ),
  drift('error tags.gone: the tag is missing', 'deleteTag', ['gone']),
  drift('error tags.unwanted: the tag is there, and should not be', 'createTag', ['unwanted']),
  drift('warning tags.f44-by-hand: files manage f44, and none names it', 'createTag', ['f44-by-hand']),
  drift('warning tags.module-f44-by-hand: files manage f44, and none names it', 'createTag', [
    'module-f44-by-hand',
  ]),
  drift('warning targets.f44-by-hand: files manage f44, and none names it', 'createBuildTarget', [
    'f44-by-hand',
    'p1',
    'p2',
  ]),
]

/** What nobody needs to know of: others' tags, what no file names, what is as it was. */
export const harmless: readonly Drift['call'][] = [
  ['createTag', ['f44-build-side-1']],
  ['createTag', ['f44-build-side-1-signing-pending']],
  ['createTag', ['f44-build-side-1-testing-pending']],
  ['createBuildTarget', ['f44-build-side-1', 'p1', 'p2']],
  ['createTag', ['f44-mine'], { extra: { sidetag: true } }],
  ['createTag', ['f43-old']],
  ['createTag', ['f440']],
  ['packageListAdd', ['f44', 'bash', 'packager']],
  ['editTag2', ['later'], { locked: true }],
  ['editTag2', ['s8'], { arches: 'x86_64' }],
  ['editTag2', ['s8'], { arches: 'x86_64 aarch64' }],
  ['groupPackageListAdd', ['above', 'build', 'zsh']],
]

/** What the files take for given. */
export async function prepare(hub: Writer): Promise<void> {
  await hub.call('createTag', ['above'])
  await hub.call('groupListAdd', ['above', 'build'])
  await hub.call('groupPackageListAdd', ['above', 'build', 'make'])
  await hub.call('packageListAdd', ['above', 'below-pkg', 'releng'])
}

/** A call with the ids of the parents that it names. */
export async function withIds(hub: Writer, [method, params, named]: Drift['call']): Promise<Drift['call']> {
  const [tag = null, links] = params
  if (method !== 'setInheritanceData' || !Array.isArray(links))
    return named ? [method, params, named] : [method, params]
  const known: RpcValue[] = []
  for (const { parent, ...fields } of links as { parent: string }[])
    known.push({ parent_id: await hub.call('getTagID', [parent]), ...fields })
  return [method, [tag, known]]
}
