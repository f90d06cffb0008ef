import type { Call } from '../koji/call.js'
import { AnswerReader, type Outcome, readOutcomes } from './answer.js'
import type { MethodResponse, RpcValue } from './codec/value.js'
import { FaultCode, KojiFault } from './fault.js'
import type { Negotiation } from './kerberos.js'
import { callRequest, multiCallRequests, type RpcRequest } from './request.js'
import { Retrier } from './retry.js'
import { Secrets } from './secrets.js'
import type { Transport } from './transport.js'

/** One request and its answer, told to whoever counts or logs; it holds no secret. */
export interface Exchange {
  /** the methods called: one, or the entries of a multicall */
  readonly methods: readonly string[]
  /** sent with the headers of a session */
  readonly loggedIn: boolean
  readonly status: number
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly milliseconds: number
}

export type ExchangeListener = (exchange: Exchange) => void

/**
 * Speaks Koji's XML-RPC over a transport. It adds no session: see `Session` for calls that need a login.
 * Reads that fail for a passing reason are made again, as patiently as the retrier is; a session's calls
 * never, as only a look at the hub tells what they did.
 */
export class HubClient {
  readonly #listeners: ExchangeListener[] = []
  readonly #retrier: Retrier
  #version: string | undefined
  #signal: AbortSignal | undefined

  constructor(
    readonly transport: Transport,
    listener?: ExchangeListener,
    retrier: Retrier = new Retrier({ maxRetries: 0, interval: 0 }),
  ) {
    if (listener !== undefined) this.#listeners.push(listener)
    this.#retrier = retrier
  }

  get url(): string {
    return this.transport.url
  }

  /** The Koji release of the hub, from its answers (hubs from 1.35 on say it in each). */
  get version(): string | undefined {
    return this.#version
  }

  /** One call. Throws `KojiFault` where the hub says no, `HubError` where no hub answers. */
  call(call: Call<RpcValue>, options: CallOptions = {}): Promise<RpcValue> {
    return this.#patiently(callRequest(call), options)
  }

  /**
   * Many calls in one request, each with its own outcome; a hub runs them in one transaction. Requests
   * are split only where they would grow too large for a hub; `watch` sees each of them. A session's follow
   * each other; of reads, those after the first go out together: an event that the first asks for is no
   * younger than what the others tell.
   */
  async multiCall(
    calls: readonly Call<RpcValue>[],
    options: CallOptions = {},
    watch: Partial<RequestWatch> = {},
  ): Promise<Outcome[]> {
    const send = async (request: RpcRequest): Promise<Outcome[]> => {
      options.signal?.throwIfAborted()
      watch.sending?.(request.methods.length)
      const value = await this.#patiently(request, options)
      const answered = readOutcomes(value, request.methods, this.url)
      watch.answered?.(answered)
      return answered
    }
    const [first, ...rest] = multiCallRequests(calls)
    const outcomes = first === undefined ? [] : [await send(first)]
    if (options.headers === undefined) outcomes.push(...(await Promise.all(rest.map(send))))
    else
      for (const request of rest) {
        // A session writes: what comes after a call that failed may need it.
        if (outcomes.flat().some(outcome => 'fault' in outcome)) break
        outcomes.push(await send(request))
      }
    return outcomes.flat()
  }

  /** Ends all waiting between retries once the signal is aborted, for all that is asked from now on. */
  heed(signal: AbortSignal | undefined): void {
    this.#signal = signal
  }

  /**
   * Repeats work that fails for a passing reason, as patiently as reads are repeated. The work itself sees to
   * it that nothing is written twice.
   */
  persist<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#retrier.run(work, () => true, signal ?? this.#signal)
  }

  close(): void {
    this.#retrier.close()
    this.transport.close()
  }

  // A login may be made again, too: one whose answer was lost leaves a session behind that nobody uses.
  #patiently(request: RpcRequest, options: CallOptions): Promise<RpcValue> {
    const isSafe = () => options.headers === undefined
    return this.#retrier.run(
      async () => {
        const response = await this.#exchange(request, options)
        if ('value' in response) return response.value
        const { faultCode, faultString } = response.fault
        const text = options.secrets === undefined ? faultString : discreet(faultString, options.secrets)
        throw new KojiFault(faultCode, text, request.method, this.url)
      },
      isSafe,
      options.signal ?? this.#signal,
    )
  }

  /** One exchange; a session that has expired is renewed once, since the hub refused before it did anything. */
  async #exchange(request: RpcRequest, options: CallOptions): Promise<MethodResponse> {
    const response = await this.#post(request, options)
    const isExpired = 'fault' in response && response.fault.faultCode === FaultCode.expired
    if (!isExpired || options.renew === undefined) return response
    await options.renew()
    return this.#post(request, options)
  }

  async #post(
    { body, methods }: RpcRequest,
    { path = '', headers: makeHeaders = () => ({}), secrets, isBrief = false, negotiate }: CallOptions,
  ): Promise<MethodResponse> {
    const proof = await negotiate?.()
    const headers = { ...makeHeaders(), ...(proof && { Authorization: proof.authorization }) }
    const start = performance.now()
    const reader = new AnswerReader()
    const take = (piece: string) => reader.take(piece)
    const response = await this.transport.post({ path, headers, body, isBrief, take })
    this.#version = response.headers['koji-version'] ?? this.#version
    for (const listen of this.#listeners) {
      listen({
        methods,
        loggedIn: 'Koji-Session-Id' in headers,
        status: response.status,
        bytesSent: Buffer.byteLength(body),
        bytesReceived: reader.bytes || Buffer.byteLength(response.body),
        milliseconds: performance.now() - start,
      })
    }
    if (response.status === 200) await proof?.verify(response.headers['www-authenticate'])
    return reader.answer(response, { url: this.url, secret: secrets !== undefined })
  }
}

// A hub may be set to tell all that it was told, arguments included.
function discreet(faultString: string, secrets: readonly string[]): string {
  return new Secrets(secrets).outOf(faultString.trim().split('\n').at(-1) ?? '')
}

/** Follows a multicall that may take several requests. */
export interface RequestWatch {
  /** the next so many calls are about to be sent together */
  sending(count: number): void
  /** the outcomes of the calls that were sent last */
  answered(outcomes: readonly Outcome[]): void
}

export interface CallOptions {
  /** added to the hub's own path */
  readonly path?: string
  /** asked for each request anew: a session numbers them */
  readonly headers?: () => Readonly<Record<string, string>>
  /** the answer holds a secret, which no error may quote; nor these, which the request holds */
  readonly secrets?: readonly string[]
  /** a login or a logout, which is answered at once or never */
  readonly isBrief?: boolean
  /** makes a new session in place of one that the hub says has expired */
  readonly renew?: () => Promise<void>
  /** nothing more is sent once it is aborted; what is under way goes on */
  readonly signal?: AbortSignal | undefined
  /** proves to the web server who sends the request */
  readonly negotiate?: () => Promise<Negotiation>
}
