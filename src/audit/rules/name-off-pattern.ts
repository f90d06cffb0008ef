import { releaseIn, releaseName } from '../../release/index.js'
import type { AuditView } from '../audit-view.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** Names are how everything else finds the tags of a release. */
export const nameOffPattern: Rule = {
  id: 'name-off-pattern',
  severity: 'warning',
  title: 'names write a release as its root does, with a dash behind it',
  reason:
    'Policies of the hub, Bodhi, robosignatory and templates find what is of a release by name: `f44`, `f44-…`. ' +
    '`F44-kde`, `f-44-kde`, `f044-kde` and `f44kde` are found by none. A release is what has a tag of its own name, its root.',
  example: 'A tag `f44kde` beside `f44`: “is not written as names of f44 are: f44-kde”.',
  mend: 'Make a tag of the right name: Koji’s users know the old one, so rename with care.',
  needs: [],
  *check(view) {
    const looksLike = likenesses(view)
    if (looksLike === undefined) return
    const named = [
      ...view.tags().map(({ name }) => ({ kind: 'tag' as const, name })),
      ...view.targets().map(({ name }) => ({ kind: 'target' as const, name })),
    ]
    for (const { kind, name } of named) {
      const meant = looksLike(name)
      if (meant === undefined) continue
      yield finding(nameOffPattern, view, {
        kind,
        name,
        message: `is not written as names of ${meant.release} are: ${meant.name}`,
      })
    }
  },
}

interface Meant {
  readonly release: string
  readonly name: string
}

/** What a name off the pattern would be; nothing for one that is on it, or means no release that has a root. */
function likenesses({ live }: AuditView): ((name: string) => Meant | undefined) | undefined {
  const roots = new Set<string>()
  const prefixes = new Map<string, string>()
  for (const name of live.tags.keys()) {
    const release = releaseIn(name)
    if (release === undefined || releaseName(release) !== name) continue
    roots.add(name)
    prefixes.set(release.prefix.toLowerCase(), release.prefix)
  }
  if (roots.size === 0) return undefined
  const words = [...prefixes.keys()].sort((a, b) => b.length - a.length).join('|')
  const mark = new RegExp(`(?<![a-z0-9])(${words})([-_.]?)0*([1-9]\\d*(?:\\.\\d+)?)(?!\\d)[-_.]?`, 'gi')
  return name => {
    for (const found of name.matchAll(mark)) {
      const [text, word = '', separator, number = ''] = found
      const release = `${prefixes.get(word.toLowerCase())}${number}`
      const rest = name.slice(found.index + text.length)
      const right = rest === '' && !text.endsWith('-') ? release : `${release}-`
      // A root of another release, as F44 may be beside f44, is a name of its own.
      if (!roots.has(release) || roots.has(name) || (text === right && separator === '')) continue
      return { release, name: `${name.slice(0, found.index)}${right}${rest}` }
    }
    return undefined
  }
}
