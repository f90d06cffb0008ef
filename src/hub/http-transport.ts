import http from 'node:http'
import https from 'node:https'
import { parseHubUrl } from './hub-url.js'
import { explainNetworkError } from './network-error.js'
import { clientCertificate, readPem, serverAuthority } from './pem.js'
import { HubError, type HubRequest, type HubResponse, type Transport } from './transport.js'

export interface HttpOptions {
  /** the hub's URL, e.g. `https://koji.example.org/kojihub` */
  readonly server: string
  /** PEM file of the authorities to trust instead of the system's */
  readonly serverca?: string | undefined
  /** PEM file with the client's certificate and key, shown at login only */
  readonly cert?: string | undefined
  readonly verify?: boolean
  /** seconds to wait for an answer */
  readonly timeout?: number
  /** seconds to wait for the answer to a login */
  readonly authTimeout?: number
}

const loginPath = '/ssllogin'

// Node's timers hold 31 bits of milliseconds.
const longestTimer = 2 ** 31 - 1

/**
 * HTTP(S) with keep-alive. The client certificate is shown on login connections alone, and these speak
 * TLS 1.2 at most: hubs ask for it by renegotiation, and TLS 1.3's substitute is unknown to Node.
 */
export class HttpTransport implements Transport {
  readonly url: string
  readonly #options: HttpOptions
  readonly #base: URL
  readonly #agent: http.Agent
  #loginAgent: http.Agent | undefined

  constructor(options: HttpOptions) {
    this.#options = options
    this.url = options.server
    this.#base = parseHubUrl(options.server)
    this.#agent = this.#newAgent({})
  }

  /**
   * Throws `HubError` where no answer comes. A request that meets a connection which the server had closed
   * while it lay idle is sent once more: no hub has seen it, and should one have, its `callnum` tells.
   */
  async post(request: HubRequest): Promise<HubResponse> {
    const first = await this.#send(request)
    if (!('stale' in first)) return first
    const second = await this.#send(request)
    if (!('stale' in second)) return second
    throw explainNetworkError(second.stale, this.url)
  }

  #send({ path, headers, body }: HubRequest): Promise<HubResponse | { stale: NodeJS.ErrnoException }> {
    const isLogin = path === loginPath
    const url = new URL(this.#base)
    url.pathname = url.pathname.replace(/\/$/, '') + path
    const seconds = (isLogin ? this.#options.authTimeout : this.#options.timeout) ?? (isLogin ? 60 : 43_200)
    const request = this.#base.protocol === 'https:' ? https.request : http.request
    const bytes = Buffer.from(body)

    return new Promise((resolve, reject) => {
      const outgoing = request(url, {
        method: 'POST',
        agent: isLogin ? this.#loginConnection() : this.#agent,
        headers: { ...headers, 'Content-Type': 'text/xml', 'Content-Length': bytes.length },
      })
      const deadline = setTimeout(
        () => outgoing.destroy(this.#tooLate(seconds)),
        Math.min(seconds * 1000, longestTimer),
      )
      const fail = (error: NodeJS.ErrnoException) => reject(explainNetworkError(error, this.url))
      let isAnswered = false
      outgoing.on('close', () => clearTimeout(deadline))
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const isStale =
          outgoing.reusedSocket && !isAnswered && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')
        if (isStale) resolve({ stale: error })
        else fail(error)
      })
      outgoing.on('response', incoming => {
        isAnswered = true
        const chunks: Buffer[] = []
        incoming.on('data', chunk => chunks.push(chunk))
        incoming.on('error', fail)
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: singleHeaders(incoming.headers),
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      })
      outgoing.end(bytes)
    })
  }

  close(): void {
    this.#agent.destroy()
    this.#loginAgent?.destroy()
  }

  #loginConnection(): http.Agent {
    const { cert } = this.#options
    if (cert === undefined) return this.#agent
    if (this.#loginAgent === undefined) {
      const pem = readPem(cert, clientCertificate)
      this.#loginAgent = this.#newAgent({ cert: pem, key: pem, maxVersion: 'TLSv1.2' })
    }
    return this.#loginAgent
  }

  #newAgent(tls: https.AgentOptions): http.Agent {
    if (this.#base.protocol === 'http:') return new http.Agent({ keepAlive: true })
    const { serverca, verify = true } = this.#options
    return new https.Agent({
      keepAlive: true,
      rejectUnauthorized: verify,
      ...(serverca === undefined ? {} : { ca: readPem(serverca, serverAuthority) }),
      ...tls,
    })
  }

  #tooLate(seconds: number): HubError {
    const next = 'try again later; a plan shows what was done'
    return new HubError(`no answer within ${seconds} seconds`, { where: this.url, next })
  }
}

function singleHeaders(headers: http.IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}
