import { type Condition, readCondition } from './condition.js'
import { itemsOf, type MapNode, valueAt } from './node.js'
import type { Parameters } from './parameters.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'

/** A part of a template that counts where its conditions hold. */
export interface Overlay {
  /** what is merged over the template; `when` taken out */
  readonly body: MapNode
  /** where it stands in its template */
  readonly path: Path
  readonly holds: Condition
}

/** Reads the `overlays` of a template, in the order written. */
export function readOverlays(root: MapNode, parameters: Parameters, report: Report): Overlay[] {
  return itemsOf(valueAt(root, 'overlays')).flatMap((node, index) => {
    if (node.kind !== 'map') return []
    const path = ['overlays', index]
    const holds = readCondition(valueAt(node, 'when'), parameters, [...path, 'when'], report)
    const entries = new Map(node.entries)
    entries.delete('when')
    return [{ body: { ...node, entries }, path, holds }]
  })
}
