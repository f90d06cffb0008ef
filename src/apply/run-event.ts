import type { RelengError } from '../koji/error.js'
import type { StageName } from '../plan/index.js'
import type { CallStatus, FaultWords } from './result.js'

/**
 * What happens in a run, as it happens. Whoever watches a run is told before the next thing happens: one that
 * throws when a request is about to be sent keeps it from being sent. `calls` are positions in their stage.
 */
export type RunEvent =
  /** its calls are about to be done */
  | { readonly event: 'stage'; readonly stage: StageName; readonly calls: number }
  /** a request is about to be sent, first or again */
  | { readonly event: 'sending'; readonly stage: StageName; readonly calls: readonly number[] }
  /** the hub has answered it */
  | { readonly event: 'answered'; readonly stage: StageName; readonly results: readonly PlacedResult[] }
  /** it was not taken, and has done nothing; it may be sent again */
  | {
      readonly event: 'refused'
      readonly stage: StageName
      readonly calls: readonly number[]
      readonly error: RelengError
    }
  /** its answer was lost: it may have been done or not */
  | {
      readonly event: 'lost'
      readonly stage: StageName
      readonly calls: readonly number[]
      readonly error: RelengError
    }
  /** reading the hub back told what became of the calls whose answer was lost */
  | ({ readonly event: 'read-back'; readonly results: readonly PlacedResult[] } & ReadBack)
  /** all of its calls were done */
  | { readonly event: 'stage-done'; readonly stage: StageName }

export interface PlacedResult {
  /** position in the stage */
  readonly call: number
  readonly status: CallStatus
  /** the hub's own words, where it said no */
  readonly fault?: FaultWords
}

/** What reading back told about a request whose answer was lost. */
export interface ReadBack {
  readonly stage: StageName
  readonly error: RelengError
  /** calls that the hub had done */
  readonly done: number
  readonly notDone: number
}

/** Watches a run. Synchronous: what must be on disk before a request is sent is on disk when it returns. */
export type RunWatch = (event: RunEvent) => void
