import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** Rows about what was deleted. Koji ends most of them with it, and lets new ones be made. */
export const zombie: Rule = {
  id: 'zombie',
  severity: 'warning',
  title: 'nothing refers to what was deleted',
  reason:
    'Koji lets links be set to and on a tag that was deleted, and keeps the rows of tags that use a deleted external ' +
    'repo. They do nothing, until somebody makes the tag or the repo again: then they are in force at once.',
  example:
    '`f44-build` inherits from `f40-extras`, which was deleted: “inherits from f40-extras, which does not exist”.',
  mend: 'Remove the row: take the parent or the repo out of the tag.',
  needs: [],
  *check(view) {
    const { tags, external_repos } = view.live
    for (const { name, inheritance, external_repos: uses } of view.tags()) {
      for (const { parent } of inheritance)
        if (!tags.has(parent))
          yield finding(zombie, view, {
            kind: 'tag',
            name,
            at: ['inheritance', parent],
            message: `inherits from ${parent}, which does not exist`,
          })
      for (const { repo } of uses)
        if (!external_repos.has(repo))
          yield finding(zombie, view, {
            kind: 'tag',
            name,
            at: ['external_repos', repo],
            message: `uses the external repo ${repo}, which does not exist`,
          })
    }
    for (const { name, inheritance, groups, external_repos: uses } of view.leftovers()) {
      const rows = inheritance.length + groups.size + uses.length
      yield finding(zombie, view, {
        kind: 'tag',
        name,
        message: `does not exist, and has links, groups or external repos: ${rows}`,
        mend: 'Make the tag, take them away, and delete it again.',
      })
    }
  },
}
