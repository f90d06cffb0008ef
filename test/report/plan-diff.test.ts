import { expect } from 'chai'
import { goalOf } from '../../src/plan/index.js'
import { planDiff } from '../../src/report/index.js'
import { desired, externalRepo, live, tag, use, wanted } from '../builders.js'

describe('plan as a diff', () => {
  it('shows external repos and their use in the form of the file', () => {
    const hub = live(
      [tag('t', { external_repos: [use('old', 1), use('new', 2, { merge_mode: 'bare' })] })],
      [],
      [],
      [
        { name: 'old', url: 'https://repos.test/old/' },
        { name: 'new', url: 'https://repos.test/9/' },
      ],
    )
    const state = desired(
      [wanted('t', { external_repos: [use('new', 2, { arches: 'x86_64 aarch64' })] })],
      [],
      [],
      [externalRepo('new', 'https://repos.test/10')],
    )
    expect(planDiff(goalOf(state, hub), hub)).to.equal(`--- external repo new  on the hub
+++ external repo new  as planned
@@ -1,3 +1,3 @@
 external_repos:
   new:
-    url: https://repos.test/9/
+    url: https://repos.test/10/
--- tag t  on the hub
+++ tag t  as planned
@@ -6,8 +6,8 @@
     maven_support: false
     maven_include_all: false
     external_repos:
-      - repo: old
-        priority: 1
       - repo: new
         priority: 2
-        merge_mode: bare
+        arches:
+          - x86_64
+          - aarch64
`)
  })
})
