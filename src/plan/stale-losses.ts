import { jsonEqual } from '../koji/json.js'
import type { LiveState, Origin } from '../koji/live-state.js'
import type { Source } from '../koji/source.js'
import { valuePath } from '../koji/value-path.js'
import type { Change, ChangeOf } from './change.js'
import { targetOf } from './goal.js'
import { goalOfRows } from './goal-of-rows.js'
import { keyOfName, type RowName, rowName } from './row-name.js'
import type { RowValue, StaleRow } from './stale-row.js'

/**
 * What hangs on tags that shall go, where it is not what was planned upon: their rows, the links of their heirs, the
 * targets that use them, and how much they hold.
 */
export function staleLosses(planned: readonly Change[], live: LiveState): StaleRow[] {
  const deletions = planned.filter(isDeletion)
  if (deletions.length === 0) return []
  const again = new Map(
    goalOfRows(planned, live)
      .changes.filter(isDeletion)
      .map(change => [change.tag, change]),
  )
  return deletions.flatMap(change => {
    const found = again.get(change.tag)
    return found === undefined ? [] : differences(lossesOf(change), lossesOf(found), change.source, live)
  })
}

function isDeletion(change: Change): change is ChangeOf<'tag'> {
  return change.kind === 'tag' && change.after === null
}

/** A row that would go, or that uses what goes; then its own value does not matter. */
interface Loss {
  readonly row: RowName
  readonly value?: RowValue
  readonly by?: Origin | undefined
}

function lossesOf({ tag, losses }: ChangeOf<'tag'>): ReadonlyMap<string, Loss> {
  const { rows = [], heirs = [], targets = [], contents } = losses ?? {}
  const all: Loss[] = [
    ...rows.map(change => ({ row: rowName(change), value: change.before, by: change.origin })),
    ...heirs.map(heir => ({
      row: { kind: 'inheritance', tag: heir.tag, parent: tag } as const,
      value: heir.link,
    })),
    ...targets.map(({ target }) => ({ row: { kind: 'target', target } as const })),
  ]
  if (contents !== undefined) {
    all.push({ row: { kind: 'tag', tag, holds: 'packages' }, value: contents.packages })
    all.push({ row: { kind: 'tag', tag, holds: 'builds' }, value: contents.builds })
  }
  return new Map(all.map(loss => [keyOfName(loss.row), loss]))
}

function differences(
  planned: ReadonlyMap<string, Loss>,
  found: ReadonlyMap<string, Loss>,
  source: Source,
  live: LiveState,
): StaleRow[] {
  return [...new Map([...planned, ...found])].flatMap(([key, { row }]): StaleRow[] => {
    const [was, is] = [planned.get(key), found.get(key)]
    if (was !== undefined && is !== undefined && jsonEqual(was.value, is.value)) return []
    if (row.kind === 'target') {
      const target = live.targets.get(row.target ?? '')
      const by = target?.origin && { by: target.origin }
      return [{ row, now: target === undefined ? null : targetOf(target), done: false, ...by, source }]
    }
    const by = is?.by ?? (is && originOfLink(row, live))
    const values = { before: was?.value ?? null, now: is?.value ?? null }
    return [{ row, ...values, done: false, ...(by && { by }), source }]
  })
}

function originOfLink({ kind, tag = '', parent = '' }: RowName, live: LiveState): Origin | undefined {
  if (kind !== 'inheritance') return undefined
  return live.tags.get(tag)?.origins.get(valuePath('inheritance', parent))
}
