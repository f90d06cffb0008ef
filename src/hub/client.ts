import type { Call } from '../koji/call.js'
import { type ErrorContext, RelengError } from '../koji/error.js'
import { MessageReader } from './codec/reader.js'
import { CodecError, isStruct, type MethodResponse, type RpcValue, withKeywords } from './codec/value.js'
import { writeCall } from './codec/writer.js'
import { FaultCode, KojiFault } from './fault.js'
import type { Negotiation } from './kerberos.js'
import { isTemporary } from './network-error.js'
import { Retrier } from './retry.js'
import { HubError, type HubResponse, type Outlook, type Transport } from './transport.js'

/** What one entry of a multicall came to. */
export type Outcome = { readonly value: RpcValue } | { readonly fault: KojiFault }

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

// Koji's own limit (MaxRequestLength) is 4 MiB; half of it leaves room for hubs that allow less.
const maxRequestBytes = 2 * 1024 * 1024
const emptyRequestBytes = Buffer.byteLength(writeCall('multiCall', [[]]))

/**
 * Speaks Koji's XML-RPC over a transport. It adds no session: see `Session` for calls that need a login.
 * Reads that fail for a passing reason are made again, as patiently as the retrier is; a session's calls
 * never, as only a look at the hub tells what they did.
 */
export class HubClient {
  readonly #listeners: ExchangeListener[] = []
  readonly #retrier: Retrier
  #version: string | undefined

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
    return this.#patiently(call.method, wireParams(call), [call.method], options)
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
    const send = async (chunk: readonly Entry[]): Promise<Outcome[]> => {
      const methods = chunk.map(entry => entry.methodName)
      options.signal?.throwIfAborted()
      watch.sending?.(chunk.length)
      const value = await this.#patiently('multiCall', [chunk], methods, options)
      const answered = this.#outcomes(value, methods)
      watch.answered?.(answered)
      return answered
    }
    const [first, ...rest] = chunksBySize(calls.map(toEntry), maxRequestBytes)
    const outcomes = first === undefined ? [] : [await send(first)]
    if (options.headers === undefined) outcomes.push(...(await Promise.all(rest.map(send))))
    else for (const chunk of rest) outcomes.push(await send(chunk))
    return outcomes.flat()
  }

  /**
   * Repeats work that fails for a passing reason, as patiently as reads are repeated. The work itself sees to
   * it that nothing is written twice.
   */
  persist<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#retrier.run(work, () => true, signal)
  }

  close(): void {
    this.#retrier.close()
    this.transport.close()
  }

  // A login may be made again, too: one whose answer was lost leaves a session behind that nobody uses.
  #patiently(
    method: string,
    params: readonly RpcValue[],
    methods: readonly string[],
    options: CallOptions,
  ): Promise<RpcValue> {
    const isSafe = () => options.headers === undefined
    return this.#retrier.run(async () => {
      const response = await this.#exchange(method, params, methods, options)
      if ('fault' in response) throw this.#fault(response.fault, method)
      return response.value
    }, isSafe)
  }

  /** One exchange; a session that has expired is renewed once, since the hub refused before it did anything. */
  async #exchange(
    method: string,
    params: readonly RpcValue[],
    methods: readonly string[],
    options: CallOptions,
  ): Promise<MethodResponse> {
    const response = await this.#post(method, params, methods, options)
    const isExpired = 'fault' in response && response.fault.faultCode === FaultCode.expired
    if (!isExpired || options.renew === undefined) return response
    await options.renew()
    return this.#post(method, params, methods, options)
  }

  async #post(
    method: string,
    params: readonly RpcValue[],
    methods: readonly string[],
    { path = '', headers: makeHeaders = () => ({}), secret = false, negotiate }: CallOptions,
  ): Promise<MethodResponse> {
    const body = encode(method, params)
    const proof = await negotiate?.()
    const headers = { ...makeHeaders(), ...(proof && { Authorization: proof.authorization }) }
    const start = performance.now()
    const response = await this.transport.post({ path, headers, body })
    this.#version = response.headers['koji-version'] ?? this.#version
    for (const listen of this.#listeners) {
      listen({
        methods,
        loggedIn: 'Koji-Session-Id' in headers,
        status: response.status,
        bytesSent: Buffer.byteLength(body),
        bytesReceived: Buffer.byteLength(response.body),
        milliseconds: performance.now() - start,
      })
    }
    if (response.status === 200) await proof?.verify(response.headers['www-authenticate'])
    return this.#read(response, secret)
  }

  #read(response: HubResponse, secret: boolean): MethodResponse {
    if (response.status !== 200) throw this.#refused(response, secret)
    try {
      return new MessageReader().write(response.body).response()
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause
      const [what, outlook]: [string, Outlook] = looksLikeHtml(response)
        ? ['a web page answers, not a Koji hub', 'permanent']
        : [`the answer is broken: ${cause.message}`, 'doubtful']
      throw new HubError(what, this.#context(response, secret, checkServer), true, { outlook })
    }
  }

  #refused(response: HubResponse, secret: boolean): HubError {
    const { status } = response
    const retryAfter = secondsToWait(response.headers['retry-after'])
    const next =
      status === 401
        ? 'the web server refuses the login: check `authtype` in the profile; for Kerberos, whose ticket klist shows'
        : retryAfter !== undefined
          ? `the hub asks to be left alone for ${retryAfter} seconds; try again then`
          : status >= 500
            ? 'the hub or a proxy before it is in trouble; try again later'
            : checkServer
    const outlook: Outlook = isTemporary(status) ? 'temporary' : 'permanent'
    // A web server that answers 4xx has not handed the request on.
    const wasSent = status < 400 || status >= 500
    const context = this.#context(response, secret, next)
    return new HubError(`the hub answers HTTP ${status}`, context, wasSent, { outlook, retryAfter })
  }

  #context({ status, body }: HubResponse, secret: boolean, next: string): ErrorContext {
    return { where: this.url, next, details: [`HTTP ${status}`, ...(secret ? [] : [body.slice(0, 500)])] }
  }

  #outcomes(value: RpcValue, methods: readonly string[]): Outcome[] {
    if (!Array.isArray(value) || value.length !== methods.length) {
      throw new HubError('the hub answered a multicall with something else', { where: this.url })
    }
    return methods.map((method, index) => this.#outcome(value[index], method))
  }

  #outcome(entry: RpcValue | undefined, method: string): Outcome {
    if (Array.isArray(entry) && entry.length === 1) return { value: entry[0] }
    if (isStruct(entry) && typeof entry.faultCode === 'number' && typeof entry.faultString === 'string') {
      return { fault: this.#fault({ faultCode: entry.faultCode, faultString: entry.faultString }, method) }
    }
    throw new HubError('the hub answered a multicall with something else', { where: this.url })
  }

  #fault({ faultCode, faultString }: { faultCode: number; faultString: string }, method: string): KojiFault {
    return new KojiFault(faultCode, faultString, method, this.url)
  }
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
  /** the answer holds a secret: no error may quote it */
  readonly secret?: boolean
  /** makes a new session in place of one that the hub says has expired */
  readonly renew?: () => Promise<void>
  /** nothing more is sent once it is aborted; what is under way goes on */
  readonly signal?: AbortSignal | undefined
  /** proves to the web server who sends the request */
  readonly negotiate?: () => Promise<Negotiation>
}

// What XML cannot carry is the caller's to mend: it comes from a file or a password.
function encode(method: string, params: readonly RpcValue[]): string {
  try {
    return writeCall(method, params)
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause
    throw new RelengError(`${method} cannot be sent: ${cause.message}`, {
      next: 'take the character out of the value',
      cause,
    })
  }
}

interface Entry {
  readonly [key: string]: RpcValue
  readonly methodName: string
  readonly params: readonly RpcValue[]
}

function toEntry(call: Call<RpcValue>): Entry {
  return { methodName: call.method, params: wireParams(call) }
}

function wireParams({ params, named }: Call<RpcValue>): RpcValue[] {
  return withKeywords(params, named)
}

function* chunksBySize(entries: readonly Entry[], limit: number): Generator<Entry[]> {
  let chunk: Entry[] = []
  let bytes = 0
  for (const entry of entries) {
    const size = Buffer.byteLength(encode('multiCall', [[entry]])) - emptyRequestBytes
    if (chunk.length > 0 && bytes + size > limit) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(entry)
    bytes += size
  }
  if (chunk.length > 0) yield chunk
}

const checkServer = 'check `server` in the profile: a hub is usually at …/kojihub'

/** `Retry-After`: seconds, or a date. */
function secondsToWait(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000)
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : undefined
}

function looksLikeHtml({ headers, body }: HubResponse): boolean {
  return /html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)/i.test(body)
}
