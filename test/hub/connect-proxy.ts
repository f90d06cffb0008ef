import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'

/** What a proxy was asked for. */
export interface Asked {
  readonly method: string
  readonly target: string
  readonly authorization: string | undefined
}

/** A proxy on this machine: tunnels, and forwards plain requests, or refuses with a status; it must be closed. */
export class ConnectProxy {
  readonly asked: Asked[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(refusal: number | undefined) {
    this.#server = createServer((incoming, response) => {
      this.#note(incoming)
      if (refusal !== undefined) {
        response.writeHead(refusal).end('no')
        return
      }
      const { method, headers } = incoming
      const forwarded = request(incoming.url ?? '', { method, headers }, answer => {
        response.writeHead(answer.statusCode ?? 0, answer.headers)
        answer.pipe(response)
      })
      incoming.pipe(forwarded)
    })
    this.#server.on('connection', socket => this.#sockets.add(socket))
    this.#server.on('connect', (incoming: IncomingMessage, client: Socket) => {
      this.#note(incoming)
      if (refusal !== undefined) {
        client.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 2\r\n\r\nno`)
        return
      }
      const { hostname, port } = new URL(`http://${incoming.url}`)
      const hub = connect(Number(port), hostname.replace(/[[\]]/g, ''), () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n')
        client.pipe(hub).pipe(client)
      })
      this.#sockets.add(hub)
      // Either end goes when the other does.
      hub.on('error', () => client.destroy()).on('close', () => client.destroy())
      client.on('error', () => hub.destroy()).on('close', () => hub.destroy())
    })
  }

  static async start(refusal?: number): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(refusal)
    await new Promise<void>(resolve => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  /** `127.0.0.1:3128` */
  get host(): string {
    const address = this.#server.address()
    return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #note({ method = '', url = '', headers }: IncomingMessage): void {
    this.asked.push({ method, target: url, authorization: headers['proxy-authorization'] })
  }
}
