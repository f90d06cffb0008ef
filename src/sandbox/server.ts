import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { TLSSocket } from 'node:tls'
import { RelengError } from '../koji/error.js'
import {
  type HubResponse,
  httpResponse,
  maxRequestLength,
  type Peer,
  requestTooLong,
  ticketWanted,
} from './http.js'
import type { Sandbox } from './sandbox.js'

export interface ServeOptions {
  readonly host?: string
  /** 0 takes a free one */
  readonly port?: number
  /** PEM; clients that show a certificate of `ca` are who its CN says, at `/ssllogin` */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string }
  /** asks for Kerberos tickets at `/ssllogin` */
  readonly kerberos?: TicketChecker
  /** milliseconds that every answer takes longer */
  readonly latency?: number
}

/** The web server's half of a login with Kerberos (RFC 4559). */
export interface TicketChecker {
  /** Whose token this is, and the server's own proof; `undefined` if it proves nothing. Base64 both. */
  check(token: string): Promise<{ readonly principal: string; readonly proof?: string } | undefined>
}

export interface RunningServer {
  /** where clients reach the hub */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves a sandbox over HTTP, or HTTPS if given a certificate. Without certificate and Kerberos only passwords
 * log in.
 */
export async function serve(
  sandbox: Pick<Sandbox, 'handle'>,
  options: ServeOptions = {},
): Promise<RunningServer> {
  const { host = '127.0.0.1', port = 0, tls, kerberos, latency = 0 } = options
  const web = new WebServer(sandbox, kerberos)
  const listener: RequestListener = (request, response) => receive(web, request, response, latency)
  const server = tls
    ? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener)
    : createServer(listener)
  await listen(server, host, port)
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  const name = host.includes(':') ? `[${host}]` : host
  return { url: `${tls ? 'https' : 'http'}://${name}:${bound}/kojihub`, close: () => close(server) }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) =>
      reject(
        new RelengError(`the sandbox cannot listen: ${cause.message}`, {
          where: `${host}:${port}`,
          next: 'choose another port, or 0 for a free one',
          cause,
        }),
      )
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close(error => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}

/** Collects the body, and cuts a client off that sends more than the hub takes. */
function receive(web: WebServer, request: IncomingMessage, response: ServerResponse, latency: number): void {
  const chunks: Buffer[] = []
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= maxRequestLength) chunks.push(chunk)
    else if (!response.headersSent) cutOff(request, response)
  })
  request.on('end', async () => {
    if (response.headersSent) return
    const answered = await web.answer(request, Buffer.concat(chunks))
    if (latency > 0) setTimeout(() => send(response, answered), latency)
    else send(response, answered)
  })
}

function cutOff(request: IncomingMessage, response: ServerResponse): void {
  response.shouldKeepAlive = false
  response.on('finish', () => request.destroy())
  send(response, requestTooLong())
}

/** What stands before a hub: it knows clients by their certificates and tickets. */
class WebServer {
  constructor(
    readonly sandbox: Pick<Sandbox, 'handle'>,
    readonly kerberos: TicketChecker | undefined,
  ) {}

  async answer(request: IncomingMessage, body: Buffer): Promise<HubResponse> {
    const { method = 'GET', url: path = '/', headers } = request
    try {
      const peer = certifiedPeer(request)
      if (peer !== undefined || this.kerberos === undefined || !isLogin(path)) {
        return this.sandbox.handle({ method, path, headers, body }, peer)
      }
      const token = /^Negotiate +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
      const ticket = token === undefined ? undefined : await this.kerberos.check(token)
      if (ticket === undefined) return ticketWanted()
      const { principal, proof } = ticket
      const response = this.sandbox.handle({ method, path, headers, body }, { principal })
      if (proof === undefined) return response
      return { ...response, headers: { ...response.headers, 'WWW-Authenticate': `Negotiate ${proof}` } }
    } catch (error) {
      // The state could not be saved, and nothing was changed.
      const problem =
        error instanceof RelengError ? [error.message, error.where, error.next] : [String(error)]
      return httpResponse(500, 'text/plain', `${problem.filter(part => part !== undefined).join('\n')}\n`)
    }
  }
}

function isLogin(path: string): boolean {
  return path.split('?', 1)[0]?.endsWith('/ssllogin') ?? false
}

function send(response: ServerResponse, { status, headers, body, delivery }: HubResponse): void {
  if (delivery === 'hang') return
  if (delivery === 'drop') {
    response.destroy()
    return
  }
  response.writeHead(status, { ...headers })
  if (delivery === 'truncate') response.write(body.slice(0, body.length / 2), () => response.destroy())
  else response.end(body)
}

/** The user whom a verified client certificate names. */
function certifiedPeer({ socket }: IncomingMessage): Peer | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined
  const name: unknown = socket.getPeerCertificate().subject?.CN
  return typeof name === 'string' ? { user: name } : undefined
}
