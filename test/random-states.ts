import fc from 'fast-check'
import type { RpcValue } from '../src/hub/codec/value.js'
import {
  type DesiredGroup,
  type DesiredPackage,
  type DesiredRepoUse,
  type DesiredState,
  type DesiredTag,
  nothingRemoved,
  type Removed,
} from '../src/koji/desired-state.js'
import { mergeModes } from '../src/koji/external-repos.js'
import type { Json } from '../src/koji/json.js'
import { type ExtraValue, type Facet, facets, type Link } from '../src/koji/tag.js'
import { desired, externalRepo, here, link, noTarget, target } from './builders.js'
import type { Writer } from './hub-of.js'

// Few names, so that random operations meet each other often.
export const tagNames = ['a', 'b', 'c', 'd', 'e', '__proto__']
export const groupNames = ['build', 'srpm-build', 'constructor']
export const packageNames = ['bash', 'make', '__proto__']
const keys = ['rpm.macro.dist', 'k', '__proto__']
export const targetNames = ['t', 'u']
// Under Koji's own name, which has the id 0, a hub may have a repo that no file may name.
const repoNames = ['r', 's', '__proto__']
export const handRepoNames = [...repoNames, 'INTERNAL']

const tagName = fc.constantFrom(...tagNames)
const groupName = fc.constantFrom(...groupNames)
const packageName = fc.constantFrom(...packageNames)
const owner = fc.constantFrom('kojiadmin', 'releng', 'packager')
const extraArches = fc.constantFrom('', 'i686', 'i586 i686')
const key = fc.constantFrom(...keys)
const repoName = fc.constantFrom(...handRepoNames)
const repoUrl = fc.constantFrom('http://one/', 'http://one', 'http://two/', '')
const repoPriority = fc.integer({ min: 0, max: 3 })
const mergeMode = fc.constantFrom(...mergeModes)
const arches = fc.constantFrom('', 'x86_64', 'x86_64 aarch64', 'aarch64 x86_64')
// Values that Python confuses with each other are the interesting ones.
const extraValue = fc.constantFrom<Json>(
  null,
  true,
  1,
  0,
  false,
  '1',
  'true',
  '${k} $${k}',
  '',
  [1],
  [true],
  { a: 1 },
  { a: true },
)

/** A call that somebody makes by hand; it may fault, and nobody minds. */
export interface HandCall {
  readonly method: string
  readonly params: readonly RpcValue[]
  readonly named?: { [name: string]: RpcValue }
  /** the parent of a link, whose id is looked up when the call is made */
  readonly parent?: string
}

// Most links have no fields of their own, and such a one can be made with its tag.
const linkFields = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constant({
      priority: 0,
      maxdepth: null,
      intransitive: false,
      noconfig: false,
      pkg_filter: '',
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      priority: fc.integer({ min: 0, max: 3 }),
      maxdepth: fc.constantFrom(null, 0, 1, 2),
      intransitive: fc.boolean(),
      noconfig: fc.boolean(),
      pkg_filter: fc.constantFrom('', '^b'),
    }),
  },
)

// Mostly from a later to an earlier name: hubs have few loops, and a plan refuses to work around one.
const tagPair = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .subarray(tagNames, { minLength: 2, maxLength: 2 })
      .map(([parent = '', child = '']): [string, string] => [child, parent]),
  },
  { weight: 1, arbitrary: fc.tuple(tagName, tagName) },
)

const entryType = fc.constantFrom('mandatory', 'optional')
const packageOptions = fc.record(
  {
    type: entryType,
    basearchonly: fc.constantFrom(null, true, false),
    requires: fc.constantFrom(null, 'make'),
  },
  { requiredKeys: [] },
)
const requirementOptions = fc.record({ type: entryType, is_metapkg: fc.boolean() }, { requiredKeys: [] })
const rarely = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ blocked: true }) },
)

const force = fc.boolean().map(force => ({ force }))
const created = fc
  .constantFrom(...tagNames, ...tagNames)
  .map((name): HandCall => ({ method: 'createTag', params: [name] }))

const handCall: fc.Arbitrary<HandCall> = fc.oneof(
  { weight: 4, arbitrary: created },
  {
    weight: 3,
    arbitrary: fc.tuple(tagPair, linkFields).map(([[tag, parent], fields]): HandCall => {
      return { method: 'setInheritanceData', params: [tag, fields], parent }
    }),
  },
  fc.record({ method: fc.constant('deleteTag'), params: fc.tuple(tagName) }),
  fc.record({
    method: fc.constant('editTag2'),
    params: fc.tuple(tagName),
    named: fc.record({
      arches: fc.option(arches),
      perm: fc.constantFrom(null, 'admin', 'repo'),
      locked: fc.boolean(),
    }),
  }),
  fc.record({
    method: fc.constant('editTag2'),
    params: fc.tuple(tagName),
    named: fc.tuple(key, extraValue).map(([name, value]) => ({ extra: Object.fromEntries([[name, value]]) })),
  }),
  fc.record({
    method: fc.constant('editTag2'),
    params: fc.tuple(tagName),
    named: key.map(name => ({ block_extra: [name] })),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      method: fc.constant('groupListAdd'),
      params: fc.tuple(tagName, groupName),
      named: force,
    }),
  },
  fc.record({
    method: fc.constantFrom('groupListBlock', 'groupListRemove', 'groupListUnblock'),
    params: fc.tuple(tagName, groupName),
  }),
  fc.record({
    method: fc.constant('groupListAdd'),
    params: fc.tuple(tagName, groupName),
    named: fc.constantFrom({ description: 'x' }, { biarchonly: true, force: true }, { uservisible: false }),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      method: fc.constant('groupPackageListAdd'),
      params: fc.tuple(tagName, groupName, packageName),
      named: fc.oneof(force, packageOptions),
    }),
  },
  fc.record({
    method: fc.constantFrom('groupPackageListBlock', 'groupPackageListRemove', 'groupPackageListUnblock'),
    params: fc.tuple(tagName, groupName, packageName),
  }),
  fc.record({
    method: fc.constant('groupReqListAdd'),
    params: fc.tuple(tagName, groupName, groupName),
    named: fc.oneof(force, requirementOptions),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      method: fc.constantFrom(
        'groupReqListBlock',
        'groupReqListBlock',
        'groupReqListRemove',
        'groupReqListUnblock',
      ),
      params: fc.tuple(tagName, groupName, groupName),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      method: fc.constant('packageListAdd'),
      params: fc.tuple(tagName, packageName, owner),
      named: fc.record(
        { block: fc.boolean(), extra_arches: extraArches, force: fc.boolean() },
        { requiredKeys: [] },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      method: fc.constantFrom('packageListBlock', 'packageListRemove', 'packageListUnblock'),
      params: fc.tuple(tagName, packageName),
    }),
  },
  fc.record({
    method: fc.constant('packageListSetOwner'),
    params: fc.tuple(tagName, packageName, owner),
  }),
  fc.record({
    method: fc.constant('packageListSetArches'),
    params: fc.tuple(tagName, packageName, extraArches),
  }),
  fc.record({
    method: fc.constantFrom('createBuildTarget'),
    params: fc.tuple(fc.constantFrom(...targetNames), tagName, tagName),
  }),
  fc.record({ method: fc.constant('deleteBuildTarget'), params: fc.tuple(fc.constantFrom(...targetNames)) }),
)

const repoCall: fc.Arbitrary<HandCall> = fc.oneof(
  fc.record({ method: fc.constant('createExternalRepo'), params: fc.tuple(repoName, repoUrl) }),
  fc.record({ method: fc.constant('deleteExternalRepo'), params: fc.tuple(repoName) }),
  fc.record({
    method: fc.constant('editExternalRepo'),
    params: fc.tuple(repoName),
    named: repoUrl.map(url => ({ url })),
  }),
  {
    weight: 12,
    arbitrary: fc.record({
      method: fc.constant('addExternalRepoToTag'),
      params: fc.tuple(tagName, repoName, repoPriority, mergeMode, fc.option(arches)),
    }),
  },
  fc.record({
    method: fc.constant('editTagExternalRepo'),
    params: fc.tuple(tagName, repoName, fc.option(repoPriority), fc.option(mergeMode), fc.option(arches)),
  }),
  fc.record({ method: fc.constant('removeExternalRepoFromTag'), params: fc.tuple(tagName, repoName) }),
)

const allTags = tagNames.map((name): HandCall => ({ method: 'createTag', params: [name] }))
const allRepos = handRepoNames.map(
  (name): HandCall => ({ method: 'createExternalRepo', params: [name, 'http://one/'] }),
)

/** All tags, each inheriting from the one before it; the first has all groups. */
const family: HandCall[] = [
  ...allTags,
  ...tagNames.slice(1).map((name, index): HandCall => {
    const { parent, ...fields } = link(tagNames[index] ?? '', 0)
    return { method: 'setInheritanceData', params: [name, fields], parent }
  }),
  ...groupNames.map((name): HandCall => ({ method: 'groupListAdd', params: [tagNames[0] ?? '', name] })),
]

/** A hub's past: mostly all tags made first, then anything. */
export const handCalls: fc.Arbitrary<HandCall[]> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(allTags) },
      { weight: 2, arbitrary: fc.constant(family) },
      { weight: 1, arbitrary: fc.constant<HandCall[]>([]) },
    ),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant(allRepos) },
      { weight: 1, arbitrary: fc.subarray(allRepos) },
    ),
    fc.array(fc.oneof({ weight: 3, arbitrary: handCall }, { weight: 1, arbitrary: repoCall }), {
      maxLength: 80,
      size: 'max',
    }),
  )
  .map(([tags, repos, rest]) => [...tags, ...repos, ...rest])

/** Makes the calls; what faults is as if it had not been made. */
export async function makeCalls(hub: Writer, calls: readonly HandCall[]): Promise<void> {
  for (const { method, params, named, parent } of calls) {
    const sent = parent === undefined ? params : await withParent(hub, params, parent)
    await hub.call(method, sent, named).catch(ignoreFault)
  }
}

async function withParent(
  hub: Writer,
  [tag = null, fields = null]: readonly RpcValue[],
  parent: string,
): Promise<RpcValue[]> {
  const id = await hub.call('getTagID', [parent])
  return [tag, [{ ...Object(fields), parent_id: id ?? 0 }]]
}

function ignoreFault(error: unknown): void {
  if (!(error instanceof Error && error.name === 'KojiFault')) throw error
}

// Parents come from earlier in the list of names, so that no loop is wanted by the file itself.
function links(name: string): fc.Arbitrary<readonly Link[]> {
  const parents = tagNames.slice(0, tagNames.indexOf(name))
  return fc
    .subarray(parents)
    .chain(chosen => fc.tuple(...chosen.map(parent => linkFields.map(fields => link(parent, 0, fields)))))
    .map(all => all.map((one, index) => ({ ...one, priority: index * 5 })))
}

const extraMap: fc.Arbitrary<ReadonlyMap<string, ExtraValue>> = fc
  .array(
    fc.tuple(
      key,
      fc.oneof(
        extraValue.map((value): ExtraValue => ({ blocked: false, value })),
        fc.constant<ExtraValue>({ blocked: true }),
      ),
    ),
  )
  .map(entries => new Map(entries))

function namedWith<Options extends object>(
  names: fc.Arbitrary<string>,
  options: fc.Arbitrary<Options>,
  maxLength: number,
): fc.Arbitrary<ReadonlyMap<string, Options>> {
  const entry = fc
    .tuple(names, options, rarely)
    .map(([name, options, block]): [string, Options] => [name, { ...options, ...block }])
  return fc.array(entry, { maxLength }).map(entries => new Map(entries))
}

const desiredGroup: fc.Arbitrary<DesiredGroup> = fc.record({
  packages: namedWith(packageName, fc.oneof(fc.constant({}), packageOptions), 3),
  // Few: one on a group that the tag lacks is refused.
  requirements: fc.oneof(
    { weight: 3, arbitrary: fc.constant(new Map()) },
    { weight: 1, arbitrary: namedWith(groupName, fc.oneof(fc.constant({}), requirementOptions), 2) },
  ),
  removed: fc.subarray(packageNames).map(names => new Set(names)),
  config: fc
    .tuple(fc.constantFrom({}, {}, { description: 'x' }, { description: null }, { biarchonly: true }), rarely)
    .map(([options, block]) => ({ ...options, ...block })),
})

const groupsMap: fc.Arbitrary<ReadonlyMap<string, DesiredGroup>> = fc
  .array(fc.tuple(groupName, desiredGroup), { maxLength: 3 })
  .map(entries => new Map(entries))

/** Names that additive facets take away; of tags, groups and keys that may never have been there. */
const removed: fc.Arbitrary<Removed> = fc
  .record({
    extra: fc.subarray(keys),
    inheritance: fc.subarray(tagNames, { maxLength: 2 }),
    groups: fc.subarray(groupNames, { maxLength: 1 }),
    packages: fc.subarray(packageNames),
  })
  .map(({ extra, inheritance, groups, packages }) => ({
    ...nothingRemoved,
    extra: new Set(extra),
    inheritance: new Set(inheritance),
    groups: new Set(groups),
    packages: new Set(packages),
  }))

const repoUses: fc.Arbitrary<readonly DesiredRepoUse[]> = fc
  .tuple(fc.shuffledSubarray(repoNames), fc.shuffledSubarray([0, 1, 2, 3], { minLength: repoNames.length }))
  .chain(([repos, priorities]) =>
    fc.tuple(
      ...repos.map((repo, index) =>
        fc.record(
          {
            repo: fc.constant(repo),
            priority: fc.constant(priorities[index] ?? 0),
            merge_mode: mergeMode,
            arches: fc.option(arches),
          },
          { requiredKeys: ['repo', 'priority'] },
        ),
      ),
    ),
  )

const packagesMap: fc.Arbitrary<ReadonlyMap<string, DesiredPackage>> = fc
  .array(fc.tuple(packageName, fc.record({ owner, extra_arches: extraArches }, { requiredKeys: ['owner'] })))
  .map(entries => new Map(entries))

const packageSet = fc.subarray(packageNames).map(names => new Set(names))

function desiredTag(name: string): fc.Arbitrary<DesiredTag> {
  const facets = fc.record(
    {
      extra: extraMap,
      inheritance: links(name),
      groups: groupsMap,
      packages: packagesMap,
      blocked_packages: packageSet,
      external_repos: repoUses,
    },
    { requiredKeys: [] },
  )
  const settings = fc.record(
    {
      arches: fc.option(arches),
      perm: fc.constantFrom(null, 'admin'),
      locked: fc.boolean(),
      maven_support: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  const additive = fc.subarray<Facet>(['extra', 'inheritance', 'groups', 'packages', 'external_repos'])
  const present = fc
    .tuple(facets, settings, additive, removed, fc.subarray(handRepoNames))
    .map(([facets, settings, additive, removed, gone]) => ({
      name,
      source: here,
      absent: false,
      settings,
      ...facets,
      additive: new Set<Facet>(additive),
      removed: { ...removed, external_repos: without(new Set(gone), facets.external_repos ?? []) },
      sources: new Map(),
    }))
  const absent = fc.constant({
    name,
    source: here,
    absent: true,
    settings: {},
    additive: new Set<Facet>(),
    removed: nothingRemoved,
    sources: new Map(),
  })
  return fc.oneof({ weight: 8, arbitrary: present }, { weight: 1, arbitrary: absent })
}

// A file cannot name a repo and take it away.
function without(removed: ReadonlySet<string>, named: readonly DesiredRepoUse[]): ReadonlySet<string> {
  return new Set([...removed].filter(repo => named.every(use => use.repo !== repo)))
}

const desiredRepos = fc
  .subarray(repoNames)
  .chain(names =>
    fc.tuple(...names.map(name => fc.option(repoUrl, { freq: 4 }).map(url => externalRepo(name, url)))),
  )

const desiredTargets = fc
  .tuple(fc.subarray(targetNames), tagName, tagName)
  .chain(([names, build_tag, dest_tag]) =>
    fc.tuple(
      ...names.map(name =>
        fc.oneof(
          { weight: 3, arbitrary: fc.constant(target(name, build_tag, dest_tag)) },
          { weight: 1, arbitrary: fc.constant(noTarget(name)) },
        ),
      ),
    ),
  )

/** Any desired state over the same few names; it need not fit the hub. */
export const desiredStates: fc.Arbitrary<DesiredState> = fc
  .tuple(
    fc.subarray(tagNames, { minLength: 1 }).chain(names => fc.tuple(...names.map(desiredTag))),
    desiredTargets,
    desiredRepos,
  )
  .map(([all, targets, repos]) => desired(all, targets, [], repos))

/** The same with one facet of each tag alone, so that nothing else hides what comes of it. */
export const statesOfOneFacet: fc.Arbitrary<DesiredState> = fc
  .tuple(desiredStates, fc.constantFrom(...facets))
  .map(([state, facet]) => desired([...state.tags.values()].map(tag => onlyFacet(tag, facet))))

function onlyFacet(
  { name, source, additive, removed, sources, ...parts }: DesiredTag,
  facet: Facet,
): DesiredTag {
  const common = { name, source, additive, removed: nothingRemoved, sources, absent: false, settings: {} }
  if (facet === 'settings') return { ...common, settings: parts.settings }
  if (facet === 'packages') {
    const { packages, blocked_packages } = parts
    return { ...common, ...(packages && { packages }), ...(blocked_packages && { blocked_packages }) }
  }
  const value = parts[facet]
  return value === undefined ? common : { ...common, [facet]: value, removed }
}
