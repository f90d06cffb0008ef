import { canonicalJson } from '../koji/json.js'
import { type Change, rowKey } from '../plan/index.js'
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
  /** what it wrote, or may have written */
  readonly changes: readonly Change[]
}

/** How far the clocks of a hub and of a machine may be apart. */
const skew = 5 * 60_000

/**
 * Finds the run that an event belongs to. The hub is told nothing of runs, so this goes by who wrote, when, and what:
 * the run's user, after its plan was made, gave one of its rows the value that it has in the plan; or, for what takes
 * two calls, touched the row while the run went on. Of several runs it is the one that looked at the hub last: no two
 * of them go on at a time.
 */
export class RunTraces {
  readonly #runs: readonly { readonly run: RunTrace; readonly rows: ReadonlyMap<string, string> }[]

  constructor(runs: readonly RunTrace[]) {
    this.#runs = runs.map(run => ({
      run,
      rows: new Map(run.changes.map(change => [rowKey(change), canonicalJson(change.after)])),
    }))
  }

  of({ author, event, time, changes }: HistoryEvent): RunTrace | undefined {
    const moment = Date.parse(time)
    const candidates = this.#runs.filter(({ run, rows }) => {
      const within = (more: number) =>
        Date.parse(run.began) - more <= moment && moment <= Date.parse(run.ended) + more
      const wrote = () => changes.some(change => rows.get(rowKey(change)) === canonicalJson(change.after))
      const touched = () => changes.some(change => rows.has(rowKey(change)))
      return (
        run.user === author && run.event < event && ((within(skew) && wrote()) || (within(0) && touched()))
      )
    })
    return candidates.map(({ run }) => run).sort((a, b) => b.event - a.event)[0]
  }
}
