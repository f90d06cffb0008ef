import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import pLimit, { type LimitFunction } from 'p-limit'
import { clientCertificate } from './client-certificate.js'
import { exchange, type Limits, StaleConnection } from './http-exchange.js'
import { parseHubUrl } from './hub-url.js'
import { refusedByProxy } from './network-error.js'
import { readPem, serverAuthority } from './pem.js'
import { Route } from './route.js'
import type { HubRequest, HubResponse, Transport } from './transport.js'
import { type Environment, WebProxy } from './web-proxy.js'

export interface HttpOptions {
  /** the hub's URL, e.g. `https://koji.example.org/kojihub` */
  readonly server: string
  /** PEM file of the authorities to trust instead of the system's */
  readonly serverca?: string | undefined
  /** PEM file with the client's certificate and key, shown at login only */
  readonly cert?: string | undefined
  readonly verify?: boolean
  /** seconds until a connection must be open */
  readonly connectTimeout?: number
  /** seconds without a byte until an answer is given up */
  readonly timeout?: number
  /** the same for the answer to a login */
  readonly authTimeout?: number
  /** seconds until an answer must be complete; an hour, or more where `timeout` is longer */
  readonly totalTimeout?: number
  /** how many requests may be under way at a time */
  readonly connections?: number
  /** what may name a proxy; without it the hub is reached straight */
  readonly env?: Environment
}

export const defaultConnections = 4
const anHour = 3600

const loginPath = '/ssllogin'

// Below this, gzip costs more than it saves.
const smallBody = 4096

const compress = promisify(gzip)

/**
 * HTTP(S) with keep-alive. The client certificate is shown on login connections alone, and these speak
 * TLS 1.2 at most: hubs ask for it by renegotiation, and TLS 1.3's substitute is unknown to Node.
 */
export class HttpTransport implements Transport {
  readonly url: string
  readonly #options: HttpOptions
  readonly #base: URL
  readonly #proxy: WebProxy | undefined
  /** how messages call the hub */
  readonly #where: string
  readonly #queue: LimitFunction
  readonly #route: Route
  #loginRoute: Route | undefined
  /** whether the server takes requests in gzip: `undefined` until it says so, `false` once it refused one */
  #takesGzip: boolean | undefined

  constructor(options: HttpOptions) {
    this.#options = options
    this.url = options.server
    this.#base = parseHubUrl(options.server)
    this.#proxy = WebProxy.of(this.#base, options.env ?? {})
    this.#where = this.#proxy === undefined ? this.url : `${this.url} through the proxy ${this.#proxy}`
    this.#queue = pLimit({ concurrency: options.connections ?? defaultConnections, rejectOnClear: true })
    this.#route = this.#newRoute({})
  }

  /** Throws `HubError` where no answer comes. More requests than there are connections wait for one. */
  post(request: HubRequest): Promise<HubResponse> {
    return this.#queue(() => this.#post(request))
  }

  /** An `https` hub takes several round trips until it can be asked: they need not wait for the first question. */
  prepare(path: string): void {
    this.#routeOf({ path }).prepare(this.#base)
  }

  close(): void {
    this.#queue.clearQueue()
    this.#route.close()
    this.#loginRoute?.close()
  }

  /**
   * A server that takes requests in gzip says so by `Accept-Encoding` in an answer (RFC 9110 12.5.3). One that
   * refuses such a request (415) has not read it, and gets it plain.
   */
  async #post(request: HubRequest): Promise<HubResponse> {
    const body = Buffer.from(request.body)
    const isZipped = this.#takesGzip === true && body.length > smallBody
    const response = isZipped
      ? await this.#sendFresh(request, await compress(body), { 'Content-Encoding': 'gzip' })
      : await this.#sendFresh(request, body)
    if (isZipped && response.status === 415) {
      this.#takesGzip = false
      return this.#sendFresh(request, body)
    }
    this.#takesGzip ??= offersGzip(response.headers['accept-encoding'])
    return response
  }

  /**
   * A request that meets a connection which the server had closed, most likely while it lay idle, is sent once
   * more; but not one of a session. Perhaps the hub has done it, and only who reads it back can tell.
   */
  async #sendFresh(request: HubRequest, body: Buffer, headers = {}): Promise<HubResponse> {
    try {
      return await this.#send(request, body, headers)
    } catch (error) {
      const isOfSession = 'Koji-Session-Id' in request.headers
      if (!(error instanceof StaleConnection) || isOfSession) throw error
      this.#routeOf(request).closeIdle()
      return this.#send(request, body, headers)
    }
  }

  async #send(request: HubRequest, body: Buffer, more: Record<string, string>): Promise<HubResponse> {
    const { take } = request
    const url = new URL(this.#base)
    url.pathname = url.pathname.replace(/\/$/, '') + request.path
    const headers = { ...request.headers, 'Content-Type': 'text/xml', 'Accept-Encoding': 'gzip', ...more }
    const response = await exchange(
      this.#routeOf(request),
      { url, headers, body, take },
      this.#limits(request),
    )
    if (response.status === 407 && this.#proxy) throw refusedByProxy(407, this.#proxy, this.#base)
    return response
  }

  #limits({ isBrief = false }: HubRequest): Limits {
    const { timeout = anHour, authTimeout = 60, totalTimeout = Math.max(timeout, anHour) } = this.#options
    return { idle: isBrief ? authTimeout : timeout, total: totalTimeout, where: this.#where }
  }

  #routeOf({ path }: Pick<HubRequest, 'path'>): Route {
    const { cert } = this.#options
    if (path !== loginPath || cert === undefined) return this.#route
    if (this.#loginRoute === undefined) {
      const pem = readPem(cert, clientCertificate)
      this.#loginRoute = this.#newRoute({ cert: pem, key: pem, maxVersion: 'TLSv1.2' })
    }
    return this.#loginRoute
  }

  #newRoute(tls: ConstructorParameters<typeof Route>[0]['tls']): Route {
    const { serverca, verify = true, connectTimeout = 60 } = this.#options
    const isTls = this.#base.protocol === 'https:'
    return new Route({
      hub: this.#base,
      where: this.#where,
      proxy: this.#proxy,
      connectTimeout,
      tls: {
        rejectUnauthorized: verify,
        ...(isTls && serverca !== undefined && { ca: readPem(serverca, serverAuthority) }),
        ...tls,
      },
    })
  }
}

function offersGzip(accepted: string | undefined): true | undefined {
  const codings = (accepted ?? '').toLowerCase().split(',')
  const isOffered = codings.some(coding => /^\s*(x-)?gzip\s*(;\s*q=(?!0(\.0*)?\s*$)|$)/.test(coding))
  return isOffered || undefined
}
