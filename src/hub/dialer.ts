import { type Agent, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connectError, refusedByProxy } from './network-error.js'
import { type Peer, proxyPeer } from './peer.js'
import { timerOf } from './timer.js'
import { HubError } from './transport.js'
import type { WebProxy } from './web-proxy.js'

/** How one connection is opened: where the signal says so, it is given up, with the signal's reason. */
export type Opening = (signal: AbortSignal) => Promise<Socket>

/** what Node's agents want to be told */
export type Dialed = NonNullable<Parameters<Agent['createConnection']>[1]>

/**
 * Opens connections for an agent, each within a time limit, and hands them on when they can be used. What
 * fails here fails as a `HubError` that was not sent.
 */
export class Dialer {
  readonly #peer: Peer
  readonly #seconds: number
  readonly #opening = new Set<AbortController>()

  /** @param seconds for TCP, the consent of a proxy and TLS together */
  constructor(peer: Peer, seconds: number) {
    this.#peer = peer
    this.#seconds = seconds
  }

  dial(open: Opening, dialed: Dialed): void {
    const control = new AbortController()
    const timer = setTimeout(() => control.abort(this.#tooSlow()), timerOf(this.#seconds))
    const done = () => {
      clearTimeout(timer)
      this.#opening.delete(control)
    }
    this.#opening.add(control)
    open(control.signal).then(
      socket => {
        done()
        dialed(null, socket)
      },
      (error: Error) => {
        done()
        // The socket is there for the type alone: agents look at the error first.
        dialed(connectError(error, this.#peer), new Socket())
      },
    )
  }

  /** Gives up what is being opened. */
  close(): void {
    for (const control of this.#opening) control.abort(connectError(new Error('it was given up'), this.#peer))
  }

  #tooSlow(): HubError {
    const { where, check } = this.#peer
    const message = `no connection within ${this.#seconds} seconds`
    return new HubError(message, { where, next: check, fate: 'not-sent', outlook: 'doubtful' })
  }
}

/** The socket that an agent made, once it can be used: at `connect`, or with TLS at `secureConnect`. */
export function opened(
  socket: Duplex | null | undefined,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (!(socket instanceof Socket)) throw new TypeError('the agent made no socket')
    signal.addEventListener('abort', () => socket.destroy(signal.reason))
    socket.once(event, () => resolve(socket))
    // Stays, and does nothing then: a socket must at no time lack a listener for its errors.
    socket.on('error', reject)
  })
}

/** A way through a proxy to the hub, over which TLS is to be spoken (CONNECT, RFC 9110 9.3.6). */
export function tunnel(proxy: WebProxy, hub: URL, signal: AbortSignal): Promise<Socket> {
  const peer = proxyPeer(proxy, hub)
  const target = `${hub.hostname}:${hub.port === '' ? 443 : hub.port}`
  const headers = { Host: target, ...proxy.headers }
  const send = proxy.url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send({ ...proxy.address, method: 'CONNECT', path: target, headers, agent: false })
    signal.addEventListener('abort', () => request.destroy(signal.reason))
    request.on('error', error => reject(connectError(error, peer)))
    request.on('connect', ({ statusCode = 0 }, socket: Socket) => {
      socket.on('error', reject)
      if (statusCode >= 200 && statusCode < 300) return resolve(socket)
      socket.destroy()
      reject(refusedByProxy(statusCode, proxy, hub))
    })
    request.end()
  })
}
