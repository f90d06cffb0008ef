import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** Builders trust what they fetch. */
export const repoPlainHttp: Rule = {
  id: 'repo-plain-http',
  severity: 'warning',
  title: 'external repos are fetched over https',
  reason:
    'Builders install packages of an external repo without asking for signatures. Over plain `http` or `ftp`, who is ' +
    'on the way can put anything into build roots.',
  example:
    'External repo `epel9-rhel` has the URL `http://mirror.example.org/rhel9/`: “is fetched over plain http”.',
  mend: 'Write its URL with `https`.',
  needs: [],
  *check(view) {
    for (const { name, url } of view.externalRepos()) {
      const [, scheme] = /^(http|ftp):/i.exec(url) ?? []
      if (scheme === undefined) continue
      yield finding(repoPlainHttp, view, {
        kind: 'external_repo',
        name,
        at: ['url'],
        message: `is fetched over plain ${scheme.toLowerCase()}`,
        found: url,
      })
    }
  },
}
