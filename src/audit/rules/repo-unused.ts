import { internalRepo } from '../../koji/external-repos.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** An external repo that was kept. */
export const repoUnused: Rule = {
  id: 'repo-unused',
  severity: 'note',
  title: 'some tag uses an external repo',
  reason:
    'An external repo that no tag uses does nothing. Mostly it was made for a release that has ended, or for a tag ' +
    'that took another one.',
  example: 'External repo `f38-build` is left of a release that has ended: “no tag uses it”.',
  mend: 'Delete it: `external_repos: {f38-build: {absent: true}}`.',
  needs: [],
  *check(view) {
    for (const { name, users } of view.externalRepos())
      if (users?.length === 0 && name !== internalRepo)
        yield finding(repoUnused, view, {
          kind: 'external_repo',
          name,
          message: 'no tag uses it',
          mend: `Delete it: \`external_repos: {${name}: {absent: true}}\`.`,
        })
  },
}
