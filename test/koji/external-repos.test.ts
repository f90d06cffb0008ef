import { expect } from 'chai'
import { effectiveExternalRepos } from '../../src/koji/external-repos.js'
import type { RepoUse } from '../../src/koji/tag.js'

const use = (repo: string, priority: number): RepoUse => ({
  repo,
  priority,
  merge_mode: 'koji',
  arches: null,
})

describe('the external repos of a tag', () => {
  const uses = new Map([
    ['f44', [use('updates', 20), use('main', 10)]],
    ['f43', [use('main', 1), use('extras', 5)]],
  ])
  const reposOf = (tag: string) => uses.get(tag) ?? []

  it('come by priority, own first, each repo once', () => {
    const effective = effectiveExternalRepos(['f44', 'f43', 'f44'], reposOf)
    expect(effective.map(({ repo, priority, from }) => `${repo} ${priority} ${from}`)).to.deep.equal([
      'main 10 f44',
      'updates 20 f44',
      'extras 5 f43',
    ])
  })
})
