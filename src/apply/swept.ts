import type { HubClient } from '../hub/client.js'
import { readTouched } from '../hub/touched-rows.js'
import type { Origin } from '../koji/live-state.js'
import type { ChangedRow, EventRange } from '../koji/touched.js'
import { isWhole, type Plan, resourceOf } from '../plan/index.js'

/** A row that somebody else made, and that went with something that the run deleted. */
export interface SweptRow extends Pick<ChangedRow, 'kind' | 'names'> {
  readonly made: Origin
}

/** Whether a run may sweep something away: tags and external repos go with whatever hangs on them. */
export function sweeps({ changes }: Plan): boolean {
  return changes.some(change => change.action === 'delete' && isWhole(change))
}

/**
 * What somebody else wrote between a run's last look at the hub and its deletes, and what these took with them. The
 * hub asks nobody, and nobody was told: neither of the two sees it in what they read back. The hub's history does:
 * versions of rows that hang on what was deleted, and that were both made and ended in these events.
 */
export async function sweptRows(
  { changes }: Plan,
  range: EventRange,
  client: HubClient,
): Promise<readonly SweptRow[]> {
  if (range.last < range.first) return []
  const gone = new Set(
    changes.flatMap(change =>
      change.action === 'delete' && isWhole(change) ? [resourceOf(change).name] : [],
    ),
  )
  const { rows } = await readTouched(client, range)
  return rows.flatMap(({ kind, names, by: [made, ended] }) => {
    // Which tags a target used is not among its names.
    const isOfGone = kind === 'target' || names.some(name => gone.has(name))
    return made !== undefined && ended !== undefined && isOfGone ? [{ kind, names, made }] : []
  })
}

/** `inheritance f44-app f44 (by jdoe, event 42)` */
export function sweptText({ kind, names, made: { author, event } }: SweptRow): string {
  return `${kind} ${names.join(' ')} (by ${author}, event ${event})`
}
