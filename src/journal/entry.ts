import type { PlacedResult } from '../apply/index.js'
import type { Change, Leaves, Plan, StageName } from '../plan/index.js'
import type { ProcessMark } from './process-mark.js'

/**
 * The form of journals that this release writes. A release reads those of its own major number, as far as it
 * knows their minor one.
 */
export const journalFormat = '1.0'

/**
 * One line of a journal. `time` is ISO 8601, UTC; `calls` and `call` are positions in the stage, as the plan has it.
 */
export type Entry = OpenedEntry | RequestEntry | AnswerEntry | TroubleEntry | RemainingEntry | ClosedEntry

/** The first line: what is to be done, who does it, and why. It is on disk before anything is written to a hub. */
export interface OpenedEntry {
  readonly entry: 'opened'
  readonly format: string
  /** the run's ID */
  readonly run: string
  readonly time: string
  /** the version of koji-releng */
  readonly tool: string
  readonly process: ProcessMark
  /** who is logged in on the hub; `null` where nothing was to be written */
  readonly user: string | null
  readonly reason: string | null
  /** what was allowed although a guard found it */
  readonly leaves: Leaves
  /** runs that were broken off, and that this one completes once it ends well */
  readonly follows: readonly string[]
  /** with the hub, and its event when it was read */
  readonly plan: Plan
}

/** On disk before a request is sent. */
export interface RequestEntry {
  readonly entry: 'sending'
  readonly time: string
  readonly stage: StageName
  readonly calls: readonly number[]
}

/** The hub's answer, or what reading it back told about calls whose answer was lost. */
export interface AnswerEntry {
  readonly entry: 'answered' | 'read-back'
  readonly time: string
  readonly stage: StageName
  readonly results: readonly PlacedResult[]
}

/** The request was refused as a whole, and has done nothing; or its answer was lost. */
export interface TroubleEntry {
  readonly entry: 'refused' | 'lost'
  readonly time: string
  readonly stage: StageName
  readonly calls: readonly number[]
  readonly error: string
}

/** What a second plan still found to do after the last request; missing where the hub was not read again. */
export interface RemainingEntry {
  readonly entry: 'remaining'
  readonly time: string
  readonly changes: readonly Change[]
}

/** The last line. */
export interface ClosedEntry {
  readonly entry: 'closed'
  readonly time: string
  readonly outcome: Outcome
  /** runs that were broken off, and whose matter this one has settled */
  readonly settles: readonly string[]
  /** why it is not `done` */
  readonly error?: string
}

/**
 * `done`: the hub is as it was to be. `partial`: something was written, or may have been, and more is left to do.
 * `failed`: nothing was written. `interrupted`: it was told to stop.
 */
export const outcomes = ['done', 'partial', 'failed', 'interrupted'] as const
export type Outcome = (typeof outcomes)[number]
