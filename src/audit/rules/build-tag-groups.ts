import { packageNames } from '../../koji/groups.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'
import { isForContainers } from './build-tags.js'

/** Without these groups, build roots are empty. */
export const buildTagGroups: Rule = {
  id: 'build-tag-groups',
  severity: 'error',
  title: 'a tag that targets build in has the groups `build` and `srpm-build`',
  reason:
    'Koji installs the group `build` into the build root of an RPM, and `srpm-build` into the one in which its SRPM is ' +
    'made. Without them, the first command of every build is not found. Tags for images of containers, ' +
    '`…-container-build`, need none: they are made elsewhere.',
  example:
    '`f44-app-build` has but a group `build` of its own: “has no group srpm-build, which build roots are made of”.',
  mend: 'Inherit from a tag that has them, such as `f44-build`, or list their packages under `groups`.',
  needs: [],
  *check(view) {
    for (const tag of view.buildTags().keys()) {
      if (isForContainers(tag)) continue
      for (const name of ['build', 'srpm-build']) {
        const group = view.groups(tag).get(name)
        if (packageNames(group).length > 0) continue
        const fault = group === undefined ? 'no' : group.config.blocked ? 'a blocked' : 'an empty'
        yield finding(buildTagGroups, view, {
          kind: 'tag',
          name: tag,
          at: ['groups', name],
          message: `has ${fault} group ${name}, which build roots are made of`,
        })
      }
    }
  },
}
