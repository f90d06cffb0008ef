import type { CallSender } from '../hub/call-sender.js'
import type { RequestWatch } from '../hub/client.js'
import { FaultCode, isOutcomeLost } from '../hub/fault.js'
import { type Call, formatCall } from '../koji/call.js'
import { type ErrorContext, RefusedError, RelengError } from '../koji/error.js'
import type { Plan, PlannedCall, Stage, StageName } from '../plan/index.js'
import { ApplyError, NotPermittedError, PartialApplyError } from './errors.js'
import { failureHint, failureText } from './failure.js'
import { type CallResult, type CallStatus, notRun, resultOf, type StageResult, unknown } from './result.js'
import type { PlacedResult, RunWatch } from './run-event.js'

export interface RunOptions {
  /** without it, a hub that does not answer ends the run */
  readonly recovery?: Recovery
  /** the request under way is finished, and no other sent, once it is aborted; the reason is thrown */
  readonly signal?: AbortSignal | undefined
  readonly watch?: RunWatch | undefined
  /** looks once more whether a stage may be run, when others were; throws where it may not */
  readonly recheck?: ((stage: Stage) => Promise<void>) | undefined
  /** what errors tell of the run beside the results, as data */
  readonly about?: object | undefined
}

/** How a run goes on where the hub does not answer. */
export interface Recovery {
  /** Repeats the work while it fails for a reason that may pass; throws its error in the end. */
  persist(work: () => Promise<void>): Promise<void>
  /**
   * The calls that the hub still lacks to be as the plan wants it, read when no lost request can write any
   * more. Throws where the hub cannot be read.
   */
  lacking(): Promise<readonly Call[]>
}

/**
 * Executes a plan stage by stage; after a request with a fault no other is sent. The result accounts for every
 * call at any time: `not-run` until it is sent, `unknown` until the hub has answered, `skipped` after a fault.
 */
export class Run {
  readonly #plan: Plan
  readonly #sender: CallSender
  readonly #recovery: Recovery | undefined
  readonly #signal: AbortSignal | undefined
  readonly #watch: RunWatch
  readonly #recheck: (stage: Stage) => Promise<void>
  readonly #about: object | undefined
  readonly #results: Map<StageName, CallResult[]>
  #requests = 0

  constructor(plan: Plan, sender: CallSender, { recovery, signal, watch, recheck, about }: RunOptions = {}) {
    this.#plan = plan
    this.#sender = sender
    this.#recovery = recovery
    this.#signal = signal
    this.#watch = watch ?? (() => undefined)
    this.#recheck = recheck ?? (async () => undefined)
    this.#about = about
    this.#results = new Map(plan.stages.map(({ stage, calls }) => [stage, calls.map(notRun)]))
  }

  get results(): readonly StageResult[] {
    return [...this.#results].map(([stage, results]) => ({ stage, results }))
  }

  /** What a program wants to know of a run that failed. */
  get data(): object {
    return { results: this.results, ...this.#about }
  }

  /** How many requests were sent: one a stage, more where a stage is too large for one. */
  get requests(): number {
    return this.#requests
  }

  /** Runs all stages in order. Throws where one fails. */
  async all(): Promise<void> {
    for (const stage of this.#plan.stages) await this.stage(stage)
  }

  /** Runs one stage. Throws `ApplyError` or `PartialApplyError` where a call fails, or its outcome stays unknown. */
  async stage(planned: Stage): Promise<void> {
    const { stage, calls } = planned
    const results = calls.map(notRun)
    this.#results.set(stage, results)
    this.#watch({ event: 'stage', stage, calls: calls.length })
    try {
      if (this.#requests > 0) await this.#recheck(planned)
      await this.#untilAnswered(stage, results)
    } catch (error) {
      if (error instanceof RelengError) throw this.#error(error.message, error.next, error)
      throw error
    }
    const failed = results.filter(({ status }) => status === 'failed')
    if (failed.length > 0) {
      this.#skipRest()
      const text = failed.map(result => failureText(result, this.#plan)).join('\n')
      throw this.#error(text, failureHint(failed))
    }
    this.#watch({ event: 'stage-done', stage })
  }

  #skipRest(): void {
    for (const results of this.#results.values()) {
      for (const [index, { call, status }] of results.entries())
        if (status === 'not-run') results[index] = { call, status: 'skipped' }
    }
  }

  /**
   * Sends the calls until each has an outcome. A request that was refused for a while is sent again. One whose
   * answer was lost is not: the hub is read back first, and only what it lacks is sent.
   */
  async #untilAnswered(stage: StageName, results: CallResult[]): Promise<void> {
    const recovery = this.#recovery
    if (recovery === undefined) return this.#send(stage, results)
    await recovery.persist(async () => {
      this.#signal?.throwIfAborted()
      try {
        await this.#send(stage, results)
      } catch (error) {
        if (!(error instanceof RelengError) || !isOutcomeLost(error)) throw error
        await this.#readBack(recovery, stage, results, error)
        if (results.some(({ status }) => status === 'not-run')) throw error
      }
    })
  }

  // The calls of the request under way lie between `answered` and `sent`.
  async #send(stage: StageName, results: CallResult[]): Promise<void> {
    const open = [...results.keys()].filter(index => results[index]?.status === 'not-run')
    const calls = open.flatMap(index => results[index]?.call ?? [])
    let [answered, sent] = [0, 0]
    const underWay = () => open.slice(answered, sent)
    const mark = (result: (call: PlannedCall, index: number) => CallResult) => {
      for (const [nth, index] of underWay().entries()) {
        const known = results[index]
        if (known !== undefined) results[index] = result(known.call, nth)
      }
    }
    const watch: RequestWatch = {
      sending: count => {
        this.#watch({ event: 'sending', stage, calls: open.slice(sent, sent + count) })
        sent += count
        this.#requests += 1
        mark(unknown)
      },
      answered: outcomes => {
        mark((call, nth) => resultOf(call, outcomes[nth]))
        const told = placed(results, underWay())
        answered = sent
        this.#watch({ event: 'answered', stage, results: told })
      },
    }
    try {
      if (calls.length > 0) await this.#sender.send(calls, watch, this.#signal)
    } catch (error) {
      const isLost = isOutcomeLost(error)
      // A request that was refused as a whole has done nothing.
      if (!isLost) mark(notRun)
      const under = underWay()
      if (under.length > 0 && error instanceof RelengError) {
        this.#watch({ event: isLost ? 'lost' : 'refused', stage, calls: under, error })
      }
      throw error
    }
  }

  async #readBack(
    recovery: Recovery,
    stage: StageName,
    results: CallResult[],
    error: RelengError,
  ): Promise<void> {
    const lacking = await lackingCalls(recovery, error)
    const lost = [...results].flatMap(({ call, status }, index) =>
      status === 'unknown' ? [{ call, index }] : [],
    )
    // Else a call failed, or somebody else was here: what it came to cannot be told from what lacks now.
    const open = new Set([...this.#results.values()].flat().map(({ call }) => formatCall(call)))
    if ([...lacking].some(call => !open.has(call))) {
      throw new RelengError(`${error.message}; and the hub now differs otherwise than this plan foresaw`, {
        next: 'see the new plan',
        details: error.details,
        cause: error,
      })
    }
    for (const { call, index } of lost) {
      results[index] = lacking.has(formatCall(call)) ? notRun(call) : { call, status: 'done' }
    }
    const told = placed(
      results,
      lost.map(({ index }) => index),
    )
    const done = told.filter(({ status }) => status === 'done').length
    this.#watch({ event: 'read-back', stage, error, done, notDone: lost.length - done, results: told })
  }

  #error(what: string, next: string | undefined, cause?: RelengError): RelengError {
    const all = [...this.#results.values()].flat()
    const count = (...statuses: CallStatus[]) => all.filter(({ status }) => statuses.includes(status)).length
    const context: ErrorContext = {
      where: this.#plan.hub.url,
      next: `${next ?? 'mend the cause'}, then plan and apply again: it goes on from the state the hub is in`,
      details: cause?.details,
      data: this.data,
      cause,
    }
    if (count('done', 'unknown') === 0) {
      const isPermission = all.every(
        ({ fault }) => fault === undefined || fault.code === FaultCode.notAllowed,
      )
      const message = `${what}\nnothing was written`
      if (cause instanceof RefusedError) return new RefusedError(message, context)
      if (!isPermission || count('failed') === 0) return new ApplyError(message, context)
      return new NotPermittedError(message, context)
    }
    const lost = count('unknown') > 0 ? `, ${count('unknown')} without an answer` : ''
    const told = `${count('done')} of ${all.length} calls were done${lost}, ${count('failed')} failed`
    return new PartialApplyError(
      `${what}\nstopped: ${told}, ${count('not-run', 'skipped')} were not done`,
      context,
    )
  }
}

async function lackingCalls(recovery: Recovery, lost: RelengError): Promise<ReadonlySet<string>> {
  try {
    return new Set((await recovery.lacking()).map(formatCall))
  } catch (error) {
    if (!(error instanceof RelengError)) throw error
    throw new RelengError(`${lost.message}; and the hub cannot be read back: ${error.message}`, {
      next: error.next,
      details: [...lost.details, ...error.details],
      cause: error,
    })
  }
}

function placed(results: readonly CallResult[], positions: readonly number[]): PlacedResult[] {
  return positions.flatMap(call => {
    const { status, fault } = results[call] ?? {}
    return status === undefined ? [] : [{ call, status, ...(fault && { fault }) }]
  })
}
