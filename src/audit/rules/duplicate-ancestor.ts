import type { LiveTag } from '../../koji/live-state.js'
import type { Link } from '../../koji/tag.js'
import type { AuditView } from '../audit-view.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** A parent that another parent brings along. */
export const duplicateAncestor: Rule = {
  id: 'duplicate-ancestor',
  severity: 'warning',
  title: 'no parent of a tag is an ancestor of another of its parents',
  reason:
    'Koji looks through each ancestor once, at its first place. A parent that comes behind another one, which inherits ' +
    'from it, gives nothing; one that comes before it hides newer builds that are between the two.',
  example:
    '`f44-build` inherits from `f44` (0) and `f44-updates` (10), which inherits from `f44`: ' +
    '“inherits from f44 before f44-updates, which inherits from it: what is in f44 hides newer builds there”.',
  mend: 'Keep the other parent alone.',
  needs: [],
  *check(view) {
    for (const tag of view.tags())
      for (const [link, other] of doubles(view, tag)) {
        const { parent } = link
        const isBehind = link.priority > other.priority
        yield finding(duplicateAncestor, view, {
          kind: 'tag',
          name: tag.name,
          at: ['inheritance', parent],
          message: isBehind
            ? `the link to ${parent} gives nothing: it comes with ${other.parent} already`
            : `inherits from ${parent} before ${other.parent}, which inherits from it: what is in ${parent} hides newer builds there`,
        })
      }
  },
}

/** Links that are not like others (filtered, of limited depth, without configuration) have a purpose of their own. */
function doubles(view: AuditView, { inheritance }: LiveTag): [Link, Link][] {
  const links = inheritance.filter(isPlain)
  if (links.length < 2) return []
  const brought = new Map<string, Link>()
  for (const link of links)
    for (const ancestor of view.passedOn(link.parent))
      if (ancestor !== link.parent && !brought.has(ancestor)) brought.set(ancestor, link)
  return links.flatMap((link): [Link, Link][] => {
    const other = brought.get(link.parent)
    return other === undefined ? [] : [[link, other]]
  })
}

function isPlain({ maxdepth, noconfig, pkg_filter }: Link): boolean {
  return maxdepth === null && !noconfig && pkg_filter === ''
}
