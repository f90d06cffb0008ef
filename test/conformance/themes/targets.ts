import { as, call, labelled, named, own, ref, type Sequence } from '../step.js'

const tags = ['a', 'b', 'gone'].map(name => labelled(name, call('createTag', `tx-${name}`)))
const shown = call('getBuildTarget', 'tx-t')
const history = named('queryHistory', { tables: ['build_target_config'], build_target: 'tx-t' })

export const targets: readonly Sequence[] = [
  {
    title: 'create, edit, delete, revive',
    steps: [
      ...tags,
      call('createBuildTarget', 'tx-t', 'tx-a', 'tx-b'),
      call('createBuildTarget', 'tx-t', 'tx-a', 'tx-b'),
      labelled('t', shown),
      labelled('then', call('getLastEvent')),
      ...['tx-t', ref('t', 'id'), { id: ref('t', 'id') }, { name: 'tx-t' }, 'tx-none', ref('none')].flatMap(
        info => [
          call('getBuildTarget', info),
          call('getBuildTarget', info, null, true),
          call('getBuildTargets', info),
        ],
      ),
      call('editBuildTarget', 'tx-t', 'tx-t', 'tx-a', 'tx-b'),
      call('editBuildTarget', 'tx-t', 'tx-t', 'tx-b', ref('a')),
      shown,
      named('getBuildTarget', { event: ref('then', 'id') }, 'tx-t'),
      call('editBuildTarget', 'tx-t', 'tx-t2', 'tx-b', 'tx-a'),
      call('getBuildTarget', 'tx-t2'),
      call('editBuildTarget', 'tx-t2', 'tx-t', 'tx-b', 'tx-a'),
      call('createBuildTarget', 'tx-u', 'tx-a', 'tx-a'),
      call('editBuildTarget', 'tx-u', 'tx-t', 'tx-a', 'tx-a'),
      call('deleteBuildTarget', 'tx-t'),
      shown,
      call('deleteBuildTarget', 'tx-t'),
      call('editBuildTarget', 'tx-u', 'tx-t', 'tx-a', 'tx-a'),
      call('editBuildTarget', 'tx-t', 'tx-t', 'tx-a', 'tx-a'),
      shown,
      call('deleteBuildTarget', 'tx-t'),
      call('createBuildTarget', 'tx-t', 'tx-b', 'tx-b'),
      history,
      call('deleteTag', 'tx-b'),
      shown,
      call('editBuildTarget', 'tx-t', 'tx-t', 'tx-b', 'tx-a'),
      history,
      named('queryHistory', { tables: ['build_target_config'], build_target: 'tx-none' }),
    ],
  },
  {
    title: 'lists',
    steps: [
      ...tags,
      call('createBuildTarget', 'tx-t', 'tx-a', 'tx-b'),
      call('createBuildTarget', 'tx-u', 'tx-b', 'tx-b'),
      own(call('getBuildTargets')),
      named('getBuildTargets', { buildTagID: 'tx-b' }),
      named('getBuildTargets', { destTagID: ref('b') }),
      named('getBuildTargets', { destTagID: { name: 'tx-b' }, queryOpts: { order: '-name' } }),
      named('getBuildTargets', { destTagID: 'tx-b', queryOpts: { countOnly: true } }),
      named('getBuildTargets', { destTagID: 'tx-b', queryOpts: { order: 'bogus' } }),
      named('getBuildTargets', { destTagID: 'tx-b', queryOpts: { order: 'name', asList: true } }),
      named('getBuildTargets', { buildTagID: 'tx-none' }),
      named('getBuildTargets', { info: 'tx-t', event: 'x' }),
      named('getBuildTargets', { foo: 1 }),
      named('queryHistory', { tables: ['build_target_config'], tag: 'tx-b' }),
      named('queryHistory', { tables: ['build_target_config'], tag: 'tx-a' }),
    ],
  },
  {
    title: 'faults and permissions',
    steps: [
      ...tags,
      call('deleteTag', 'tx-gone'),
      ...['bad name', '', null, 5, 'tx-ok\n'].map(name => call('createBuildTarget', name, 'tx-a', 'tx-b')),
      ...['tx-none', 'tx-gone', ref('gone'), ref('none'), null, { name: 'tx-a' }, []].flatMap((tag, n) => [
        call('createBuildTarget', `tx-x${n}`, tag, 'tx-b'),
        call('createBuildTarget', `tx-y${n}`, 'tx-b', tag),
        call('editBuildTarget', 'tx-ok\n', 'tx-ok\n', tag, 'tx-a'),
        call('editBuildTarget', 'tx-ok\n', 'tx-ok\n', 'tx-a', tag),
      ]),
      ...(['anonymous', 'packager', 'releng'] as const).flatMap(caller => [
        as(caller, call('createBuildTarget', `tx-by-${caller}`, 'tx-a', 'tx-b')),
        as(caller, call('editBuildTarget', 'tx-none', 'tx-none', 'tx-a', 'tx-b')),
        as(caller, call('deleteBuildTarget', 'tx-none')),
      ]),
      ...['tx-none', ref('none'), { name: 'tx-none' }].flatMap(info => [
        call('deleteBuildTarget', info),
        call('editBuildTarget', info, 'tx-z', 'tx-a', 'tx-b'),
      ]),
      call('createBuildTarget', 'tx-z'),
      call('editBuildTarget', 'tx-ok\n', 'tx-z', 'tx-a'),
      call('editBuildTarget', 'tx-ok\n', 'bad name', 'tx-a', 'tx-b'),
      call('deleteBuildTarget'),
    ],
  },
]
