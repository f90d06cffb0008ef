import { as, call, labelled, named, own, ref, type Sequence, type Step } from '../step.js'

const url = 'https://example.org/tx-repo/'
const start = [
  labelled('p', call('createTag', 'tx-p')),
  labelled('a', call('createTag', 'tx-a', 'tx-p')),
  labelled('r', call('createExternalRepo', 'tx-r', url)),
  call('createExternalRepo', 'tx-s', 'https://example.org/tx-s'),
]
const shown = call('getTagExternalRepos', 'tx-a')
const history = named('queryHistory', { tables: ['tag_external_repos'], tag: 'tx-a' })

/** Calls, each with the repos that it leaves in the tag. */
function each(...steps: readonly Step[]): Step[] {
  return steps.flatMap(step => [step, shown])
}

// Repos are never named by null or another false value here: to Koji that means all of the hub's.
export const externalRepos: readonly Sequence[] = [
  {
    title: 'create, edit, delete',
    steps: [
      ...start,
      ...['bad name', '', 5, 'tx-r'].map(name => call('createExternalRepo', name, url)),
      call('createExternalRepo', 'tx-empty', ''),
      call('createExternalRepo', 'tx-same', url),
      call('createExternalRepo', 'tx-slashes', 'http://x//'),
      call('createExternalRepo', 'tx-nourl'),
      call('createExternalRepo', 'tx-null', null),
      ...['tx-r', ref('r', 'id'), { id: ref('r', 'id') }, { name: 'tx-r' }, 'tx-none', ref('none')].flatMap(
        info => [call('getExternalRepo', info), call('getExternalRepo', info, true)],
      ),
      named('editExternalRepo', { url }, 'tx-r'),
      named('editExternalRepo', { url: url.slice(0, -1) }, 'tx-r'),
      named('editExternalRepo', { url: 'https://example.org/tx-other' }, 'tx-r'),
      named('editExternalRepo', { name: 'tx-s' }, 'tx-r'),
      named('editExternalRepo', { name: 'bad name' }, 'tx-r'),
      named('editExternalRepo', { name: 'tx-renamed' }, 'tx-r'),
      named('editExternalRepo', { name: '', url: '' }, 'tx-renamed'),
      call('editExternalRepo', 'tx-renamed'),
      call('editExternalRepo', 'tx-none', 'tx-x'),
      call('getExternalRepo', 'tx-renamed'),
      own(named('listExternalRepos', { info: 'tx-renamed' })),
      own(named('listExternalRepos', { url: 'https://example.org/tx-other/' })),
      own(named('listExternalRepos', { url: 'https://example.org/tx-other' })),
      own(call('listExternalRepos')),
      named('listExternalRepos', { info: 'tx-none' }),
      labelled('then', call('getLastEvent')),
      call('deleteExternalRepo', 'tx-renamed'),
      call('deleteExternalRepo', 'tx-renamed'),
      call('deleteExternalRepo', 'tx-none'),
      call('getExternalRepo', 'tx-renamed'),
      named('getExternalRepo', { event: ref('then', 'id') }, 'tx-renamed'),
      call('createExternalRepo', 'tx-renamed', url),
      named('queryHistory', { tables: ['external_repo_config'], external_repo: 'tx-renamed' }),
      named('queryHistory', { external_repo: 'tx-none' }),
    ],
  },
  {
    title: 'repos of tags',
    steps: [
      ...start,
      ...each(
        call('addExternalRepoToTag', 'tx-a', 'tx-r', 10),
        call('addExternalRepoToTag', 'tx-a', 'tx-r', 11),
        call('addExternalRepoToTag', 'tx-a', 'tx-s', 10),
        named('addExternalRepoToTag', { merge_mode: 'bare', arches: 'x86_64,i686' }, 'tx-a', 'tx-s', '20'),
        named('editTagExternalRepo', { priority: 20 }, 'tx-a', 'tx-s'),
        named('editTagExternalRepo', { priority: 10 }, 'tx-a', 'tx-s'),
        named('editTagExternalRepo', { priority: '20' }, 'tx-a', 'tx-s'),
        named('editTagExternalRepo', { priority: 30, merge_mode: 'simple', arches: 'i686' }, 'tx-a', 'tx-s'),
        named('editTagExternalRepo', { arches: 'a,b' }, 'tx-a', 'tx-s'),
        named('editTagExternalRepo', { arches: '' }, 'tx-a', 'tx-s'),
        named('editTagExternalRepo', { merge_mode: 'bogus' }, 'tx-a', 'tx-s'),
        named('editTagExternalRepo', { priority: 'x' }, 'tx-a', 'tx-s'),
        call('editTagExternalRepo', 'tx-a', 'tx-s'),
        call('removeExternalRepoFromTag', 'tx-a', 'tx-s'),
        call('removeExternalRepoFromTag', 'tx-a', 'tx-s'),
        call('editTagExternalRepo', 'tx-a', 'tx-s', 5),
        ...[1.5, true, null, 'x', -1].flatMap(priority => [
          call('addExternalRepoToTag', 'tx-a', 'tx-s', priority),
          call('removeExternalRepoFromTag', 'tx-a', 'tx-s'),
        ]),
        named('addExternalRepoToTag', { merge_mode: 'bogus' }, 'tx-a', 'tx-s', 1),
        named('addExternalRepoToTag', { merge_mode: null, arches: 'a/b' }, 'tx-a', 'tx-s', 1),
        named('addExternalRepoToTag', { merge_mode: null, arches: ['a', 'b'] }, 'tx-a', 'tx-s', 1),
        call('deleteExternalRepo', 'tx-s'),
      ),
      history,
    ],
  },
  {
    title: 'inherited repos',
    steps: [
      ...start,
      call('addExternalRepoToTag', 'tx-p', 'tx-r', 1),
      call('addExternalRepoToTag', 'tx-p', 'tx-s', 0),
      labelled('then', call('getLastEvent')),
      call('getExternalRepoList', 'tx-a'),
      call('addExternalRepoToTag', 'tx-a', 'tx-r', 5),
      call('getExternalRepoList', 'tx-a'),
      named('getExternalRepoList', { event: ref('then', 'id') }, 'tx-a'),
      call('getTagExternalRepos', 'tx-a'),
      call('getTagExternalRepos', 'tx-a', 'tx-r'),
      call('getTagExternalRepos', 'tx-a', 'tx-none'),
      named('getTagExternalRepos', { repo_info: 'tx-r' }),
      named('getTagExternalRepos', { event: ref('then', 'id') }, 'tx-a'),
      call('getTagExternalRepos', 'tx-none'),
      call('getExternalRepoList', 'tx-none'),
      call('deleteTag', 'tx-p'),
      call('getExternalRepoList', 'tx-a'),
      call('getExternalRepoList', 'tx-p'),
      call('getTagExternalRepos', 'tx-p'),
    ],
  },
  {
    title: 'permissions and faults',
    steps: [
      ...start,
      ...(['anonymous', 'packager', 'releng'] as const).flatMap(caller => [
        as(caller, call('createExternalRepo', 'tx-x', url)),
        as(caller, call('editExternalRepo', 'tx-r', 'tx-q')),
        as(caller, call('deleteExternalRepo', 'tx-r')),
        as(caller, call('addExternalRepoToTag', 'tx-a', 'tx-r', 1)),
        as(caller, call('editTagExternalRepo', 'tx-a', 'tx-r', 2)),
        as(caller, call('removeExternalRepoFromTag', 'tx-a', 'tx-r')),
      ]),
      ...['tx-none', ref('none'), { name: 'tx-none' }].flatMap(info => [
        call('addExternalRepoToTag', info, 'tx-r', 1),
        call('addExternalRepoToTag', 'tx-a', info, 1),
        call('editTagExternalRepo', info, 'tx-r', 1),
        call('editTagExternalRepo', 'tx-a', info, 1),
        call('removeExternalRepoFromTag', info, 'tx-r'),
        call('removeExternalRepoFromTag', 'tx-a', info),
      ]),
      call('addExternalRepoToTag', 'tx-a', 'tx-r'),
      call('createExternalRepo'),
      call('editExternalRepo', 'tx-r', 'tx-q', url, 1),
    ],
  },
]
