import { releaseName } from '../../release/index.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'
import { type DistTag, distTags } from './dist-tags.js'

/** Koji knows each name-version-release once, whichever target it was built for. */
export const distTagUnique: Rule = {
  id: 'dist-tag-unique',
  severity: 'error',
  title: 'build tags of a release that set a dist tag set different ones',
  reason:
    'Koji has each `name-version-release` once. Where two build tags give the same dist tag, the second build of a ' +
    'package fails, though it was built for another target. Build tags that inherit the macro from one and the same ' +
    'tag share it on purpose.',
  example:
    '`f44-app-build` and `f44-flatpak-runtime-build` both set `rpm.macro.dist` to `.f44app`: ' +
    '“gives builds the dist tag .f44app, as f44-app-build does”.',
  mend: 'Give each build tag a dist tag of its own: `dist_tag: .f44runtime`.',
  needs: [],
  *check(view) {
    const owners = new Map<string, Map<string, DistTag>>()
    for (const dist of distTags(view)) {
      const key = `${releaseName(dist.release)} ${dist.value}`
      const known = owners.get(key) ?? new Map<string, DistTag>()
      owners.set(key, known)
      if (!known.has(dist.from)) known.set(dist.from, dist)
    }
    for (const sharing of owners.values()) {
      const [first, ...others] = [...sharing.values()]
      for (const { tag, macro, value } of others)
        yield finding(distTagUnique, view, {
          kind: 'tag',
          name: tag,
          at: ['extra', macro.key],
          message: `gives builds the dist tag ${value}, as ${first?.tag} does`,
          found: macro.value,
        })
    }
  },
}
