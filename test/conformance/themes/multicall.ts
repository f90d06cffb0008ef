import type { RpcValue } from '../../../src/hub/codec/value.js'
import { as, call, labelled, multiCall, named, ref, type Sequence } from '../step.js'

const raw = (...entries: readonly RpcValue[]) => call('multiCall', entries)

export const multicall: readonly Sequence[] = [
  {
    title: 'entries see what earlier ones did, and a fault takes back one entry',
    steps: [
      multiCall(),
      multiCall(
        call('createTag', 'tx-a', null, 'x86_64'),
        call('createTag', 'tx-b', 'tx-a'),
        call('createTag', 'tx-a'),
        call('getTag', 'tx-b'),
        call('getInheritanceData', 'tx-b'),
        named('editTag2', { arches: 'i686', extra: { k: 1 } }, 'tx-b'),
        named('editTag2', { arches: 'ppc64le', remove_extra: ['none'] }, 'tx-b'),
        call('getTag', 'tx-b'),
        call('createBuildTarget', 'tx-t', 'tx-b', 'tx-a'),
        call('getBuildTarget', 'tx-t'),
      ),
      call('getTag', 'tx-b'),
      named('queryHistory', { tag: 'tx-b' }),
    ],
  },
  {
    title: 'lazy queries tell the state after the last entry',
    steps: [
      multiCall(
        named('listTags', { pattern: 'tx-*' }),
        named('queryHistory', { tables: ['tag_config'], xkey: 'none' }),
        call('createTag', 'tx-a'),
        named('listTags', { pattern: 'tx-*' }),
        named('listTags', { pattern: 'tx-*', queryOpts: { countOnly: true } }),
        named('listTags', { pattern: 'tx-*', queryOpts: { limit: 5 } }),
        named('queryHistory', { tag: 'tx-a' }),
        named('editTag2', { arches: 'x86_64' }, 'tx-a'),
      ),
      multiCall(
        named('editTag2', { arches: 'i686' }, 'tx-a'),
        named('queryHistory', { tag: 'tx-a', after: 'garbage' }),
      ),
      call('getTag', 'tx-a'),
      multiCall(
        call('createTag', 'tx-b'),
        named('listTags', { pattern: 'tx-*', queryOpts: { order: 'bogus' } }),
      ),
      call('getTag', 'tx-b'),
    ],
  },
  {
    title: 'odd entries',
    steps: [
      raw({ methodName: 'createTag', params: ['tx-a'] }, { methodName: 'getTag' }, { params: [] }),
      raw({ methodName: 'bogus', params: [] }, { methodName: 'hello', params: [] }),
      raw({ methodName: 'getTag', params: {} }, { methodName: 'getTag', params: 'x' }),
      raw({ methodName: 'echo', params: [1, 'x', null, [{}]] }),
      raw({ methodName: 'multiCall', params: [[{ methodName: 'createTag', params: ['tx-b'] }]] }),
      raw({ methodName: 'getTag', params: ['tx-a', { strict: true, __starstar: true }] }),
      raw({ methodName: 'getTag', params: [{ tagInfo: 'tx-a', __starstar: true }] }),
      raw({ methodName: 'getTag', params: ['tx-a', { foo: true, __starstar: true }] }),
      call('getTag', 'tx-b'),
      call('multiCall'),
      call('multiCall', []),
      call('multiCall', 5),
      call('multiCall', null),
      call('system.multicall', [{ methodName: 'getAPIVersion', params: [] }]),
      as(
        'anonymous',
        multiCall(
          call('createTag', 'tx-c'),
          call('getTag', 'tx-a'),
          call('getLoggedInUser'),
          call('getPerms'),
        ),
      ),
      as('packager', multiCall(call('createTag', 'tx-c'), call('getTag', 'tx-a'), call('hello'))),
    ],
  },
  {
    title: 'each entry has an event of its own',
    steps: [
      labelled('a', call('createTag', 'tx-a')),
      labelled('b', call('createTag', 'tx-b')),
      labelled('before', call('getLastEvent')),
      multiCall(
        call('groupListAdd', 'tx-a', 'tx-g'),
        call('groupPackageListAdd', 'tx-a', 'tx-g', 'bash'),
        call('groupPackageListAdd', 'tx-a', 'tx-none', 'bash'),
        call('groupPackageListRemove', 'tx-a', 'tx-g', 'bash'),
        call('setInheritanceData', 'tx-b', [
          {
            parent_id: ref('a'),
            priority: 0,
            maxdepth: null,
            intransitive: false,
            noconfig: false,
            pkg_filter: '',
          },
        ]),
        call('getTagGroups', 'tx-b'),
        call('getFullInheritance', 'tx-b'),
        call('tagChangedSinceEvent', ref('before', 'id'), [ref('a')]),
        call('deleteTag', 'tx-a'),
        call('getInheritanceData', 'tx-b'),
        call('getTag', 'tx-a'),
      ),
      named('queryHistory', { tag: 'tx-a' }),
      named('queryHistory', { tag: 'tx-b' }),
    ],
  },
]
