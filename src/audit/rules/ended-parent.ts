import type { AllNames } from '../../hub/index.js'
import { isSideTag, releaseIn, releaseName } from '../../release/index.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'
import { foreignLinks } from './locked-parent.js'

/** What still hangs on a release that nobody builds for. */
export const endedParent: Rule = {
  id: 'ended-parent',
  severity: 'warning',
  title: 'no tag inherits from a release that has ended, save its own',
  reason:
    'At the end of life of a release its targets are removed: a release that has its root (`f41`) and no target, side ' +
    'tags aside, has ended. What inherits from it gets no fixes any more. Locked releases are the rule `locked-parent`’s.',
  example: '`f43-kde` inherits from `f41-build`: “inherits from f41-build, and f41 has no targets any more”.',
  mend: 'Move the link to a release that lives, or remove the tag’s targets.',
  needs: ['names'],
  asks: () => ({ names: true }),
  *check(view) {
    const { names } = view.facts
    if (names === undefined) return
    const alive = livingReleases(names)
    for (const { name, parent, release, locked } of foreignLinks(view)) {
      const root = releaseName(release)
      if (locked !== undefined || alive.has(root) || !names.tags.has(root)) continue
      yield finding(endedParent, view, {
        kind: 'tag',
        name,
        at: ['inheritance', parent],
        message: `inherits from ${parent}, and ${root} has no targets any more`,
      })
    }
  },
}

function livingReleases({ targets }: AllNames): Set<string> {
  const tags = [...targets.values()].flatMap(({ build_tag, dest_tag }) => [build_tag, dest_tag])
  const releases = tags.filter(tag => !isSideTag(tag)).flatMap(tag => releaseIn(tag) ?? [])
  return new Set(releases.map(releaseName))
}
