import type { CallSender } from '../hub/call-sender.js'
import type { Outcome, RequestWatch } from '../hub/client.js'
import { FaultCode, isOutcomeLost } from '../hub/fault.js'
import { formatCall } from '../koji/call.js'
import { type ErrorContext, ExitCode, RefusedError, RelengError } from '../koji/error.js'
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

/** The hub refused for want of a permission before anything was written: exit code 3. */
export class NotPermittedError extends RefusedError {
  override readonly name = 'NotPermittedError'
}

/**
 * Executes a plan stage by stage; after a stage with a fault no other runs. The result accounts for every
 * call at any time: `not-run` until it is sent, `unknown` until the hub has answered.
 */
export class Run {
  readonly #plan: Plan
  readonly #sender: CallSender
  readonly #results: Map<StageName, CallResult[]>
  #requests = 0

  constructor(plan: Plan, sender: CallSender) {
    this.#plan = plan
    this.#sender = sender
    this.#results = new Map(plan.stages.map(({ stage, calls }) => [stage, calls.map(notRun)]))
  }

  get results(): readonly StageResult[] {
    return [...this.#results].map(([stage, results]) => ({ stage, results }))
  }

  /** How many requests were sent: one a stage, more where a stage is too large for one. */
  get requests(): number {
    return this.#requests
  }

  /** Runs all stages in order. Throws where one fails. */
  async all(): Promise<void> {
    for (const stage of this.#plan.stages) await this.stage(stage)
  }

  /** Runs one stage. Throws `ApplyError` or `PartialApplyError` where a call fails or the answer is lost. */
  async stage({ stage, calls }: Stage): Promise<void> {
    const results = calls.map(notRun)
    this.#results.set(stage, results)
    try {
      await this.#send(calls, results)
    } catch (error) {
      if (error instanceof RelengError) throw this.#error(error.message, error.next, error)
      throw error
    }
    const failed = results.filter(({ status }) => status === 'failed')
    if (failed.length > 0) throw this.#error(failed.map(describeFailure).join('\n'), undefined)
  }

  // The calls of the request under way lie between `answered` and `sent`.
  async #send(calls: readonly PlannedCall[], results: CallResult[]): Promise<void> {
    let [answered, sent] = [0, 0]
    const mark = (from: number, to: number, result: (call: PlannedCall, index: number) => CallResult) =>
      results.splice(from, to - from, ...calls.slice(from, to).map(result))
    const watch: RequestWatch = {
      sending: count => {
        sent += count
        this.#requests += 1
        mark(answered, sent, unknown)
      },
      answered: outcomes => {
        mark(answered, sent, (call, index) => resultOf(call, outcomes[index]))
        answered = sent
      },
    }
    try {
      await this.#sender.send(calls, watch)
    } catch (error) {
      // A request that was refused as a whole has done nothing.
      if (!isOutcomeLost(error)) mark(answered, sent, notRun)
      throw error
    }
  }

  #error(what: string, next: string | undefined, cause?: RelengError): RelengError {
    const all = [...this.#results.values()].flat()
    const count = (...statuses: CallStatus[]) => all.filter(({ status }) => statuses.includes(status)).length
    const context: ErrorContext = {
      where: this.#plan.hub.url,
      next: `${next ?? 'mend the cause'}, then plan and apply again: it goes on from the state the hub is in`,
      details: cause?.details,
      data: { results: this.results },
      cause,
    }
    if (count('done', 'unknown') === 0) {
      const isPermission = all.every(
        ({ fault }) => fault === undefined || fault.code === FaultCode.notAllowed,
      )
      const message = `${what}\nnothing was written`
      if (!isPermission || count('failed') === 0) return new ApplyError(message, context)
      const next =
        'ask an administrator of the hub for what is named (koji grant-permission), then apply again'
      return new NotPermittedError(message, { ...context, next })
    }
    const lost = count('unknown') > 0 ? `, ${count('unknown')} without an answer` : ''
    const told = `${count('done')} of ${all.length} calls were done${lost}, ${count('failed')} failed`
    return new PartialApplyError(`${what}\nstopped: ${told}, ${count('not-run')} were not done`, context)
  }
}

function notRun(call: PlannedCall): CallResult {
  return { call, status: 'not-run' }
}

function unknown(call: PlannedCall): CallResult {
  return { call, status: 'unknown' }
}

function resultOf(call: PlannedCall, outcome: Outcome | undefined): CallResult {
  if (outcome === undefined) return unknown(call)
  if ('value' in outcome) return { call, status: 'done' }
  const { code, text } = outcome.fault
  return { call, status: 'failed', fault: { code, text } }
}

function describeFailure({ call, fault }: CallResult): string {
  return `${formatCall(call)}: ${fault?.text.trim().split('\n').at(-1) ?? 'failed'}`
}
