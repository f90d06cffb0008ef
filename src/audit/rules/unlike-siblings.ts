import type { AllNames } from '../../hub/index.js'
import { compareText } from '../../koji/json.js'
import type { ResourceKind } from '../../plan/index.js'
import { isSideTag, type Release, releaseIn, releaseName } from '../../release/index.js'
import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** What the releases before have and this one lacks. */
export const unlikeSiblings: Rule = {
  id: 'unlike-siblings',
  severity: 'note',
  title: 'a release has the tags and targets that the releases before it have',
  reason:
    'Releases are made alike. A tag that both releases before have and this one lacks was forgotten, or is made at ' +
    'another time of a release’s life. Where there is but one release before, that one counts. Side tags are left out, ' +
    'and of targets the releases that have none.',
  example:
    '`f42-infra` and `f43-infra` are there and `f44` has none: “f43 has f43-infra, and f44 lacks its like”.',
  mend: 'Make it as the others are: `koji-releng tags compare f43 f44` tells what else differs.',
  needs: ['names'],
  asks: () => ({ names: true }),
  *check(view) {
    const { names } = view.facts
    if (names === undefined) return
    const families = familiesIn(names)
    const before = { tag: predecessors(families, 'tag'), target: predecessors(families, 'target') }
    for (const { name: root } of view.tags()) {
      const own = families.get(root)
      if (own === undefined) continue
      for (const kind of ['tag', 'target'] as const) {
        const siblings = before[kind].get(root) ?? []
        const [last] = siblings
        if (last === undefined) continue
        const lacking = [...last[kind].keys()].filter(
          form => !own[kind].has(form) && siblings.every(family => family[kind].has(form)),
        )
        for (const form of lacking.sort(compareText))
          yield finding(unlikeSiblings, view, {
            kind,
            name: form.replace(mark, () => root),
            message: `${releaseName(last.release)} has ${last[kind].get(form)}, and ${root} lacks its like`,
          })
      }
    }
  },
}

/** What stands for the release in a name; no name holds it. */
const mark = '\0'

/** The names of a release by what they are without it. */
type Family = { readonly release: Release } & { readonly [kind in Kind]: Map<string, string> }
type Kind = Exclude<ResourceKind, 'external_repo'>

/** By root. What has no root is no release. */
function familiesIn({ tags, targets }: AllNames): Map<string, Family> {
  const families = new Map<string, Family>()
  for (const root of tags) {
    const release = releaseIn(root)
    if (release === undefined || releaseName(release) !== root) continue
    families.set(root, { release, tag: new Map(), target: new Map() })
  }
  const add = (kind: Kind, names: Iterable<string>) => {
    for (const name of names) {
      const release = releaseIn(name)
      if (release === undefined || isSideTag(name)) continue
      const root = releaseName(release)
      families.get(root)?.[kind].set(name.replace(root, mark), name)
    }
  }
  add('tag', tags)
  add('target', targets.keys())
  return families
}

/** By root, of the releases that have any of a kind: the two of these before each, the nearest first. */
function predecessors(families: ReadonlyMap<string, Family>, kind: Kind): Map<string, readonly Family[]> {
  const inOrder = [...families.values()]
    .filter(family => family[kind].size > 0)
    .map(family => ({ family, number: family.release.number.split('.').map(Number) }))
    .sort(
      (a, b) =>
        compareText(a.family.release.prefix, b.family.release.prefix) || compareNumbers(a.number, b.number),
    )
    .map(({ family }) => family)
  return new Map(
    inOrder.map((family, index) => [
      releaseName(family.release),
      [inOrder[index - 1], inOrder[index - 2]].flatMap(other =>
        other?.release.prefix === family.release.prefix ? [other] : [],
      ),
    ]),
  )
}

function compareNumbers(
  [major = 0, minor = 0]: readonly number[],
  [other = 0, least = 0]: readonly number[],
) {
  return major - other || minor - least
}
