import type { RpcStruct } from '../../../src/hub/codec/value.js'
import { as, call, labelled, named, ref, type Sequence, type Step } from '../step.js'

/** `tx-a` with something in every table that hangs on a tag. */
const start: readonly Step[] = [
  labelled('p', call('createTag', 'tx-p')),
  labelled('a', call('createTag', 'tx-a', 'tx-p', 'x86_64')),
  labelled('child', call('createTag', 'tx-child', 'tx-a')),
  named('editTag2', { extra: { k: 1 }, block_extra: ['b'] }, 'tx-a'),
  call('groupListAdd', 'tx-a', 'tx-g'),
  call('groupPackageListAdd', 'tx-a', 'tx-g', 'bash'),
  call('groupReqListAdd', 'tx-a', 'tx-g', 'tx-g'),
  call('createExternalRepo', 'tx-r', 'http://tx/'),
  call('addExternalRepoToTag', 'tx-a', 'tx-r', 5),
  call('packageListAdd', 'tx-a', 'tx-one', 'releng'),
  call('packageListBlock', 'tx-a', 'tx-one'),
  call('packageListAdd', 'tx-a', 'tx-two', 'releng'),
  call('createEmptyBuild', 'tx-one', '1', '1', null),
  call('createEmptyBuild', 'tx-unlisted', '1', '1', null),
  call('tagBuildBypass', 'tx-a', 'tx-one-1-1'),
  call('tagBuildBypass', 'tx-a', 'tx-unlisted-1-1'),
  call('createBuildTarget', 'tx-in', 'tx-a', 'tx-p'),
  call('createBuildTarget', 'tx-for', 'tx-p', 'tx-a'),
]

/** What a tag holds: counted, and in rows, as many as are wanted. */
function contents(tag: string): Step[] {
  const wanted = { tag, tables: ['tag_packages', 'tag_listing'], active: true }
  return [{ countOnly: true }, { limit: 8 }, { limit: 8, countOnly: true }].map(queryOpts =>
    named('queryHistory', { ...wanted, queryOpts }),
  )
}

/** The row that is in force, or else the last one. */
function newest(filter: RpcStruct, table: string): Step {
  const queryOpts = { order: 'active,-create_event', limit: 1 }
  return named('queryHistory', { ...filter, tables: [table], queryOpts })
}

const newestOfAll: readonly Step[] = [
  newest({ tag: 'tx-a' }, 'tag_config'),
  newest({ tag: 'tx-none' }, 'tag_config'),
  newest({ build_target: 'tx-in' }, 'build_target_config'),
  newest({ build_target: 'tx-for' }, 'build_target_config'),
  newest({ external_repo: 'tx-r' }, 'external_repo_config'),
]

export const deletes: readonly Sequence[] = [
  {
    title: 'a deleted tag takes along all that hangs on it',
    steps: [
      ...start,
      ...contents('tx-a'),
      ...contents('tx-p'),
      labelled('before', call('getLastEvent')),
      as('releng', call('deleteTag', 'tx-a')),
      named('queryHistory', { afterEvent: ref('before', 'id'), tag: 'tx-a', active: false }),
      named('queryHistory', { afterEvent: ref('before', 'id'), build_target: 'tx-in' }),
      named('queryHistory', { afterEvent: ref('before', 'id'), build_target: 'tx-for' }),
      call('getInheritanceData', 'tx-child'),
      call('getBuildTarget', 'tx-in'),
      call('getTagExternalRepos', null, 'tx-r'),
      ...contents('tx-a'),
    ],
  },
  {
    title: 'the newest row of what is there, is gone, and came back',
    steps: [
      ...start,
      call('editBuildTarget', 'tx-in', 'tx-in', 'tx-p', 'tx-p'),
      ...newestOfAll,
      call('deleteBuildTarget', 'tx-in'),
      as('releng', call('deleteTag', 'tx-a')),
      call('deleteExternalRepo', 'tx-r'),
      ...newestOfAll,
      call('createTag', 'tx-a'),
      call('createBuildTarget', 'tx-in', 'tx-a', 'tx-a'),
      call('createExternalRepo', 'tx-r', 'http://tx/'),
      ...newestOfAll,
    ],
  },
]
