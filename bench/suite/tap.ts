import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'

/** What went through a tap. */
export interface Passed {
  /** bytes, with those of TLS and HTTP */
  readonly sent: number
  readonly received: number
  /** seconds in which an answer was waited for on at least one connection */
  readonly waiting: number
}

export interface Tap {
  readonly port: number
  /** what passed since it was asked last */
  take(): Passed
  close(): void
}

/**
 * Stands between a client and a hub, passes all bytes on as they are, and counts. It needs no part of either: a hub
 * without a log can be measured, TLS stays from end to end, and every client is measured alike.
 *
 * A client waits from the last byte that it sent to the last byte of what came then; greetings of TLS count, too.
 */
export async function tap(hub: URL): Promise<Tap> {
  let connections: Connection[] = []
  const port = Number(hub.port) || (hub.protocol === 'https:' ? 443 : 80)
  const server = net.createServer({ noDelay: true }, client => {
    const upstream = net.connect({ host: hub.hostname, port, noDelay: true })
    const connection = new Connection()
    connections.push(connection)
    client.on('data', bytes => connection.sends(bytes.length))
    upstream.on('data', bytes => connection.receives(bytes.length))
    client.pipe(upstream).pipe(client)
    const end = () => [client, upstream].forEach(socket => void socket.destroy())
    for (const socket of [client, upstream]) socket.on('error', end)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const taken = connections
      connections = []
      return {
        sent: taken.reduce((sum, { sent }) => sum + sent, 0),
        received: taken.reduce((sum, { received }) => sum + received, 0),
        waiting: lengthOf(taken.flatMap(({ waits }) => waits)) / 1000,
      }
    },
    close: () => void server.close(),
  }
}

/** From when to when, in milliseconds. */
type Wait = readonly [number, number]

class Connection {
  sent = 0
  received = 0
  readonly waits: Wait[] = []
  #since = performance.now()
  #answered = true

  sends(bytes: number): void {
    this.sent += bytes
    this.#since = performance.now()
    this.#answered = false
  }

  receives(bytes: number): void {
    this.received += bytes
    if (this.#answered) this.waits.pop()
    this.waits.push([this.#since, performance.now()])
    this.#answered = true
  }
}

/** How long they are together; what several cover counts once. */
function lengthOf(waits: readonly Wait[]): number {
  let [length, until] = [0, Number.NEGATIVE_INFINITY]
  for (const [from, to] of waits.toSorted(([one], [other]) => one - other)) {
    length += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return length
}
