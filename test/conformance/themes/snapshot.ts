import { as, call, labelled, named, ref, type Sequence, type Step, withMoments } from '../step.js'

const source: readonly Step[] = [
  labelled('p', call('createTag', 'tx-p', null, 'x86_64')),
  call('groupListAdd', 'tx-p', 'tx-far'),
  call('groupPackageListAdd', 'tx-p', 'tx-far', 'zsh'),
  call('packageListAdd', 'tx-p', 'tx-inherited', 'releng'),
  named('createTag', { parent: 'tx-p', arches: 'i686', perm: 'tag', extra: { k: 1, b: 2 } }, 'tx-a'),
  named('editTag2', { maven_support: true, block_extra: ['b'] }, 'tx-a'),
  call('groupListAdd', 'tx-a', 'tx-g'),
  call('groupPackageListAdd', 'tx-a', 'tx-g', 'bash'),
  call('groupPackageListBlock', 'tx-a', 'tx-g', 'ksh'),
  call('groupReqListAdd', 'tx-a', 'tx-g', 'tx-far'),
  call('packageListAdd', 'tx-a', 'tx-pkg', 'packager'),
  call('packageListAdd', 'tx-a', 'tx-blocked', 'releng'),
  call('packageListBlock', 'tx-a', 'tx-blocked'),
  labelled('then', call('getLastEvent')),
  call('groupPackageListAdd', 'tx-a', 'tx-g', 'later'),
]

/** All that a copy may have taken over. */
function state(tag: string): Step[] {
  return [
    named('getTag', { blocked: true }, tag),
    call('getInheritanceData', tag),
    named('getTagGroups', { incl_blocked: true }, tag),
    call('listPackages', tag),
    named('queryHistory', { tag }),
  ]
}

const sequences: readonly Sequence[] = [
  {
    title: 'snapshotTag',
    steps: [
      ...source,
      call('snapshotTag', 'tx-a', 'tx-copy'),
      ...state('tx-copy'),
      call('snapshotTag', 'tx-a', 'tx-copy'),
      named('snapshotTag', { force: true }, 'tx-a', 'tx-copy'),
      ...state('tx-copy'),
      named('snapshotTag', { event: ref('then', 'id') }, 'tx-a', 'tx-past'),
      ...state('tx-past'),
      named('snapshotTag', { config: false }, 'tx-a', 'tx-noconfig'),
      ...state('tx-noconfig'),
      named('snapshotTag', { pkgs: false }, 'tx-a', 'tx-nopkgs'),
      named('snapshotTag', { pkgs: false, builds: false }, 'tx-a', 'tx-nopkgs'),
      ...state('tx-nopkgs'),
      named('snapshotTag', { groups: false, builds: false }, 'tx-a', 'tx-nogroups'),
      ...state('tx-nogroups'),
      named('editTag2', { locked: true }, 'tx-a'),
      call('snapshotTag', 'tx-a', 'tx-locked'),
      named('snapshotTag', { force: true }, 'tx-a', 'tx-locked'),
      ...state('tx-locked'),
    ],
  },
  {
    title: 'snapshotTagModify',
    steps: [
      ...source,
      call('createTag', 'tx-copy', null, 'ppc64le'),
      call('groupListAdd', 'tx-copy', 'tx-extra'),
      call('packageListAdd', 'tx-copy', 'tx-more', 'releng'),
      call('packageListAdd', 'tx-copy', 'tx-pkg', 'releng'),
      call('snapshotTagModify', 'tx-a', 'tx-copy'),
      ...state('tx-copy'),
      named('snapshotTagModify', { remove: true }, 'tx-a', 'tx-copy'),
      ...state('tx-copy'),
      call('snapshotTagModify', 'tx-a', 'tx-copy'),
      named(
        'snapshotTagModify',
        { config: false, pkgs: false, builds: false, groups: true },
        'tx-p',
        'tx-copy',
      ),
      ...state('tx-copy'),
      named('snapshotTagModify', { pkgs: false }, 'tx-p', 'tx-copy'),
      named('snapshotTagModify', { event: ref('then', 'id') }, 'tx-a', 'tx-copy'),
      ...state('tx-copy'),
      named('editTag2', { locked: true }, 'tx-copy'),
      call('snapshotTagModify', 'tx-p', 'tx-copy'),
      named('snapshotTagModify', { force: true, remove: true }, 'tx-p', 'tx-copy'),
      ...state('tx-copy'),
    ],
  },
  {
    title: 'groups, blocks and owners that meet those of the copy',
    steps: [
      ...source,
      call('createTag', 'tx-copy', 'tx-p'),
      call('groupListAdd', 'tx-copy', 'tx-g'),
      call('groupPackageListAdd', 'tx-copy', 'tx-g', 'bash'),
      named('groupPackageListAdd', { type: 'optional' }, 'tx-copy', 'tx-g', 'ksh'),
      call('groupPackageListBlock', 'tx-copy', 'tx-g', 'later'),
      call('groupPackageListAdd', 'tx-copy', 'tx-g', 'own'),
      call('groupReqListAdd', 'tx-copy', 'tx-g', 'tx-g'),
      call('groupListBlock', 'tx-copy', 'tx-far'),
      call('packageListAdd', 'tx-copy', 'tx-pkg', 'releng'),
      call('packageListAdd', 'tx-copy', 'tx-blocked', 'releng'),
      call('packageListAdd', 'tx-copy', 'tx-inherited', 'packager'),
      named('snapshotTagModify', { config: false }, 'tx-a', 'tx-copy'),
      ...state('tx-copy'),
      named('snapshotTagModify', { config: false, remove: true }, 'tx-a', 'tx-copy'),
      ...state('tx-copy'),
      named('snapshotTagModify', { groups: false, remove: true }, 'tx-p', 'tx-copy'),
      ...state('tx-copy'),
      as('releng', named('snapshotTagModify', { remove: true }, 'tx-p', 'tx-copy')),
      ...state('tx-copy'),
    ],
  },
  {
    title: 'faults and permissions',
    steps: [
      ...source,
      call('snapshotTag', 'tx-none', 'tx-copy'),
      call('snapshotTag', 'tx-a', 'bad name'),
      call('snapshotTag', 'tx-a'),
      call('snapshotTag', 'tx-a', 'tx-a'),
      call('snapshotTagModify', 'tx-none', 'tx-a'),
      call('snapshotTagModify', 'tx-a', 'tx-none'),
      call('snapshotTagModify', 'tx-a', 'tx-a'),
      ...(['anonymous', 'packager', 'releng'] as const).flatMap(caller => [
        as(caller, call('snapshotTag', 'tx-a', `tx-by-${caller}`)),
        as(caller, call('snapshotTagModify', 'tx-a', 'tx-p')),
      ]),
    ],
  },
]

export const snapshot: readonly Sequence[] = sequences.map(({ title, steps }) => ({
  title,
  steps: withMoments(steps),
}))
