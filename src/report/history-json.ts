import type { HistoryEvent, RunTrace } from '../audit/index.js'
import type { HubIdentity } from '../koji/live-state.js'

/** What happened on a hub, and by which runs of this tool. */
export interface ToldHistory {
  readonly hub: HubIdentity
  /** the hub's last event when it was asked */
  readonly event: number
  /** the last event that does not count, and the last that does; `null` is the beginning, or the end */
  readonly after: number | null
  readonly until: number | null
  readonly events: readonly ToldEvent[]
}

/** An event, and the run that it belongs to. */
export interface ToldEvent extends HistoryEvent {
  readonly run: RunTrace | null
}

/** The document of `tags history --json`. */
export interface HistoryDocument extends Omit<ToldHistory, 'events'> {
  readonly events: readonly (HistoryEvent & { readonly run: string | null })[]
  /** the runs that are named, oldest first */
  readonly runs: readonly Pick<RunTrace, 'run' | 'user' | 'reason' | 'began'>[]
  readonly warnings: readonly string[]
}

export function historyJson(
  { hub, event, after, until, events }: ToldHistory,
  warnings: readonly string[],
): HistoryDocument {
  const named = new Map(events.flatMap(({ run }): [string, RunTrace][] => (run ? [[run.run, run]] : [])))
  return {
    hub,
    event,
    after,
    until,
    events: events.map(told => ({ ...told, run: told.run?.run ?? null })),
    runs: [...named.values()].map(({ run, user, reason, began }) => ({ run, user, reason, began })),
    warnings,
  }
}
