import type { Requirement } from '../koji/desired-state.js'
import { compareText } from '../koji/json.js'
import { compareSources } from '../koji/source.js'
import { itemsOf, type Node, nameOf, valueAt } from './node.js'
import type { Report } from './problem.js'
import { checkName } from './reading.js'
import { toSource } from './source-file.js'

const kinds = [
  ['tags', 'tag'],
  ['targets', 'target'],
] as const

/** Reads what the hub must have already: each name once, where it is said first. */
export function readRequires(nodes: readonly Node[], report: Report): Requirement[] {
  const said = nodes
    .flatMap(node =>
      kinds.flatMap(([key, kind]) => itemsOf(valueAt(node, key)).map(item => ({ key, kind, item }))),
    )
    .flatMap(({ key, kind, item }): Requirement[] => {
      const name = nameOf(item)
      if (name === undefined) return []
      checkName(name, item.place, ['requires', key], report)
      return [{ kind, name, source: toSource(item.place) }]
    })
    .sort(
      (a, b) =>
        compareText(a.kind, b.kind) || compareText(a.name, b.name) || compareSources(a.source, b.source),
    )
  return said.filter(({ kind, name }, at) => said[at - 1]?.kind !== kind || said[at - 1]?.name !== name)
}
