import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { createSecureContext } from 'node:tls'
import { RelengError } from '../koji/error.js'
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
    this.#base = parseUrl(options.server)
    this.#agent = this.#newAgent({})
  }

  async post({ path, headers, body }: HubRequest): Promise<HubResponse> {
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
      outgoing.setTimeout(seconds * 1000, () =>
        outgoing.destroy(
          new HubError(`no answer within ${seconds} seconds`, this.#context('try again later')),
        ),
      )
      outgoing.on('error', error => reject(this.#explain(error)))
      outgoing.on('response', incoming => {
        const chunks: Buffer[] = []
        incoming.on('data', chunk => chunks.push(chunk))
        incoming.on('error', error => reject(this.#explain(error)))
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

  #context(next: string) {
    return { where: this.url, next }
  }

  #explain(error: NodeJS.ErrnoException): RelengError {
    if (error instanceof RelengError) return error
    const [what, next] = reasons.get(error.code ?? '') ??
      tlsReason(error) ?? [error.message, 'try again later']
    return new HubError(what, {
      ...this.#context(next),
      cause: error,
      details: [`${error.code ?? ''} ${error.message}`],
    })
  }
}

const checkServer = 'check `server` in the profile, and that the hub is up'

const reasons = new Map<string, readonly [string, string]>([
  ['ECONNREFUSED', ['the hub refuses the connection', checkServer]],
  ['ENOTFOUND', ['no host of this name', checkServer]],
  ['EAI_AGAIN', ['the host name cannot be looked up now', 'check the network, and try again']],
  ['EHOSTUNREACH', ['the host cannot be reached', 'check the network, and try again']],
  ['ENETUNREACH', ['the network cannot be reached', 'check the network, and try again']],
  ['ETIMEDOUT', ['the connection timed out', 'check the network, and try again']],
  [
    'ECONNRESET',
    ['the hub closed the connection before it answered', 'try again; a plan shows what was done'],
  ],
  ['EPIPE', ['the hub closed the connection while it was sent to', 'try again; a plan shows what was done']],
])

function tlsReason({ code = '', message }: NodeJS.ErrnoException): readonly [string, string] | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return [`the hub's certificate is for another host: ${message}`, checkServer]
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return [`the hub's certificate is not trusted: ${message}`, 'set `serverca` in the profile to its CA']
  }
  if (/SSL|EPROTO|TLS/.test(code)) {
    return [`the TLS handshake failed: ${message.trim()}`, 'check `cert` and `serverca` in the profile']
  }
  return undefined
}

function parseUrl(server: string): URL {
  const next = 'write it like https://koji.example.org/kojihub, in `server` of the profile'
  if (!URL.canParse(server)) throw new RelengError(`${JSON.stringify(server)} is no URL of a hub`, { next })
  const url = new URL(server)
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new RelengError(`a hub is reached over http or https, not ${url.protocol}`, { where: server, next })
  }
  return url
}

/** A PEM file that a profile names. It is parsed ahead of its use, where OpenSSL would not name the file. */
interface PemFile {
  readonly what: string
  readonly key: string
  readonly holds: string
  readonly parse: (pem: string) => unknown
}

const clientCertificate: PemFile = {
  what: 'client certificate',
  key: '`cert`',
  holds: 'certificate and key',
  parse: pem => createSecureContext({ cert: pem, key: pem }),
}

const serverAuthority: PemFile = {
  what: 'server CA',
  key: '`serverca`',
  holds: 'certificate',
  parse: pem => new X509Certificate(pem),
}

function readPem(file: string, { what, key, holds, parse }: PemFile): string {
  let problem = 'cannot be read'
  try {
    const pem = readFileSync(file, 'utf8')
    problem = `holds no ${holds} in PEM form`
    parse(pem)
    return pem
  } catch (cause) {
    throw new RelengError(`the ${what} ${problem}`, {
      where: file,
      next: `check ${key} in the profile`,
      cause,
    })
  }
}

function singleHeaders(headers: http.IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}
