import type { DesiredExternalRepo, DesiredTag } from '../koji/desired-state.js'
import { formatSource, type Source } from '../koji/source.js'
import { valuePath } from '../koji/value-path.js'
import { entriesOf, type Node, nameOf, valueAt } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import type { Place } from './source-file.js'
import type { PlacedTag } from './tag.js'

// One step is enough for people, and needs no search for loops.
function passedOn({ arches_of = '' }: DesiredTag, tags: ReadonlyMap<string, PlacedTag>): string | undefined {
  const further = tags.get(arches_of)?.tag.arches_of
  return further && `the tag ${arches_of} itself has the arches of another one, ${further}`
}

/** Reports what refers to a tag or external repo that the same files delete. Other names the hub may know. */
export function checkReferences(
  tags: ReadonlyMap<string, PlacedTag>,
  targets: Node | undefined,
  repos: ReadonlyMap<string, DesiredExternalRepo>,
  report: Report,
): void {
  const gone = (kind: string, name: string, of: { absent: boolean; source: Source } | undefined) =>
    of?.absent ? `the ${kind} ${name} shall not exist, says ${formatSource(of.source)}` : undefined
  const check = (place: Place | undefined, path: Path, problem: string | undefined) => {
    if (place !== undefined && problem !== undefined)
      report(place, path, problem, 'refer to another one, or let it exist')
  }
  for (const [name, { tag, places }] of tags) {
    for (const { parent } of tag.inheritance ?? []) {
      const problem = gone('tag', parent, tags.get(parent)?.tag)
      check(places.get(valuePath('inheritance', parent)), ['tags', name, 'inheritance'], problem)
    }
    if (tag.arches_of !== undefined) {
      const problem = gone('tag', tag.arches_of, tags.get(tag.arches_of)?.tag) ?? passedOn(tag, tags)
      check(places.get(valuePath('arches')), ['tags', name, 'arches'], problem)
    }
    for (const { repo } of tag.external_repos ?? []) {
      const problem = gone('external repo', repo, repos.get(repo))
      check(places.get(valuePath('external_repos', repo)), ['tags', name, 'external_repos'], problem)
    }
  }
  for (const [name, { value }] of entriesOf(targets)) {
    for (const key of ['build_tag', 'dest_tag']) {
      const node = valueAt(value, key)
      const tag = nameOf(node) ?? ''
      check(node?.place, ['targets', name, key], gone('tag', tag, tags.get(tag)?.tag))
    }
  }
}
