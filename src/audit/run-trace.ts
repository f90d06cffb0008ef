import { rowKey } from '../plan/index.js'
import type { HistoryEvent } from './history.js'

/** What a run of this tool left in a hub's history, as far as its journal tells. */
export interface RunTrace {
  readonly run: string
  readonly user: string | null
  readonly reason: string | null
  /** the hub's last event when its plan was made */
  readonly event: number
  /** ISO 8601, UTC, by the clock of the machine that ran it */
  readonly began: string
  /** when the journal tells of it last */
  readonly ended: string
  /** the rows that it wrote, or may have written, by `rowKey` */
  readonly rows: ReadonlySet<string>
}

/** How far the clocks of a hub and of a machine may be apart. */
const skew = 5 * 60_000

/**
 * The run that an event belongs to. The hub is told nothing of runs, so this goes by who wrote, when, and what: the
 * run's user wrote one of its rows, after its plan was made and while it went on. Of several, the one that looked at
 * the hub last: no two of them run at a time.
 */
export function runOf(
  { author, event, time, changes }: HistoryEvent,
  runs: readonly RunTrace[],
): RunTrace | undefined {
  const moment = Date.parse(time)
  const candidates = runs.filter(
    run =>
      run.user === author &&
      run.event < event &&
      Date.parse(run.began) - skew <= moment &&
      moment <= Date.parse(run.ended) + skew &&
      changes.some(change => run.rows.has(rowKey(change))),
  )
  return candidates.reduce<RunTrace | undefined>(
    (latest, run) => (latest === undefined || run.event > latest.event ? run : latest),
    undefined,
  )
}
