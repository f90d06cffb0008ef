import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import https, { type ServerOptions } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { gunzipSync } from 'node:zlib'
import { readCall } from '../../src/hub/codec/reader.js'
import type { MethodCall } from '../../src/hub/codec/value.js'
import type { HubRequest, HubResponse, Transport } from '../../src/hub/index.js'

/** What a web server got. */
export interface Received {
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly call: MethodCall
  /** as it came, in gzip perhaps */
  readonly bytes: Buffer
  readonly socket: Socket
}

export type Answering = (response: ServerResponse, received: Received, request: IncomingMessage) => void

/** A web server on this machine, which answers as a test says; it must be closed. */
export class LocalServer {
  readonly received: Received[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #ready = 0
  readonly #scheme: string
  readonly #host: string

  private constructor(answer: Answering, tls: ServerOptions | undefined, host: string) {
    this.#host = host
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', chunk => chunks.push(chunk))
      request.on('end', () => {
        const { url: path = '', headers, socket } = request
        const bytes = Buffer.concat(chunks)
        const xml = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
        const received = { path, headers, call: readCall(xml.toString()), bytes, socket }
        this.received.push(received)
        answer(response, received, request)
      })
    }
    this.#scheme = tls === undefined ? 'http' : 'https'
    this.#server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener)
    this.#server.on('connection', (socket: Socket) => this.#sockets.add(socket))
    this.#server.on(tls === undefined ? 'connection' : 'secureConnection', () => (this.#ready += 1))
    // A client that refuses the certificate is what some tests are about.
    this.#server.on('tlsClientError', (_error: Error, socket: TLSSocket) => socket.destroy())
  }

  static async start(answer: Answering, tls?: ServerOptions, host = '127.0.0.1'): Promise<LocalServer> {
    const server = new LocalServer(answer, tls, host)
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject).listen(0, host, resolve)
    })
    return server
  }

  get port(): number {
    const address = this.#server.address()
    return isPort(address) ? address.port : 0
  }

  get url(): string {
    const host = this.#host.includes(':') ? `[${this.#host}]` : this.#host
    return `${this.#scheme}://${host}:${this.port}/kojihub`
  }

  /** how many connections there have been */
  get connections(): number {
    return this.#sockets.size
  }

  sockets(): Socket[] {
    return [...this.#sockets]
  }

  /** Waits until there have been so many, and with TLS until they can be used. */
  async connected(count: number): Promise<void> {
    while (this.#ready < count) await new Promise(resolve => setTimeout(resolve, 5))
  }

  closeAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    this.closeAll()
    await new Promise<unknown>(resolve => this.#server.close(resolve))
  }
}

function isPort(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

/** A hub without a wire: answers each request by a function, and keeps them all. */
export class ScriptedTransport implements Transport {
  readonly url = 'http://hub.test/kojihub'
  readonly requests: (HubRequest & { readonly call: MethodCall })[] = []
  readonly #answer: (call: MethodCall, request: HubRequest) => string | Promise<string>

  constructor(answer: (call: MethodCall, request: HubRequest) => string | Promise<string>) {
    this.#answer = answer
  }

  async post(request: HubRequest): Promise<HubResponse> {
    const call = readCall(request.body)
    this.requests.push({ ...request, call })
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: await this.#answer(call, request) }
  }

  close(): void {
    // Nothing is open.
  }
}

/** The error that a promise ends in; fails where it does not. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
  throw new Error('it succeeded')
}
