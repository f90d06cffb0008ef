import { packageNames } from '../../koji/groups.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'
import { flatpakMacros, isForApplications } from './build-tags.js'

/** The Change “Flatpaks without Modules”: this package makes a build one for /app. */
export const flatpakMacrosListed: Rule = {
  id: 'flatpak-macros',
  severity: 'error',
  title: 'the group `build` of a build tag of Flatpak applications has `flatpak-rpm-macros`',
  reason:
    'The package sets the prefix `/app`. Without it, an application is built for `/usr`, and is not found in its ' +
    'Flatpak. Build tags of applications are those named `…-app-build`.',
  example:
    'The group `build` of `f44-app-build` is that of `f44-build`: “the group build lacks flatpak-rpm-macros”.',
  mend: 'List it: `groups: {build: [flatpak-rpm-macros], srpm-build: [flatpak-rpm-macros]}`.',
  needs: [],
  *check(view) {
    for (const tag of view.buildTags().keys()) {
      const packages = packageNames(view.groups(tag).get('build'))
      // No group at all is another rule's.
      if (!isForApplications(tag) || packages.length === 0 || packages.includes(flatpakMacros)) continue
      yield finding(flatpakMacrosListed, view, {
        kind: 'tag',
        name: tag,
        at: ['groups', 'build', flatpakMacros],
        message: `the group build lacks ${flatpakMacros}`,
      })
    }
  },
}
