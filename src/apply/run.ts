import type { CallSender } from '../hub/call-sender.js'
import type { RequestWatch } from '../hub/client.js'
import { FaultCode, isOutcomeLost } from '../hub/fault.js'
import { type Call, formatCall } from '../koji/call.js'
import { type ErrorContext, RelengError } from '../koji/error.js'
import type { Plan, PlannedCall, Stage, StageName } from '../plan/index.js'
import { ApplyError, NotPermittedError, PartialApplyError } from './errors.js'
import { failureHint, failureText } from './failure.js'
import { type CallResult, type CallStatus, notRun, resultOf, type StageResult, unknown } from './result.js'

/** How a run deals with a hub that does not answer. */
export interface Care {
  /** Repeats the work while it fails for a reason that may pass; throws its error in the end. */
  persist(work: () => Promise<void>): Promise<void>
  /**
   * The calls that the hub still lacks to be as the plan wants it, read when no lost request can write any
   * more. Throws where the hub cannot be read.
   */
  lacking(): Promise<readonly Call[]>
  /** the request under way is finished, and no other sent, once it is aborted; the reason is thrown */
  readonly signal?: AbortSignal | undefined
  readonly onReadBack?: ((told: ReadBack) => void) | undefined
}

/** What reading back told about a request whose answer was lost. */
export interface ReadBack {
  readonly stage: StageName
  readonly error: RelengError
  /** calls that the hub had done */
  readonly done: number
  readonly notDone: number
}

/**
 * Executes a plan stage by stage; after a stage with a fault no other runs. The result accounts for every
 * call at any time: `not-run` until it is sent, `unknown` until the hub has answered.
 */
export class Run {
  readonly #plan: Plan
  readonly #sender: CallSender
  readonly #care: Care | undefined
  readonly #results: Map<StageName, CallResult[]>
  #requests = 0

  /** @param care what to do where the hub does not answer; without it, that ends the run */
  constructor(plan: Plan, sender: CallSender, care?: Care) {
    this.#plan = plan
    this.#sender = sender
    this.#care = care
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

  /** Runs one stage. Throws `ApplyError` or `PartialApplyError` where a call fails, or its outcome stays unknown. */
  async stage({ stage, calls }: Stage): Promise<void> {
    const results = calls.map(notRun)
    this.#results.set(stage, results)
    try {
      await this.#untilAnswered(stage, results)
    } catch (error) {
      if (error instanceof RelengError) throw this.#error(error.message, error.next, error)
      throw error
    }
    const failed = results.filter(({ status }) => status === 'failed')
    if (failed.length > 0) {
      const text = failed.map(result => failureText(result, this.#plan)).join('\n')
      throw this.#error(text, failureHint(failed))
    }
  }

  /**
   * Sends the calls until each has an outcome. A request that was refused for a while is sent again. One whose
   * answer was lost is not: the hub is read back first, and only what it lacks is sent.
   */
  async #untilAnswered(stage: StageName, results: CallResult[]): Promise<void> {
    const care = this.#care
    if (care === undefined) return this.#send(results)
    await care.persist(async () => {
      care.signal?.throwIfAborted()
      try {
        await this.#send(results)
      } catch (error) {
        if (!(error instanceof RelengError) || !isOutcomeLost(error)) throw error
        await this.#readBack(care, stage, results, error)
        if (results.some(({ status }) => status === 'not-run')) throw error
      }
    })
  }

  // The calls of the request under way lie between `answered` and `sent`.
  async #send(results: CallResult[]): Promise<void> {
    const open = [...results.keys()].filter(index => results[index]?.status === 'not-run')
    const calls = open.flatMap(index => results[index]?.call ?? [])
    let [answered, sent] = [0, 0]
    const mark = (result: (call: PlannedCall, index: number) => CallResult) => {
      for (const [nth, index] of open.slice(answered, sent).entries()) {
        const known = results[index]
        if (known !== undefined) results[index] = result(known.call, nth)
      }
    }
    const watch: RequestWatch = {
      sending: count => {
        sent += count
        this.#requests += 1
        mark(unknown)
      },
      answered: outcomes => {
        mark((call, nth) => resultOf(call, outcomes[nth]))
        answered = sent
      },
    }
    try {
      if (calls.length > 0) await this.#sender.send(calls, watch, this.#care?.signal)
    } catch (error) {
      // A request that was refused as a whole has done nothing.
      if (!isOutcomeLost(error)) mark(notRun)
      throw error
    }
  }

  async #readBack(care: Care, stage: StageName, results: CallResult[], error: RelengError): Promise<void> {
    const lacking = await lackingCalls(care, error)
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
    const done = lost.filter(({ index }) => results[index]?.status === 'done').length
    care.onReadBack?.({ stage, error, done, notDone: lost.length - done })
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
      return new NotPermittedError(message, context)
    }
    const lost = count('unknown') > 0 ? `, ${count('unknown')} without an answer` : ''
    const told = `${count('done')} of ${all.length} calls were done${lost}, ${count('failed')} failed`
    return new PartialApplyError(`${what}\nstopped: ${told}, ${count('not-run')} were not done`, context)
  }
}

async function lackingCalls(care: Care, lost: RelengError): Promise<ReadonlySet<string>> {
  try {
    return new Set((await care.lacking()).map(formatCall))
  } catch (error) {
    if (!(error instanceof RelengError)) throw error
    throw new RelengError(`${lost.message}; and the hub cannot be read back: ${error.message}`, {
      next: error.next,
      details: [...lost.details, ...error.details],
      cause: error,
    })
  }
}
