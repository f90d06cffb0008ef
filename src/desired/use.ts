import { type Entry, entriesOf, itemsOf, type Node, valueAt } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'

/** What one use of a template gives its parameters. */
export type Use = ReadonlyMap<string, Entry>

/** How often one entry of `use` may expand its template. */
const maxUses = 1000

/** One use per combination of the lists of `for`, each together with what `with` says. */
export function usesOf(node: Node, path: Path, report: Report): Use[] {
  const given = entriesOf(valueAt(node, 'with'))
  const lists = [...entriesOf(valueAt(node, 'for'))]
  for (const [name, { place }] of lists) {
    if (given.has(name))
      report(place, [...path, 'for', name], `\`${name}\` is in \`with\` as well`, 'keep one')
  }
  const count = lists.reduce((product, [, { value }]) => product * itemsOf(value).length, 1)
  if (count > maxUses) {
    report(node.place, [...path, 'for'], `${count} expansions: one entry has at most ${maxUses}`)
    return []
  }
  return lists.reduce<Use[]>(
    (uses, [name, entry]) =>
      uses.flatMap(use => itemsOf(entry.value).map(value => new Map(use).set(name, { ...entry, value }))),
    [given],
  )
}
