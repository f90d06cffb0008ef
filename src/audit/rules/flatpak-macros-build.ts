import type { AuditView } from '../audit-view.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'
import { flatpakMacros, isForApplications } from './build-tags.js'

/** A group may name what is not there. */
export const flatpakMacrosBuild: Rule = {
  id: 'flatpak-macros-build',
  severity: 'error',
  title: 'a build of `flatpak-rpm-macros` can be found in a build tag of Flatpak applications',
  reason:
    'The group only names the package. It comes from a build in the tag or its ancestors, in Fedora one for the ' +
    'target `f44-flatpak-runtime`; until there is one, every build of an application fails.',
  example: 'Nothing was built for `f44-flatpak-runtime` yet: “no build of flatpak-rpm-macros is in reach”.',
  mend: 'Build it for the target of runtimes, such as `f44-flatpak-runtime`, or tag a build of it.',
  needs: ['packages'],
  asks: view => ({ packages: applicationTags(view).length === 0 ? [] : [flatpakMacros] }),
  *check(view) {
    for (const tag of applicationTags(view)) {
      if (view.buildOf(tag, flatpakMacros) !== null) continue
      yield finding(flatpakMacrosBuild, view, {
        kind: 'tag',
        name: tag,
        at: ['builds', flatpakMacros],
        message: `no build of ${flatpakMacros} is in reach`,
      })
    }
  },
}

function applicationTags(view: AuditView): string[] {
  return [...view.buildTags().keys()].filter(isForApplications)
}
