import type {
  DesiredExternalRepo,
  DesiredProfile,
  DesiredState,
  DesiredTag,
  DesiredTarget,
} from '../koji/desired-state.js'
import { compareText } from '../koji/json.js'
import { compareSources } from '../koji/source.js'
import { checkTree } from './check.js'
import type { State } from './combine.js'
import { readExternalRepo } from './external-repo.js'
import { checkLoops } from './loops.js'
import { type Entry, entriesOf, type Node, nameOf, textOf, valueAt } from './node.js'
import type { Problems } from './problem.js'
import { checkReferences } from './references.js'
import { readRequires } from './requires.js'
import { toSource } from './source-file.js'
import { type PlacedTag, readTag } from './tag.js'
import { readTarget } from './target.js'

/**
 * The last step: from the merged tree to the desired state, everything in the order of its name. Reports what
 * types alone do not tell.
 *
 * @param incomplete some template is missing, and what lacks may have been in it
 */
export function toDesiredState(
  { root, protect, requires, profiles }: State,
  incomplete: boolean,
  problems: Problems,
): DesiredState {
  problems.pass(report => checkTree(root, 'expanded', report))
  return problems.pass(report => {
    const placed = new Map<string, PlacedTag>()
    for (const [name, entry] of sorted(valueAt(root, 'tags'))) placed.set(name, readTag(name, entry, report))
    checkLoops(placed, report)

    const targets = new Map<string, DesiredTarget>()
    for (const [name, entry] of sorted(valueAt(root, 'targets'))) {
      const target = readTarget(name, entry, incomplete, report)
      if (target !== undefined) targets.set(name, target)
    }
    const repos = new Map<string, DesiredExternalRepo>()
    for (const [name, entry] of sorted(valueAt(root, 'external_repos'))) {
      const repo = readExternalRepo(name, entry, incomplete, report)
      if (repo !== undefined) repos.set(name, repo)
    }
    checkReferences(placed, valueAt(root, 'targets'), repos, report)
    const tags = new Map([...placed].map(([name, { tag }]): [string, DesiredTag] => [name, tag]))
    const globs = new Set(protect.flatMap(node => nameOf(node) ?? []))
    return {
      tags,
      targets,
      external_repos: repos,
      protect: [...globs].sort(),
      requires: readRequires(requires, report),
      profiles: readProfiles(profiles),
    }
  })
}

/** By file, whatever the order in which they were given. */
function readProfiles(nodes: readonly Node[]): DesiredProfile[] {
  return nodes
    .flatMap(node => {
      const name = textOf(node)
      return name === undefined ? [] : [{ name, source: toSource(node.place) }]
    })
    .sort((a, b) => compareSources(a.source, b.source))
}

function sorted(node: ReturnType<typeof valueAt>): [string, Entry][] {
  return [...entriesOf(node)].sort(([a], [b]) => compareText(a, b))
}
