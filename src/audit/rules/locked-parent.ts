import type { Link } from '../../koji/tag.js'
import { type Release, releaseIn, releaseName } from '../../release/index.js'
import type { AuditView } from '../audit-view.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** What still hangs on a release that is out. */
export const lockedParent: Rule = {
  id: 'locked-parent',
  severity: 'warning',
  title: 'no tag inherits from a locked release, save its own',
  reason:
    'A release is locked when it is out: its root (`f43`) takes no more builds. What is not of that release and still ' +
    'inherits from it was forgotten when the next one was branched, and builds with old packages.',
  example: '`rawhide` inherits from `f43`, which is locked: “inherits from f43, and f43 is locked”.',
  mend: 'Move the link to the present release: `inheritance: [f44]`.',
  needs: [],
  *check(view) {
    for (const { name, parent, locked } of foreignLinks(view)) {
      if (locked === undefined) continue
      yield finding(lockedParent, view, {
        kind: 'tag',
        name,
        at: ['inheritance', parent],
        message: `inherits from ${parent}, and ${locked} is locked`,
      })
    }
  },
}

export interface ForeignLink extends Link {
  /** who inherits */
  readonly name: string
  /** the release of the parent */
  readonly release: Release
  /** what of it is locked: the parent, or the root of its release */
  readonly locked: string | undefined
}

/** The links of tags in scope to those of releases that are not theirs. */
export function* foreignLinks(view: AuditView): Generator<ForeignLink> {
  const isLocked = (tag: string) => view.live.tags.get(tag)?.settings.locked === true
  for (const { name, inheritance } of view.tags()) {
    const own = releaseIn(name)
    for (const link of inheritance) {
      const release = releaseIn(link.parent)
      if (release === undefined) continue
      const root = releaseName(release)
      if (own !== undefined && releaseName(own) === root) continue
      yield { ...link, name, release, locked: [link.parent, root].find(isLocked) }
    }
  }
}
