import fc from 'fast-check'
import type { RpcStruct, RpcValue } from '../../../src/hub/codec/value.js'
import type { Step } from '../step.js'
import * as pool from './pools.js'

type Values = fc.Arbitrary<RpcValue>

/** A call of a method with random arguments, and how often it is drawn beside the others. */
export interface Operation {
  readonly method: string
  readonly weight: number
  readonly step: fc.Arbitrary<Step>
}

function operation(
  weight: number,
  method: string,
  params: readonly Values[],
  named: Readonly<Record<string, Values>> = {},
  always: Readonly<Record<string, Values>> = {},
): Operation {
  const step = fc
    .tuple(fc.tuple(...params), pool.keywords(named), fc.record<RpcStruct>(always))
    .map(([values, some, all]): Step => ({ method, params: values, named: { ...some, ...all } }))
  return { method, weight, step }
}

const extra: Values = fc.dictionary(pool.extraKey, pool.json, { maxKeys: 3, noNullPrototype: true })
const extraKeys: Values = fc.array(pool.extraKey, { maxLength: 2 })
const newTagName: Values = fc.oneof(
  { arbitrary: pool.tagName, weight: 9 },
  { arbitrary: fc.constantFrom<RpcValue>('', 'tx bad', null), weight: 1 },
)
const block = { block: fc.boolean(), force: fc.boolean() }

const link = fc.record<RpcStruct>({
  parent_id: pool.tagId,
  priority: pool.priority,
  maxdepth: fc.constantFrom<RpcValue>(null, null, null, 0, 1, 2),
  intransitive: fc.boolean(),
  noconfig: fc.boolean(),
  pkg_filter: fc.constantFrom<RpcValue>('', '', '', null, '^tx-bash', 'tx-bash$', '(?!tx-b)', '('),
})
const removal = fc.record<RpcStruct>({ parent_id: pool.tagId, 'delete link': fc.constant(true) })
const links: Values = fc.array(fc.oneof({ arbitrary: link, weight: 5 }, { arbitrary: removal, weight: 1 }), {
  maxLength: 3,
})
const groupOptions = {
  exported: pool.flag,
  display_name: pool.text,
  is_default: pool.flag,
  uservisible: pool.flag,
  description: pool.text,
  langonly: pool.text,
  biarchonly: pool.flag,
}
const bashOrOther: Values = fc.constantFrom('bash', 'gcc', 'it’s')
const packageType: Values = fc.constantFrom<RpcValue>('mandatory', 'optional', 'x'.repeat(26), null)
const mergeMode: Values = fc.constantFrom<RpcValue>('koji', 'simple', 'bare', 'bogus', null)
const url: Values = fc.constantFrom<RpcValue>('https://x/tx', 'https://x/tx/', '')

const tags = [
  operation(5, 'createTag', [newTagName], {
    parent: pool.tag,
    arches: pool.arches,
    perm: pool.permission,
    locked: pool.flag,
    extra,
  }),
  operation(8, 'editTag2', [pool.tag], {
    name: newTagName,
    arches: pool.arches,
    perm: pool.permission,
    locked: pool.flag,
    maven_support: pool.flag,
    extra,
    remove_extra: extraKeys,
    block_extra: extraKeys,
  }),
  operation(3, 'deleteTag', [pool.tag]),
  operation(4, 'getTag', [pool.tag], { strict: fc.boolean(), event: pool.event, blocked: fc.boolean() }),
  operation(1, 'getTag', [pool.tag], { event: fc.constant('auto') }),
  operation(1, 'getTagID', [pool.tag], { strict: fc.boolean() }),
  operation(
    1,
    'listTags',
    [],
    { perms: fc.boolean(), package: pool.packageInfo },
    { pattern: fc.constant('tx-*') },
  ),
]

const inheritance = [
  operation(10, 'setInheritanceData', [pool.tag, links], { clear: fc.boolean() }),
  operation(2, 'getInheritanceData', [pool.tag], { event: pool.event }),
  operation(5, 'getFullInheritance', [pool.tag], { event: pool.event, reverse: fc.boolean() }),
  operation(5, 'getBuildConfig', [pool.tag], { event: pool.event }),
]

const groups = [
  operation(6, 'groupListAdd', [pool.tag, pool.group], { ...block, ...groupOptions }),
  operation(2, 'groupListBlock', [pool.tag, pool.group]),
  operation(2, 'groupListUnblock', [pool.tag, pool.group]),
  operation(2, 'groupListRemove', [pool.tag, pool.group], { force: fc.boolean() }),
  operation(6, 'groupPackageListAdd', [pool.tag, pool.group, bashOrOther], {
    ...block,
    type: packageType,
    basearchonly: pool.flag,
    requires: pool.text,
  }),
  operation(2, 'groupPackageListBlock', [pool.tag, pool.group, bashOrOther]),
  operation(2, 'groupPackageListUnblock', [pool.tag, pool.group, bashOrOther]),
  operation(2, 'groupPackageListRemove', [pool.tag, pool.group, bashOrOther]),
  operation(4, 'groupReqListAdd', [pool.tag, pool.group, pool.group], {
    ...block,
    type: packageType,
    is_metapkg: pool.flag,
  }),
  operation(2, 'groupReqListBlock', [pool.tag, pool.group, pool.group]),
  operation(2, 'groupReqListUnblock', [pool.tag, pool.group, pool.group]),
  operation(2, 'groupReqListRemove', [pool.tag, pool.group, pool.group]),
  operation(6, 'getTagGroups', [pool.tag], {
    event: pool.event,
    inherit: fc.boolean(),
    incl_pkgs: fc.boolean(),
    incl_reqs: fc.boolean(),
    incl_blocked: fc.boolean(),
  }),
]

const packages = [
  operation(6, 'packageListAdd', [pool.tag, pool.packageInfo, pool.user], {
    block: fc.boolean(),
    extra_arches: pool.arches,
    force: fc.boolean(),
    update: fc.boolean(),
  }),
  operation(2, 'packageListBlock', [pool.tag, pool.packageInfo], { force: fc.boolean() }),
  operation(2, 'packageListUnblock', [pool.tag, pool.packageInfo], { force: fc.boolean() }),
  operation(2, 'packageListRemove', [pool.tag, pool.packageInfo], { force: fc.boolean() }),
  operation(2, 'packageListSetOwner', [pool.tag, pool.packageInfo, pool.user], { force: fc.boolean() }),
  operation(2, 'packageListSetArches', [pool.tag, pool.packageInfo, pool.arches], { force: fc.boolean() }),
  operation(6, 'listPackages', [pool.tagName], {
    pkgID: pool.packageInfo,
    userID: fc.constant('releng'),
    inherited: fc.boolean(),
    with_dups: fc.boolean(),
    event: pool.event,
    with_owners: fc.boolean(),
    with_blocked: fc.boolean(),
  }),
  operation(2, 'getPackageConfig', [pool.tag, pool.packageInfo], { event: pool.event }),
  operation(1, 'checkTagPackage', [pool.tag, pool.packageInfo]),
]

const externalRepos = [
  operation(2, 'createExternalRepo', [fc.constantFrom(...pool.repoNames), url]),
  operation(2, 'editExternalRepo', [pool.repo], { url, name: fc.constantFrom(...pool.repoNames, '') }),
  operation(1, 'deleteExternalRepo', [pool.repo]),
  operation(4, 'addExternalRepoToTag', [pool.tag, pool.repo, pool.priority], {
    merge_mode: mergeMode,
    arches: pool.arches,
  }),
  operation(3, 'editTagExternalRepo', [pool.tag, pool.repo], {
    priority: pool.priority,
    merge_mode: mergeMode,
    arches: pool.arches,
  }),
  operation(1, 'removeExternalRepoFromTag', [pool.tag, pool.repo]),
  operation(1, 'getExternalRepo', [pool.repo], { strict: fc.boolean(), event: pool.event }),
  operation(3, 'getTagExternalRepos', [pool.tagName], { repo_info: pool.repo, event: pool.event }),
  operation(3, 'getExternalRepoList', [pool.tag], { event: pool.event }),
]

const targets = [
  operation(3, 'createBuildTarget', [fc.constantFrom(...pool.targetNames), pool.tag, pool.tag]),
  operation(3, 'editBuildTarget', [pool.target, fc.constantFrom(...pool.targetNames), pool.tag, pool.tag]),
  operation(1, 'deleteBuildTarget', [pool.target]),
  operation(2, 'getBuildTarget', [pool.target], { event: pool.event, strict: fc.boolean() }),
  operation(2, 'getBuildTargets', [], { event: pool.event }, { buildTagID: pool.tagName }),
]

const snapshots = [
  operation(3, 'snapshotTag', [pool.tagName, fc.constantFrom('tx-e', 'tx-f')], {
    config: fc.boolean(),
    pkgs: fc.boolean(),
    builds: fc.boolean(),
    groups: fc.boolean(),
    event: pool.event,
    force: fc.boolean(),
  }),
  operation(4, 'snapshotTagModify', [pool.tagName, pool.tagName], {
    config: fc.boolean(),
    pkgs: fc.boolean(),
    builds: fc.boolean(),
    groups: fc.boolean(),
    event: pool.event,
    remove: fc.boolean(),
    force: fc.boolean(),
  }),
]

const builds = [
  operation(4, 'tagBuildBypass', [pool.tag, pool.build], { force: fc.boolean() }),
  operation(2, 'untagBuild', [pool.tag, pool.build], { strict: fc.boolean(), force: fc.boolean() }),
  operation(4, 'listTagged', [pool.tag], {
    event: pool.event,
    inherit: fc.boolean(),
    latest: fc.boolean(),
    package: pool.packageInfo,
  }),
  operation(2, 'getLatestBuilds', [pool.tag], { event: pool.event, package: pool.packageInfo }),
  operation(1, 'getBuild', [pool.build], { strict: fc.boolean() }),
]

// Without a filter on something of the sequence's own, history tells of the whole hub.
const history = [
  operation(
    4,
    'queryHistory',
    [],
    {
      active: fc.constantFrom<RpcValue>(true, false, null),
      afterEvent: pool.event,
      beforeEvent: pool.event,
      editor: fc.constantFrom('releng', 'kojiadmin'),
    },
    { tag: pool.tag },
  ),
  operation(2, 'queryHistory', [], { afterEvent: pool.event }, { group: pool.group }),
  operation(1, 'queryHistory', [], {}, { build_target: pool.target }),
  operation(1, 'queryHistory', [], {}, { package: pool.packageInfo, tag: pool.tag }),
  operation(1, 'queryHistory', [], {}, { external_repo: pool.repo, tag: pool.tag }),
  operation(2, 'tagChangedSinceEvent', [pool.event, fc.array(pool.tagId, { minLength: 1, maxLength: 3 })]),
  operation(1, 'tagLastChangeEvent', [pool.tag], { before: pool.event, inherit: fc.boolean() }),
  operation(1, 'tagFirstChangeEvent', [pool.tag], { after: pool.event, inherit: fc.boolean() }),
]

export const operations: readonly Operation[] = [
  ...tags,
  ...inheritance,
  ...groups,
  ...packages,
  ...externalRepos,
  ...targets,
  ...snapshots,
  ...builds,
  ...history,
]
