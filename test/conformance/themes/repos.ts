import { as, call, labelled, named, ref, type Sequence } from '../step.js'

export const repos: readonly Sequence[] = [
  {
    title: 'requests of repos, which nobody makes',
    steps: [
      labelled('a', call('createTag', 'tx-a', null, 'x86_64')),
      labelled('event', call('getLastEvent')),
      ...['tx-a', ref('a'), 'tx-none', ref('none')].flatMap(tag => [
        call('getRepo', tag),
        call('repo.get', tag),
        named('getRepo', { event: ref('event', 'id') }, tag),
      ]),
      as('anonymous', call('repo.request', 'tx-a')),
      call('repo.request', 'tx-none'),
      named('repo.request', { min_event: ref('event', 'id'), at_event: ref('event', 'id') }, 'tx-a'),
      named('repo.request', { min_event: ref('none') }, 'tx-a'),
      named('repo.request', { at_event: ref('none') }, 'tx-a'),
      named('repo.request', { opts: { bogus: true } }, 'tx-a'),
      named('repo.request', { priority: -5, min_event: ref('event', 'id') }, 'tx-a'),
      as('packager', named('repo.request', { priority: -5 }, 'tx-a')),
      labelled('request', named('repo.request', { min_event: ref('event', 'id') }, 'tx-a')),
      named('repo.request', { min_event: ref('event', 'id') }, 'tx-a'),
      as('packager', named('repo.request', { min_event: 'last' }, 'tx-a')),
      call('repo.checkRequest', ref('request', 'request.id')),
      call('repo.checkRequest', ref('none')),
      call('repoInfo', ref('none')),
      call('repoInfo', ref('none'), true),
    ],
  },
]
