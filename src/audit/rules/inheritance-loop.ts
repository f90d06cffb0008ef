import { loopsIn } from '../../koji/inheritance-loops.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** Koji takes loops without a word. */
export const inheritanceLoop: Rule = {
  id: 'inheritance-loop',
  severity: 'error',
  title: 'no tag inherits from itself',
  reason:
    'Koji takes a link that closes a loop, and leaves it out when it walks: what builds see then depends on where the ' +
    'walk began. Tags that are in one loop, or in several that meet, are told once.',
  example:
    '`f44` inherits from `f44-build`, which inherits from it: “inherits from itself: f44 → f44-build → f44”.',
  mend: 'Take one of its links away.',
  needs: [],
  *check(view) {
    const tags = view.tags().map(({ name }) => name)
    const parentsOf = (name: string) =>
      (view.live.tags.get(name)?.inheritance ?? []).map(({ parent }) => parent)
    for (const loop of loopsIn(tags, parentsOf)) {
      const [name = '', parent = ''] = loop
      yield finding(inheritanceLoop, view, {
        kind: 'tag',
        name,
        at: ['inheritance', parent],
        message: `inherits from itself: ${loop.join(' → ')}`,
      })
    }
  },
}
