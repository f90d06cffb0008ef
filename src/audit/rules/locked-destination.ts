import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** A lock refuses every build, at the very end. */
export const lockedDestination: Rule = {
  id: 'locked-destination',
  severity: 'error',
  title: 'the destination of a target is not locked',
  reason:
    'Koji checks the lock when a build is done and is to be tagged: hours of building, and then it fails. A release is ' +
    'locked when it is out, and its builds go to other tags; at its end of life its targets go.',
  example: 'Target `f43-candidate` delivers into `f43`, which is locked: “its destination f43 is locked”.',
  mend: 'Let the target deliver elsewhere, remove it, or unlock the tag: `locked: false`.',
  needs: [],
  *check(view) {
    for (const { name, dest_tag } of view.targets()) {
      if (!view.tag(dest_tag)?.settings.locked) continue
      yield finding(lockedDestination, view, {
        kind: 'target',
        name,
        at: ['dest_tag'],
        message: `its destination ${dest_tag} is locked`,
        found: dest_tag,
      })
    }
  },
}
