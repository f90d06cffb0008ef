import { jsonEqual } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import { valuePath } from '../koji/value-path.js'
import { type Change, inverse, isTagChange, rowKey } from './change.js'
import { isAsWritten, RowComparison } from './row-comparison.js'
import { keyOfName, rowName } from './row-name.js'
import { staleLosses } from './stale-losses.js'
import type { StaleRow } from './stale-row.js'

/**
 * The rows of a plan that are not as its `before` says, each once, in the order of its changes. All else on the hub
 * may have changed: that does not make a plan stale. With a tag that goes, all goes that hangs on it: there each of
 * these rows counts.
 */
export function staleRows(planned: readonly Change[], live: LiveState): StaleRow[] {
  const tags = staleTags(planned, live)
  const gone = new Set(tags.flatMap(({ row, now }) => (now === null ? (row.tag ?? []) : [])))
  const comparison = new RowComparison(live, live.tags)
  const after = new Map(planned.map(change => [rowKey(change), change.after]))
  const rows = planned.flatMap((change): StaleRow[] => {
    if (isTagChange(change) && (gone.has(change.tag) || isCreation(change))) return []
    // What leads back to the row as it was planned upon: nothing, where it is so.
    return comparison.changes(inverse(change)).map(back => {
      const { before: now, after: before, source, origin } = back
      const wanted = after.get(rowKey(back))
      const done = wanted !== undefined && isAsWritten(wanted, now)
      return { row: rowName(back), before, now, done, ...(now !== null && origin && { by: origin }), source }
    })
  })
  return eachOnce([...tags, ...rows, ...staleLosses(planned, live)])
}

/** Tags that are there although the plan makes them, or that are not although it changes what they hold. */
function staleTags(planned: readonly Change[], live: LiveState): StaleRow[] {
  const firsts = new Map<string, Change & { readonly tag: string }>()
  for (const change of planned) {
    if (isTagChange(change) && !firsts.has(change.tag)) firsts.set(change.tag, change)
  }
  return [...firsts.values()].flatMap((change): StaleRow[] => {
    const { tag, source } = change
    const row = { kind: 'tag', tag } as const
    const found = live.tags.get(tag)
    if (isCreation(change) === (found === undefined)) return []
    if (found === undefined) {
      const before = change.kind === 'tag' ? { before: change.before } : {}
      return [{ row, ...before, now: null, done: change.kind === 'tag', source }]
    }
    const by = found.origins.get(valuePath('settings'))
    const done = jsonEqual(found.settings, change.after)
    return [{ row, before: null, now: found.settings, done, ...(by && { by }), source }]
  })
}

function isCreation({ kind, before }: Change): boolean {
  return kind === 'tag' && before === null
}

function eachOnce(all: readonly StaleRow[]): StaleRow[] {
  const rows = new Map<string, StaleRow>()
  for (const stale of all) {
    const key = keyOfName(stale.row)
    if (!rows.has(key)) rows.set(key, stale)
  }
  return [...rows.values()]
}
