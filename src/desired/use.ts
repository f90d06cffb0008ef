import type { Given } from './bind.js'
import { entriesOf, itemsOf, type Node, valueAt } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'

/** What one use of a template gives its parameters. */
export type Use = ReadonlyMap<string, Given>

/** How often one entry of `use` may expand its template. */
const maxUses = 1000

/** Whether an entry of `use` has the right keys: one with a misspelt `with` would lack all parameters. */
export function isReadable(node: Node): boolean {
  return [...entriesOf(node)].every(
    ([key, { value }]) =>
      key === 'template' || (['with', 'for', 'when'].includes(key) && value.kind === 'map'),
  )
}

/** One use per combination of the lists of `for`, each together with what `with` says. */
export function usesOf(node: Node, path: Path, report: Report): Use[] {
  const given = new Map<string, Given>()
  for (const [name, entry] of entriesOf(valueAt(node, 'with'))) {
    given.set(name, { ...entry, path: [...path, 'with', name] })
  }
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
    (uses, [name, { place, value: list }]) =>
      uses.flatMap(use =>
        itemsOf(list).map((value, at) =>
          new Map(use).set(name, { place, value, path: [...path, 'for', name, at] }),
        ),
      ),
    [given],
  )
}
