import { splitArches } from '../../koji/arches.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'
import { listed } from './words.js'

/** Koji makes no repo of a tag without arches. */
export const buildTagArches: Rule = {
  id: 'build-tag-arches',
  severity: 'error',
  title: 'a tag that targets build in has arches',
  reason:
    'Koji builds for the arches of the build tag, and makes a repo for each. Without any, there is neither a build ' +
    'nor a repo. The empty list does not inherit; only `arches: null` does.',
  example:
    '`f44-app-build` has `arches: []` and is the build tag of `f44-app`: “has no arches, and target f44-app builds in it”.',
  mend: 'Name them: `arches: [x86_64, aarch64]`.',
  needs: [],
  *check(view) {
    for (const [tag, targets] of view.buildTags()) {
      const { value } = view.config(tag).arches
      if (splitArches(value ?? '').length > 0) continue
      yield finding(buildTagArches, view, {
        kind: 'tag',
        name: tag,
        at: ['arches'],
        message: `has no arches, and ${listed('target', targets)} ${targets.length === 1 ? 'builds' : 'build'} in it`,
        found: value,
      })
    }
  },
}
