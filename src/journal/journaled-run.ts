import type { CallResult, PlacedResult, StageResult } from '../apply/index.js'
import type { Change, PlannedCall, StageName } from '../plan/index.js'
import type { ClosedEntry, Entry, OpenedEntry } from './entry.js'

/** What a journal tells of one run. */
export interface JournaledRun {
  readonly path: string
  /** what was to be done, by whom and why, with the plan */
  readonly opened: OpenedEntry
  /** in the order in which they were sent */
  readonly requests: readonly NotedRequest[]
  /**
   * What became of each call, by stage, in the plan's order. `not-run` was never sent, or is known not to have been
   * done; `unknown` was sent, and the journal does not know whether it was done.
   */
  readonly results: readonly StageResult[]
  /** what a second plan still found to do; `null` where the hub was not read again */
  readonly remaining: readonly Change[] | null
  /** how it ended; `null` where it is still under way, or was broken off */
  readonly closed: ClosedEntry | null
  /** its last line breaks off in the middle, and was not read: the writer died over it */
  readonly isTorn: boolean
}

/**
 * The changes that a run made, or may have made: not those whose calls were all left out or refused. Who made these
 * afterwards, somebody by hand or the run that completed this one, is not undone with it.
 */
export function changesMade({ opened: { plan }, results }: JournaledRun): readonly Change[] {
  const all = results.flatMap(stage => stage.results)
  const positions = (are: (result: CallResult) => boolean) =>
    new Set(all.filter(are).flatMap(({ call }) => call.changes))
  const [made, planned] = [positions(mayBeDone), positions(() => true)]
  return plan.changes.filter((_, index) => made.has(index) || !planned.has(index))
}

function mayBeDone({ status }: CallResult): boolean {
  return status === 'done' || status === 'unknown'
}

/** A request of a run. `none`: the journal knows of no answer. */
export interface NotedRequest {
  readonly time: string
  readonly stage: StageName
  readonly calls: readonly number[]
  readonly answer: 'none' | 'answered' | 'refused' | 'lost'
  readonly error?: string
}

/** Follows a run from line to line. `take` throws a plain `Error` where a line cannot come after those before it. */
export class RunStory {
  readonly #opened: OpenedEntry
  readonly #results: ReadonlyMap<StageName, CallResult[]>
  readonly #requests: NotedRequest[] = []
  #remaining: readonly Change[] | null = null
  #closed: ClosedEntry | null = null

  constructor(opened: OpenedEntry) {
    this.#opened = opened
    this.#results = new Map(
      opened.plan.stages.map(({ stage, calls }) => [
        stage,
        calls.map((call): CallResult => ({ call, status: 'not-run' })),
      ]),
    )
  }

  take(entry: Entry): void {
    if (this.#closed !== null) throw new Error('it comes after the end of the run')
    switch (entry.entry) {
      case 'opened':
        throw new Error('a run is opened once')
      case 'sending':
        this.#mark(entry.stage, entry.calls, 'unknown')
        this.#requests.push({ time: entry.time, stage: entry.stage, calls: entry.calls, answer: 'none' })
        break
      case 'answered':
        this.#answer({ answer: 'answered' })
        this.#take(entry.stage, entry.results)
        break
      case 'refused':
        this.#answer({ answer: 'refused', error: entry.error })
        this.#mark(entry.stage, entry.calls, 'not-run')
        break
      case 'lost':
        this.#answer({ answer: 'lost', error: entry.error })
        break
      case 'read-back':
        this.#take(entry.stage, entry.results)
        break
      case 'remaining':
        this.#remaining = entry.changes
        break
      case 'closed':
        this.#closed = entry
        break
    }
  }

  told(path: string, isTorn: boolean): JournaledRun {
    return {
      path,
      opened: this.#opened,
      requests: this.#requests,
      results: [...this.#results].map(([stage, results]) => ({ stage, results })),
      remaining: this.#remaining,
      closed: this.#closed,
      isTorn,
    }
  }

  #answer(answer: Pick<NotedRequest, 'answer' | 'error'>): void {
    const last = this.#requests.pop()
    if (last?.answer !== 'none') throw new Error('no request was under way')
    this.#requests.push({ ...last, ...answer })
  }

  #take(stage: StageName, noted: readonly PlacedResult[]): void {
    for (const { call: position, ...outcome } of noted) {
      this.#put(stage, position, call => ({ call, ...outcome }))
    }
  }

  #mark(stage: StageName, calls: readonly number[], status: CallResult['status']): void {
    for (const position of calls) this.#put(stage, position, call => ({ call, status }))
  }

  #put(stage: StageName, position: number, result: (call: PlannedCall) => CallResult): void {
    const results = this.#results.get(stage)
    const known = results?.[position]
    if (results === undefined || known === undefined) {
      throw new Error(`the plan has no call ${position} in its stage ${stage}`)
    }
    results[position] = result(known.call)
  }
}
