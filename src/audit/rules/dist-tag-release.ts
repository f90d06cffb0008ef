import { finding } from '../fault.js'
import type { Rule } from '../rule.js'
import { distTags } from './dist-tags.js'

/** A dist tag without the number of its release is that of the next release, too. */
export const distTagRelease: Rule = {
  id: 'dist-tag-release',
  severity: 'error',
  title: 'a dist tag holds the number of its release',
  reason:
    'The dist tag is what sets a build for one release apart from a build of the same sources for another. Without ' +
    'the number, or with that of the release it was copied from, the second build fails. `%{fedora}` and `%{rhel}` ' +
    'stand for the number.',
  example:
    '`f44-app-build` sets `rpm.macro.dist` to `.f43app`: “the dist tag .f43app does not hold the number of its release, 44”.',
  mend: 'Write the number, or `%{fedora}`: `dist_tag: .f44app`.',
  needs: [],
  *check(view) {
    const seen = new Set<string>()
    for (const { tag, release, macro, from, value } of distTags(view)) {
      const { number } = release
      const key = `${from} ${number}`
      if (seen.has(key) || holds(value, number)) continue
      seen.add(key)
      yield finding(distTagRelease, view, {
        kind: 'tag',
        name: tag,
        at: ['extra', macro.key],
        message: `the dist tag ${value} does not hold the number of its release, ${number}`,
        found: macro.value,
      })
    }
  },
}

/** EPEL writes 10.1 as `.el10_1`. */
function holds(value: string, number: string): boolean {
  const numbers: readonly string[] = value.match(/\d+(?:[._]\d+)*/g) ?? []
  return numbers.some(found => {
    const written = found.replaceAll('_', '.')
    return written === number || written.startsWith(`${number}.`)
  })
}
