import type { Outcome } from '../hub/answer.js'
import type { PlannedCall, StageName } from '../plan/index.js'

/**
 * `unknown`: the request was sent, but its answer was lost. `skipped`: it was not sent, since a call before it
 * failed. `not-run`: it was not sent for another reason, or not yet.
 */
export type CallStatus = 'not-run' | 'done' | 'failed' | 'unknown' | 'skipped'

export interface CallResult {
  readonly call: PlannedCall
  readonly status: CallStatus
  /** the hub's own words, where it said no */
  readonly fault?: FaultWords
}

export interface FaultWords {
  readonly code: number
  readonly text: string
}

export interface StageResult {
  readonly stage: StageName
  readonly results: readonly CallResult[]
}

export function notRun(call: PlannedCall): CallResult {
  return { call, status: 'not-run' }
}

export function unknown(call: PlannedCall): CallResult {
  return { call, status: 'unknown' }
}

export function resultOf(call: PlannedCall, outcome: Outcome | undefined): CallResult {
  if (outcome === undefined) return unknown(call)
  if ('value' in outcome) return { call, status: 'done' }
  const { code, text } = outcome.fault
  return { call, status: 'failed', fault: { code, text } }
}
