import http from 'node:http'
import https from 'node:https'
import { isIP, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { urlToHttpOptions } from 'node:url'
import { type Dialed, Dialer, type Opening, opened, tunnel } from './dialer.js'
import { hubPeer, proxyPeer } from './peer.js'
import type { WebProxy } from './web-proxy.js'

export interface RouteOptions {
  readonly hub: URL
  /** the hub's name in messages */
  readonly where: string
  readonly proxy: WebProxy | undefined
  /** seconds until a connection must be open */
  readonly connectTimeout: number
  /** whom to trust, and the certificate to show */
  readonly tls: https.AgentOptions
}

// Apache closes a connection that lay idle for 5 s (KeepAliveTimeout); no request shall meet that moment.
const longestRest = 4_000

/**
 * The way to one hub, straight or through a proxy: a pool of connections that are kept for later requests.
 * A request gets its connection when that is open. How many are open at a time is the caller's to bound:
 * Node's agents do not count those that are being opened.
 *
 * An `https` hub is reached through a tunnel, in which the proxy sees neither certificates nor requests; an
 * `http` hub by asking the proxy for the whole URL, because many proxies allow no other tunnels.
 */
export class Route {
  readonly #agent: http.Agent
  readonly #dialer: Dialer
  /** the proxy that is asked for whole URLs */
  readonly #forward: WebProxy | undefined

  constructor({ hub, where, proxy, connectTimeout, tls }: RouteOptions) {
    const pool = { keepAlive: true, timeout: longestRest }
    if (hub.protocol === 'https:') {
      const through: Opening | undefined = proxy && (signal => tunnel(proxy, hub, signal))
      this.#dialer = new Dialer(hubPeer(where), connectTimeout)
      this.#agent = new TlsAgent({ ...pool, ...tls }, this.#dialer, through)
    } else {
      this.#forward = proxy
      this.#dialer = new Dialer(proxy === undefined ? hubPeer(where) : proxyPeer(proxy, hub), connectTimeout)
      const Agent = proxy?.url.protocol === 'https:' ? TlsAgent : PlainAgent
      this.#agent = new Agent(pool, this.#dialer)
    }
  }

  /** A POST that is yet to be sent; `timeout` is in milliseconds. */
  post(url: URL, headers: Readonly<Record<string, string>>, timeout: number): http.ClientRequest {
    const send = this.#agent instanceof https.Agent ? https.request : http.request
    const options = { method: 'POST', agent: this.#agent, timeout }
    const proxy = this.#forward
    if (proxy === undefined) return send(url, { ...options, headers })
    const forwarded = { ...headers, ...proxy.headers, Host: url.host }
    return send({ ...options, ...proxy.address, path: url.href, headers: forwarded })
  }

  /** Opens a connection to an `https` hub before there is a request for it. What fails then fails the request. */
  prepare(hub: URL): void {
    if (!(this.#agent instanceof TlsAgent) || this.#forward !== undefined) return
    const { hostname: host, port } = urlToHttpOptions(hub)
    if (typeof host !== 'string') return
    const servername = isIP(host) === 0 ? host : ''
    this.#agent.prepare({ ...this.#agent.options, host, port: port ?? 443, servername })
  }

  /** Closes the connections that wait for a request. */
  closeIdle(): void {
    for (const sockets of Object.values(this.#agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy()
  }

  close(): void {
    this.#dialer.close()
    this.#agent.destroy()
  }
}

class PlainAgent extends http.Agent {
  readonly #dialer: Dialer

  constructor(options: http.AgentOptions, dialer: Dialer) {
    super(options)
    this.#dialer = dialer
  }

  override createConnection(options: http.ClientRequestArgs, dialed: Dialed): undefined {
    this.#dialer.dial(signal => opened(super.createConnection(options), 'connect', signal), dialed)
  }
}

class TlsAgent extends https.Agent {
  readonly #dialer: Dialer
  readonly #through: Opening | undefined
  readonly #ahead: Prepared[] = []

  constructor(options: https.AgentOptions, dialer: Dialer, through?: Opening) {
    super(options)
    this.#dialer = dialer
    this.#through = through
  }

  override createConnection(options: https.RequestOptions, dialed: Dialed): undefined {
    const ahead = this.#ahead.shift()
    if (ahead === undefined) this.#dial(options, dialed)
    else
      ahead.socket.then(
        socket => {
          if (isFresh(socket, ahead)) return dialed(null, socket)
          socket.destroy()
          this.#dial(options, dialed)
        },
        // The socket is there for the type alone: agents look at the error first.
        (error: Error) => dialed(error, new Socket()),
      )
  }

  prepare(options: https.RequestOptions): void {
    const socket = new Promise<Duplex>((resolve, reject) => {
      this.#dial(options, (error, opened) => (error === null ? resolve(opened) : reject(error)))
    })
    // Whoever takes it is told; perhaps nobody does.
    socket.catch(() => undefined)
    this.#ahead.push({ socket, since: Date.now() })
  }

  override destroy(): void {
    for (const { socket } of this.#ahead.splice(0))
      socket.then(opened => opened.destroy()).catch(() => undefined)
    super.destroy()
  }

  #dial(options: https.RequestOptions, dialed: Dialed): void {
    this.#dialer.dial(async signal => {
      const socket = await this.#through?.(signal)
      return opened(
        super.createConnection({ ...options, ...(socket && { socket }) }),
        'secureConnect',
        signal,
      )
    }, dialed)
  }
}

/** A connection that waits for its first request. */
interface Prepared {
  readonly socket: Promise<Duplex>
  readonly since: number
}

function isFresh(socket: Duplex, { since }: Prepared): boolean {
  return !socket.destroyed && socket.readable && Date.now() - since < longestRest
}
