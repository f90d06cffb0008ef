import { RelengError } from '../koji/error.js'
import { type Change, isTagChange, keyOfRow, rowKey } from '../plan/index.js'
import type { JournalFolder } from './folder.js'
import { changesMade } from './journaled-run.js'

/** Which runs last wrote rows of a hub. */
export interface LastRuns {
  /** by `rowKey` */
  readonly runs: ReadonlyMap<string, string>
  /** journals that could not be read: one of them may know more */
  readonly damaged: readonly RelengError[]
}

/**
 * Finds for each of these rows the run that last wrote it, newest runs first, until all are found.
 *
 * @param before an event: what was planned at it or later is not meant
 */
export function lastRuns(
  folder: JournalFolder,
  { url, keys, before = Number.POSITIVE_INFINITY }: WrittenRows,
): LastRuns {
  const runs = new Map<string, string>()
  const damaged: RelengError[] = []
  const wanted = new Set(keys)
  for (const id of folder.ids()) {
    if (wanted.size === 0) break
    try {
      const run = folder.read(id)
      const { hub, event } = run.opened.plan
      if (hub.url !== url || event >= before) continue
      for (const key of changesMade(run).flatMap(keysOf)) if (wanted.delete(key)) runs.set(key, id)
    } catch (error) {
      if (!(error instanceof RelengError)) throw error
      damaged.push(error)
    }
  }
  return { runs, damaged }
}

export interface WrittenRows {
  /** of the hub */
  readonly url: string
  readonly keys: Iterable<string>
  readonly before?: number | undefined
}

/** The rows that a change writes: with a tag its settings, and with one that goes all that hangs on it. */
function keysOf(change: Change): string[] {
  if (!isTagChange(change) || change.kind !== 'tag') return [rowKey(change)]
  const settings = Object.keys(change.after ?? change.before ?? {}).map(field =>
    keyOfRow('setting', change.tag, field),
  )
  return [rowKey(change), ...settings, ...(change.losses?.rows ?? []).map(rowKey)]
}
