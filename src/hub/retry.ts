import { setTimeout as sleepFor } from 'node:timers/promises'
import { RelengError } from '../koji/error.js'
import { FaultCode, KojiFault } from './fault.js'
import { timerOf } from './timer.js'
import { HubError, type Outlook, type Prospect } from './transport.js'

/** How patient a profile is; Koji's `max_retries` and `retry_interval`. */
export interface Patience {
  readonly maxRetries: number
  /** the longest wait between two tries, in seconds */
  readonly interval: number
}

/** One more try that is about to be made. */
export interface Retry {
  readonly error: RelengError
  /** 1 is the first after the first try */
  readonly number: number
  /** the last there may be */
  readonly of: number
  /** until it is made */
  readonly seconds: number
}

/** Chance and time, which tests take into their hands. */
export interface Surroundings {
  /** from 0 to 1, as `Math.random` */
  readonly random: () => number
  /** seconds, from any beginning */
  readonly now: () => number
  readonly sleep: (seconds: number, signal: AbortSignal) => Promise<unknown>
}

const real: Surroundings = {
  random: Math.random,
  now: () => performance.now() / 1000,
  sleep: (seconds, signal) => sleepFor(timerOf(seconds), undefined, { signal }),
}

/** No more than this while it is in doubt whether there is a hub: a typing error is not worth minutes. */
const retriesInDoubt = 2

/**
 * The waits between tries, in seconds: exponential back-off with full jitter. Each is anything between
 * nothing and a ceiling, so that many clients do not come back at one moment; the ceiling is a second, and
 * doubles up to `interval`.
 */
export function* delays({ maxRetries, interval }: Patience, random: () => number): Generator<number> {
  for (let retry = 0; retry < maxRetries; retry += 1) yield random() * Math.min(interval, 2 ** retry)
}

/**
 * Makes failed requests again, where that is safe and may help: not after an error that the next try would
 * meet as well, and none later than `maxRetries` × `interval` seconds after the first failed. A hub that asks for a
 * longer wait is not waited for; nor, where the interval is none, one that asks for any.
 */
export class Retrier {
  readonly #patience: Patience
  readonly #tell: (retry: Retry) => void
  readonly #surroundings: Surroundings
  readonly #closing = new AbortController()
  /** the hub has answered once: that it is there is beyond doubt */
  #isHub = false

  constructor(patience: Patience, tell: (retry: Retry) => void = () => undefined, surroundings = real) {
    this.#patience = patience
    this.#tell = tell
    this.#surroundings = surroundings
  }

  /**
   * @param isSafe whether the request may be made again after this error: an answer in doubt may be a write
   * @param signal ends the waiting; its reason is thrown
   */
  async run<T>(
    request: () => Promise<T>,
    isSafe: (error: RelengError) => boolean,
    signal?: AbortSignal,
  ): Promise<T> {
    const { random, now } = this.#surroundings
    const { maxRetries, interval } = this.#patience
    const waits = delays(this.#patience, random)
    let end: number | undefined
    for (let number = 1; ; number += 1) {
      try {
        const answer = await request()
        this.#isHub = true
        return answer
      } catch (error) {
        if (!(error instanceof RelengError)) throw error
        if (error instanceof KojiFault) this.#isHub = true
        end ??= now() + maxRetries * interval
        const retry = this.#retry(error, number, waits.next().value ?? 0)
        const isLate = interval > 0 ? now() + retry.seconds > end : retry.seconds > 0
        const isOver = this.#closing.signal.aborted || signal?.aborted
        if (number > retry.of || isLate || isOver || !isSafe(error)) throw error
        this.#tell(retry)
        await this.#wait(retry.seconds, signal)
      }
    }
  }

  async #wait(seconds: number, signal: AbortSignal | undefined): Promise<void> {
    const signals = [this.#closing.signal, ...(signal === undefined ? [] : [signal])]
    try {
      await this.#surroundings.sleep(seconds, AbortSignal.any(signals))
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    }
  }

  /** Ends all waiting: nobody asks for the answers any more. */
  close(): void {
    this.#closing.abort()
  }

  #retry(error: RelengError, number: number, wait: number): Retry {
    const { outlook, retryAfter = 0 } = prospectOf(error)
    return { error, number, of: this.#retriesFor(outlook), seconds: Math.max(wait, retryAfter) }
  }

  #retriesFor(outlook: Outlook): number {
    const { maxRetries } = this.#patience
    if (outlook === 'permanent') return 0
    return outlook === 'doubtful' && !this.#isHub ? Math.min(retriesInDoubt, maxRetries) : maxRetries
  }
}

function prospectOf(error: RelengError): Prospect {
  if (error instanceof HubError) return error
  // 1009: the call was done in an earlier try; the next has a number of its own.
  const isPassing =
    error instanceof KojiFault && [FaultCode.offline, FaultCode.retry].some(code => code === error.code)
  return { outlook: isPassing ? 'temporary' : 'permanent' }
}
