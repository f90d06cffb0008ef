import fc from 'fast-check'
import type { RpcValue } from '../src/hub/codec/value.js'
import {
  type DesiredPackage,
  type DesiredState,
  type DesiredTag,
  nothingRemoved,
} from '../src/koji/desired-state.js'
import type { Json } from '../src/koji/json.js'
import type { ExtraValue, Facet, Link } from '../src/koji/tag.js'
import { desired, here, link } from './builders.js'
import type { SandboxHub } from './sandbox-hub.js'

// Few names, so that random operations meet each other often.
const tagNames = ['a', 'b', 'c', 'd', 'e', '__proto__']
const groupNames = ['build', 'srpm-build', 'constructor']
const packageNames = ['bash', 'make', '__proto__']
const keys = ['rpm.macro.dist', 'k', '__proto__']
const targetNames = ['t', 'u']

const tagName = fc.constantFrom(...tagNames)
const groupName = fc.constantFrom(...groupNames)
const packageName = fc.constantFrom(...packageNames)
const owner = fc.constantFrom('kojiadmin', 'releng', 'packager')
const extraArches = fc.constantFrom('', 'i686', 'i586 i686')
const key = fc.constantFrom(...keys)
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

const linkFields = fc.record({
  priority: fc.integer({ min: 0, max: 3 }),
  maxdepth: fc.constantFrom(null, 0, 1, 2),
  intransitive: fc.boolean(),
  noconfig: fc.boolean(),
  pkg_filter: fc.constantFrom('', '^b'),
})

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
      perm: fc.constantFrom(null, 'admin', 'autosign'),
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
      named: force,
    }),
  },
  fc.record({
    method: fc.constantFrom('groupPackageListBlock', 'groupPackageListRemove', 'groupPackageListUnblock'),
    params: fc.tuple(tagName, groupName, packageName),
  }),
  fc.record({
    method: fc.constantFrom('groupReqListAdd', 'groupReqListBlock'),
    params: fc.tuple(tagName, groupName, groupName),
  }),
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

const allTags = tagNames.map((name): HandCall => ({ method: 'createTag', params: [name] }))

/** A hub's past: mostly all tags made first, then anything. */
export const handCalls: fc.Arbitrary<HandCall[]> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant(allTags) },
      { weight: 1, arbitrary: fc.constant<HandCall[]>([]) },
    ),
    fc.array(handCall, { maxLength: 60, size: 'max' }),
  )
  .map(([first, rest]) => [...first, ...rest])

/** Makes the calls; what faults is as if it had not been made. */
export async function makeCalls(hub: SandboxHub, calls: readonly HandCall[]): Promise<void> {
  for (const { method, params, named, parent } of calls) {
    const sent = parent === undefined ? params : await withParent(hub, params, parent)
    await hub.call(method, sent, named).catch(ignoreFault)
  }
}

async function withParent(
  hub: SandboxHub,
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

const groupsMap = fc
  .array(
    fc.tuple(
      groupName,
      fc.record({
        packages: fc
          .uniqueArray(packageName)
          .map(names => new Map(names.map((name): [string, object] => [name, {}]))),
        requirements: fc.constant(new Map()),
        removed: fc.constant(new Set<string>()),
        config: fc.constantFrom({}, {}, { description: 'x' }, { description: null }, { biarchonly: true }),
      }),
    ),
  )
  .map(entries => new Map(entries))

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
  const additive = fc.subarray<Facet>(['packages']).map(names => new Set(names))
  const removed = packageSet.map(packages => ({ ...nothingRemoved, packages }))
  const present = fc
    .tuple(facets, settings, additive, removed)
    .map(([facets, settings, additive, removed]) => ({
      name,
      source: here,
      absent: false,
      settings,
      ...facets,
      additive,
      removed,
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

/** Any desired state over the same few names; it need not fit the hub. */
export const desiredStates: fc.Arbitrary<DesiredState> = fc
  .tuple(
    fc.subarray(tagNames, { minLength: 1 }).chain(names => fc.tuple(...names.map(desiredTag))),
    fc.subarray(targetNames),
    tagName,
    tagName,
  )
  .map(([all, targets, build_tag, dest_tag]) =>
    desired(
      all,
      targets.map(name => ({ name, source: here, absent: false as const, build_tag, dest_tag })),
    ),
  )
