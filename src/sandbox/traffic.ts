import { EventEmitter, once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import pLimit from 'p-limit'
import { bytesOf, type HubResponse, maxRequestLength, requestTimeout, requestTooLong } from './http.js'
import { relieveMemory } from './memory.js'

// Requests up to this length are read at once, however many there are: slow long ones must not hold them up.
const shortLength = 65_536
const longAtATime = 4
const maxUnsent = 8 * 1024 * 1024

/**
 * Keeps the memory of a server small, whatever its clients do. Only so many long requests are read at a time,
 * the others wait unread in their connections. Requests are answered one after another, and none while too much
 * of earlier answers waits for clients to take it.
 */
export class Traffic {
  /** seconds that a client may take to send a request, or to go on taking its answer */
  readonly patience: number
  readonly #long = pLimit(longAtATime)
  readonly #buffers: Buffer[] = []
  readonly #answering = pLimit(1)
  readonly #events = new EventEmitter()
  #unsent = 0

  constructor(patience: number) {
    this.patience = patience
  }

  /**
   * Reads a request, and makes its answer of its body, or of what a hub answers where it is too long or too slow.
   * `undefined` if the client has gone. The memory of either is used again.
   */
  exchange(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (body: Buffer | HubResponse) => Promise<HubResponse>,
  ): Promise<HubResponse | undefined> {
    const exchange = async (buffer: Buffer) => {
      const body = await readBody(request, buffer, this.patience)
      // What a client sent that has gone is garbage, too.
      return this.#answering(async () => {
        if (buffer.length > shortLength) relieveMemory()
        return body && this.#answer(response, () => answer(body))
      })
    }
    const length = declaredLength(request)
    if (length <= shortLength) return exchange(Buffer.allocUnsafe(length))
    return this.#long(async () => {
      const buffer = this.#buffers.pop() ?? Buffer.allocUnsafe(maxRequestLength)
      const answered = await exchange(buffer)
      this.#buffers.push(buffer)
      return answered
    })
  }

  async #answer(
    response: ServerResponse,
    make: () => Promise<HubResponse>,
  ): Promise<HubResponse | undefined> {
    while (this.#unsent > maxUnsent) await once(this.#events, 'taken')
    const answer = await make()
    if (answer.delivery !== undefined) return answer
    const body = bytesOf(answer.body)
    if (response.closed) {
      body.release()
      return undefined
    }
    this.#unsent += body.length
    response.once('close', () => {
      this.#unsent -= body.length
      body.release()
      this.#events.emit('taken')
    })
    return { ...answer, body }
  }
}

/**
 * Reads a body into one buffer: a client can send each byte by itself, and as many buffers would take a hundred
 * times the memory.
 */
function readBody(
  request: IncomingMessage,
  buffer: Buffer,
  seconds: number,
): Promise<Buffer | HubResponse | undefined> {
  if (request.destroyed) return Promise.resolve(undefined)
  let length = 0
  return new Promise(resolve => {
    const end = (result: Buffer | HubResponse | undefined) => {
      clearTimeout(timer)
      request.off('data', take).resume()
      resolve(result)
    }
    const take = (chunk: Buffer) => {
      if (length + chunk.length > maxRequestLength) end(requestTooLong())
      else length += chunk.copy(buffer, length)
    }
    const timer = setTimeout(() => end(requestTimeout()), seconds * 1000)
    request.on('data', take)
    request.once('end', () => end(buffer.subarray(0, length)))
    request.once('close', () => end(undefined))
  })
}

/** Infinite if the request does not say. */
function declaredLength({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return Number.POSITIVE_INFINITY
  return Number(headers['content-length'] ?? 0)
}
