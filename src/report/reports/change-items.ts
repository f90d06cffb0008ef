import type { Origin } from '../../koji/live-state.js'
import { facetOf } from '../../plan/change.js'
import {
  type Change,
  changedResources,
  isTagChange,
  isWhole,
  resourceOf,
  resourceWords,
  rowName,
} from '../../plan/index.js'
import { signs } from '../resource-text.js'
import { toldRows } from '../seeded-rows.js'
import { type Item, textOfValue } from './report.js'

/** Changes as items, in their order by resource. What a seed brings is one item for all that is alike. */
export function changeItems(
  changes: readonly Change[],
  byOf: (change: Change) => readonly Origin[],
  more: (change: Change) => Partial<Item> = () => ({}),
): Item[] {
  return changedResources(changes).flatMap(({ kind, name, changes: own }) => {
    const rows = new Map<Change, string[]>()
    for (const { change, label, sign, text } of toldRows(own)) {
      const signed = sign === undefined || sign === 'update' ? text : `${signs[sign]} ${text}`
      const line = label === '' ? signed : `${label}: ${signed}`
      rows.set(change, [...(rows.get(change) ?? []), line])
    }
    return [...rows].map(
      ([change, lines]): Item => ({
        severity: null,
        action: change.action,
        rule: isTagChange(change) ? facetOf(change) : change.kind,
        resource: { kind: resourceWords[kind], name },
        path: pathOf(change),
        message: lines.join('; '),
        values: [textOfValue(change.before), textOfValue(change.after)],
        by: byOf(change),
        ...more(change),
      }),
    )
  })
}

/** `f44-build inheritance f44` */
function pathOf(change: Change): string {
  const { kind: resource, name } = resourceOf(change)
  if (isWhole(change)) return name
  const { kind, [resource]: _, ...entry } = rowName(change)
  return [name, kind, ...Object.values(entry)].join(' ')
}
