import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** A permission that was made and never granted. */
export const permWithoutHolder: Rule = {
  id: 'perm-without-holder',
  severity: 'warning',
  title: 'somebody holds the permission that a tag asks for',
  reason:
    'Who tags a build needs the `perm` of the tag. An administrator does not hold the others by being one, and has to ' +
    'force it. Counted are the users who hold it, themselves or through a group, and who may log in.',
  example:
    '`f44-signing-pending` has `perm: autosign`, and the robot that signs was disabled: “nobody holds autosign”.',
  mend: 'Grant it: `koji grant-permission autosign USER`; or give the tag another `perm`, or `null`.',
  needs: ['permissions'],
  asks: view => ({ permissions: view.tags().flatMap(({ settings }) => settings.perm ?? []) }),
  *check(view) {
    for (const { name, settings } of view.tags()) {
      const { perm } = settings
      if (perm === null || view.facts.holders.get(perm)?.length !== 0) continue
      yield finding(permWithoutHolder, view, {
        kind: 'tag',
        name,
        at: ['perm'],
        message: `nobody holds ${perm}`,
        found: perm,
        mend: `Grant it: \`koji grant-permission ${perm} USER\`; or give the tag another \`perm\`, or \`null\`.`,
      })
    }
  },
}
