import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { setTimeout } from 'node:timers/promises'
import { RelengError } from '../koji/error.js'
import { acceptsGzip, unzipped, zipped } from './gzip.js'
import { bytesOf, type HubResponse } from './http.js'
import type { Sandbox } from './sandbox.js'
import { Traffic } from './traffic.js'
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
  /** seconds that a client may take to send a request, or to go on taking an answer */
  readonly patience?: number
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
  const { host = '127.0.0.1', port = 0, tls, kerberos, patience = 30 } = options
  const web = new WebServer(sandbox, kerberos)
  const traffic = new Traffic(patience)
  const listener: RequestListener = (request, response) => {
    void receive(web, traffic, request, response, options)
  }
  const server = tls
    ? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener)
    : createServer(listener)
  // Apache's defaults, behind which Koji runs
  server.maxConnections = 256
  server.maxRequestsPerSocket = 100
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

/** Answers a request; a client that sends too much, or too slowly, is cut off. */
async function receive(
  web: WebServer,
  traffic: Traffic,
  request: IncomingMessage,
  response: ServerResponse,
  { latency = 0, gzip = false }: ServeOptions,
): Promise<void> {
  const answer = await traffic.exchange(request, response, async body => {
    if ('status' in body) {
      response.shouldKeepAlive = false
      response.on('finish', () => request.destroy())
      return body
    }
    const plain = gzip ? unzipped(request.headers, body) : body
    const answered = 'status' in plain ? plain : await web.answer(request, plain)
    return gzip ? zipped(answered, acceptsGzip(request.headers)) : answered
  })
  if (latency > 0) await setTimeout(latency)
  if (answer === undefined || answer.delivery === 'hang') return
  response.setTimeout(traffic.patience * 1000, () => response.destroy())
  send(response, answer)
}

function send(response: ServerResponse, { status, headers, body, delivery }: HubResponse): void {
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
