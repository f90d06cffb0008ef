import { valuePath } from '../koji/value-path.js'
import { isAbsent } from './absent.js'
import { checkRemoval } from './manage.js'
import { integerOf, itemsOf, type MapNode, type Node, nameOf, valueAt } from './node.js'
import type { Path } from './path.js'
import { checkName, entryOf, type Reading } from './reading.js'
import { type Place, toSource } from './source-file.js'

/** A facet that is a list with priorities. */
interface RankedFacet {
  readonly facet: 'inheritance' | 'external_repos'
  /** the key of an entry's name in its long form */
  readonly key: 'parent' | 'repo'
  /** what an entry is called in messages */
  readonly noun: string
  /** what lies between the priorities of entries that name none */
  readonly step: number
}

/** One entry: the name, unique in the list, and the priority, too. */
export interface Ranked {
  readonly node: Node
  readonly name: string
  readonly priority: number
  readonly path: Path
  /** where the name is written */
  readonly namePlace: Place
  /** where the priority is, if it is written */
  readonly priorityPlace: Place | undefined
}

/**
 * Reads a list of names with priorities. An entry that names no priority gets `step` times its position among
 * those that stay, also beside others that name theirs; two equal ones are an error, however they came to be.
 *
 * @returns what stays, by priority, and the names of what shall go; `undefined` where the facet is not named
 */
export function readRanked(
  reading: Reading,
  ranked: RankedFacet,
): { readonly entries: readonly Ranked[]; readonly removed: ReadonlySet<string> } | undefined {
  const list = entryOf(reading, ranked.facet, valuePath(ranked.facet))
  if (list === undefined) return undefined
  const entries: Ranked[] = []
  const removed = new Set<string>()
  const check = checker(reading, ranked)
  for (const [at, node] of itemsOf(list.value).entries()) {
    const nameNode = node.kind === 'map' ? valueAt(node, ranked.key) : node
    const name = nameOf(nameNode)
    if (nameNode === undefined || name === undefined) continue
    const path = [...reading.path, ranked.facet, at]
    const priority = valueAt(node, 'priority')
    const entry: Ranked = {
      node,
      name,
      priority: integerOf(priority) ?? entries.length * ranked.step,
      path,
      namePlace: nameNode.place,
      priorityPlace: priority?.place,
    }
    const isRemoved = node.kind === 'map' && isGone(node, path, reading, ranked)
    check(entry, isRemoved)
    reading.places.set(valuePath(ranked.facet, name), node.place)
    if (isRemoved) removed.add(name)
    else entries.push(entry)
  }
  return { entries: entries.sort((a, b) => a.priority - b.priority), removed }
}

function isGone(node: MapNode, path: Path, reading: Reading, { facet, key }: RankedFacet): boolean {
  const absent = node.entries.get('absent')
  if (absent === undefined || !isAbsent(node, path, reading.report, key)) return false
  checkRemoval(reading, facet, absent.place, [...path, 'absent'])
  return true
}

/** Reports, entry by entry, names that Koji would refuse, and names and priorities that came before. */
function checker({ report }: Reading, { noun }: RankedFacet) {
  const byName = new Map<string, Ranked>()
  const byPriority = new Map<number, Ranked>()
  return (entry: Ranked, isRemoved: boolean): void => {
    const { name, namePlace, path, node } = entry
    checkName(name, namePlace, path, report)
    const twin = byName.get(name)
    if (twin !== undefined) report(namePlace, path, `the ${noun} ${name} is already there, in ${line(twin)}`)
    byName.set(name, twin ?? entry)
    if (isRemoved) return
    const rival = byPriority.get(entry.priority)
    byPriority.set(entry.priority, rival ?? entry)
    if (rival === undefined) return
    const implied = [entry, rival].find(({ priorityPlace }) => priorityPlace === undefined)
    const hint =
      implied === undefined
        ? `each ${noun} of a tag needs a priority of its own`
        : `${implied.name} names no priority, so its position gives it ${implied.priority}: write another`
    const { priorityPlace } = entry
    report(
      priorityPlace ?? node.place,
      priorityPlace === undefined ? path : [...path, 'priority'],
      `priority ${entry.priority} is already that of ${rival.name}, in ${line(rival)}`,
      hint,
    )
  }
}

function line({ node }: Ranked): string {
  return `line ${toSource(node.place).line}`
}
