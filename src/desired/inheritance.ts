import { defaultLink, type Link } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import { booleanOf, integerOf, itemsOf, type Node, textOf, valueAt } from './node.js'
import { checkName, entryOf, type Reading } from './reading.js'
import { type Place, toSource } from './source-file.js'

/**
 * The parents of a tag, by priority. One that names no priority gets ten times its position in the list (0,
 * 10, 20, …), also beside others that name theirs; two equal ones are an error, however they came to be.
 */
export function readInheritance(reading: Reading): readonly Link[] | undefined {
  const entry = entryOf(reading, 'inheritance', valuePath('inheritance'))
  if (entry === undefined) return undefined
  const links = itemsOf(entry.value).flatMap((node, at) => readLink(node, at) ?? [])
  checkLinks(links, reading)
  return links.map(({ link }) => link).sort((a, b) => a.priority - b.priority)
}

interface PlacedLink {
  readonly at: number
  readonly place: Place
  readonly link: Link
  /** where the name of the parent is */
  readonly parentPlace: Place
  /** where the priority is, if it is written */
  readonly priorityPlace: Place | undefined
}

function readLink(node: Node, at: number): PlacedLink | undefined {
  const parentNode = node.kind === 'map' ? valueAt(node, 'parent') : node
  const parent = textOf(parentNode)
  if (parentNode === undefined || parent === undefined) return undefined
  const priority = valueAt(node, 'priority')
  const link: Link = {
    parent,
    priority: integerOf(priority) ?? at * 10,
    maxdepth: integerOf(valueAt(node, 'maxdepth')) ?? defaultLink.maxdepth,
    intransitive: booleanOf(valueAt(node, 'intransitive')) ?? defaultLink.intransitive,
    noconfig: booleanOf(valueAt(node, 'noconfig')) ?? defaultLink.noconfig,
    pkg_filter: textOf(valueAt(node, 'pkg_filter')) ?? defaultLink.pkg_filter,
  }
  return { at, place: node.place, link, parentPlace: parentNode.place, priorityPlace: priority?.place }
}

function checkLinks(links: readonly PlacedLink[], { path, report, places }: Reading): void {
  const byPriority = new Map<number, PlacedLink>()
  const byParent = new Map<string, PlacedLink>()
  for (const placed of links) {
    const { at, link, parentPlace } = placed
    const here = [...path, 'inheritance', at]
    checkName(link.parent, parentPlace, here, report)
    const twin = byParent.get(link.parent)
    if (twin !== undefined)
      report(parentPlace, here, `the parent ${link.parent} is already there, in ${line(twin)}`)
    const rival = byPriority.get(link.priority)
    if (rival !== undefined) reportRivals(placed, rival, here, report)
    byParent.set(link.parent, twin ?? placed)
    byPriority.set(link.priority, rival ?? placed)
    places.set(valuePath('inheritance', link.parent), placed.place)
  }
}

function reportRivals(
  placed: PlacedLink,
  rival: PlacedLink,
  path: Reading['path'],
  report: Reading['report'],
): void {
  const { link, place, priorityPlace } = placed
  const implied = [placed, rival].find(({ priorityPlace }) => priorityPlace === undefined)
  const hint =
    implied === undefined
      ? 'each parent of a tag needs a priority of its own'
      : `${implied.link.parent} names no priority, so its position gives it ${implied.at * 10}: write another`
  const where = priorityPlace === undefined ? path : [...path, 'priority']
  report(
    priorityPlace ?? place,
    where,
    `priority ${link.priority} is already that of ${rival.link.parent}, in ${line(rival)}`,
    hint,
  )
}

function line({ place }: PlacedLink): string {
  return `line ${toSource(place).line}`
}
