import type { CallSender } from '../hub/call-sender.js'
import type { Outcome } from '../hub/client.js'
import type { KojiFault } from '../hub/fault.js'
import { HubError } from '../hub/transport.js'
import { formatCall } from '../koji/call.js'
import { type ErrorContext, ExitCode, RelengError } from '../koji/error.js'
import type { Plan, PlannedCall, Stage, StageName } from '../plan/index.js'

/** `unknown`: the request was sent, but its answer was lost. */
export type CallStatus = 'not-run' | 'done' | 'failed' | 'unknown'

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

/** An apply stopped after it had written something, or may have: exit code 4. */
export class PartialApplyError extends RelengError {
  override readonly name = 'PartialApplyError'
  override readonly exitCode = ExitCode.partial
}

/** A stage failed before anything was written: exit code 1. */
export class ApplyError extends RelengError {
  override readonly name = 'ApplyError'
}

/**
 * Executes a plan stage by stage; after a stage with a fault no other runs. The result accounts for every
 * call at any time: each is `not-run` until the hub has answered.
 */
export class Run {
  readonly #plan: Plan
  readonly #sender: CallSender
  readonly #results: Map<StageName, StageResult>

  constructor(plan: Plan, sender: CallSender) {
    this.#plan = plan
    this.#sender = sender
    this.#results = new Map(plan.stages.map(stage => [stage.stage, everyCall(stage, 'not-run')]))
  }

  get results(): readonly StageResult[] {
    return [...this.#results.values()]
  }

  /** Runs all stages in order. Throws where one fails. */
  async all(): Promise<void> {
    for (const stage of this.#plan.stages) await this.stage(stage)
  }

  /** Runs one stage. Throws `ApplyError` or `PartialApplyError` where a call fails or the answer is lost. */
  async stage(stage: Stage): Promise<void> {
    const result = await this.#send(stage)
    this.#results.set(stage.stage, result)
    const failed = result.results.filter(({ status }) => status === 'failed')
    if (failed.length > 0) throw this.#error(failed.map(describeFailure).join('\n'), 'mend the cause')
  }

  async #send(stage: Stage): Promise<StageResult> {
    try {
      const outcomes = await this.#sender.send(stage.calls)
      return {
        stage: stage.stage,
        results: stage.calls.map((call, index) => resultOf(call, outcomes[index])),
      }
    } catch (error) {
      if (error instanceof HubError) this.#results.set(stage.stage, everyCall(stage, 'unknown'))
      if (error instanceof RelengError) throw this.#error(error.message, error.next, error)
      throw error
    }
  }

  #error(what: string, next: string | undefined, cause?: RelengError): RelengError {
    const all = this.results.flatMap(({ results }) => results)
    const count = (status: CallStatus) => all.filter(result => result.status === status).length
    const done = count('done') + count('unknown')
    const context: ErrorContext = {
      where: this.#plan.hub.url,
      next: `${next ?? 'see above'}, then plan and apply again: it goes on from the state the hub is in`,
      details: cause?.details,
      cause,
    }
    if (done === 0) return new ApplyError(`${what}\nnothing was written`, context)
    const lost = count('unknown') > 0 ? `, ${count('unknown')} without an answer` : ''
    const told = `${count('done')} of ${all.length} calls were done${lost}, ${count('failed')} failed`
    return new PartialApplyError(`${what}\nstopped: ${told}, ${count('not-run')} were not sent`, context)
  }
}

function everyCall({ stage, calls }: Stage, status: CallStatus): StageResult {
  return { stage, results: calls.map(call => ({ call, status })) }
}

function resultOf(call: PlannedCall, outcome: Outcome | undefined): CallResult {
  if (outcome === undefined) return { call, status: 'unknown' }
  if ('value' in outcome) return { call, status: 'done' }
  return { call, status: 'failed', fault: wordsOf(outcome.fault) }
}

function wordsOf({ code, text }: KojiFault): FaultWords {
  return { code, text }
}

function describeFailure({ call, fault }: CallResult): string {
  return `${formatCall(call)}: ${fault?.text.trim().split('\n').at(-1) ?? 'failed'}`
}
