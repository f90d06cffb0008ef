import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { RelengError } from '../koji/error.js'
import { acceptsGzip, unzipped, zipped } from './gzip.js'
import { bytesOf, type HubResponse, maxRequestLength, requestTooLong } from './http.js'
import type { Sandbox } from './sandbox.js'
import { type TicketChecker, WebServer } from './web-server.js'

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
  /** offer gzip both ways, as a web server can that is set up for it (mod_deflate); hubs usually do not */
  readonly gzip?: boolean
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
  const { host = '127.0.0.1', port = 0, tls, kerberos } = options
  const web = new WebServer(sandbox, kerberos)
  const listener: RequestListener = (request, response) => receive(web, request, response, options)
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
function receive(
  web: WebServer,
  request: IncomingMessage,
  response: ServerResponse,
  { latency = 0, gzip = false }: ServeOptions,
): void {
  const chunks: Buffer[] = []
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= maxRequestLength) chunks.push(chunk)
    else if (!response.headersSent) cutOff(request, response)
  })
  request.on('end', async () => {
    if (response.headersSent) return
    const body = gzip ? unzipped(request.headers, Buffer.concat(chunks)) : Buffer.concat(chunks)
    const answered = 'status' in body ? body : await web.answer(request, body)
    const sent = gzip ? zipped(answered, acceptsGzip(request.headers)) : answered
    if (latency > 0) setTimeout(() => send(response, sent), latency)
    else send(response, sent)
  })
}

function cutOff(request: IncomingMessage, response: ServerResponse): void {
  response.shouldKeepAlive = false
  response.on('finish', () => request.destroy())
  send(response, requestTooLong())
}

function send(response: ServerResponse, { status, headers, body, delivery }: HubResponse): void {
  if (delivery === 'hang') return
  if (delivery === 'drop') {
    response.destroy()
    return
  }
  response.writeHead(status, { ...headers })
  const { pieces, length } = bytesOf(body)
  if (delivery === 'truncate') {
    response.write(Buffer.concat(pieces, length >> 1), () => response.destroy())
    return
  }
  for (const piece of pieces) response.write(piece)
  response.end()
}
