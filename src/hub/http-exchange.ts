import type { IncomingHttpHeaders } from 'node:http'
import { readBody } from './answer-body.js'
import { AnswerText } from './answer-text.js'
import { answerError } from './network-error.js'
import { hubPeer } from './peer.js'
import type { Route } from './route.js'
import { Secrets } from './secrets.js'
import { timerOf } from './timer.js'
import { HubError, type HubRequest, type HubResponse } from './transport.js'

/** How long one exchange may take, in seconds. */
export interface Limits {
  /** without a byte */
  readonly idle: number
  /** until the answer is complete */
  readonly total: number
  /** the hub's name in messages */
  readonly where: string
}

export interface Posted {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** as in a `HubRequest` */
  readonly take: HubRequest['take']
}

/** The server had closed the connection, most likely while it lay idle: it answered nothing. */
export class StaleConnection extends HubError {}

/**
 * Sends one request and reads its answer, less the request's own secrets. Throws `HubError`; where a limit is
 * passed, the error names it.
 */
export function exchange(route: Route, posted: Posted, limits: Limits): Promise<HubResponse> {
  const { url, headers, body, take = 'all' } = posted
  const { idle, total, where } = limits
  return new Promise((resolve, reject) => {
    const length = String(body.length)
    const outgoing = route.post(url, { ...headers, 'Content-Length': length }, timerOf(idle))
    let isAnswered = false
    const fail = (error: Error) => {
      clearTimeout(deadline)
      reject(error)
      outgoing.destroy(error)
    }
    const deadline = setTimeout(
      () => fail(tooLate(`no complete answer within ${total} seconds`, where)),
      timerOf(total),
    )
    outgoing.on('timeout', () => {
      const what = isAnswered ? 'the answer stopped: nothing came for' : 'no answer within'
      fail(tooLate(`${what} ${idle} seconds`, where))
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = outgoing.reusedSocket && !isAnswered && isClosed(error)
      const told = answerError(error, hubPeer(where))
      const { message, next, details } = told
      const stale = { where, next, details, cause: error, outlook: 'temporary' } as const
      fail(isStale ? new StaleConnection(message, stale) : told)
    })
    outgoing.on('response', incoming => {
      isAnswered = true
      const secrets = Secrets.ofHeaders(outgoing.getHeaders())
      const told = secrets.outOfHeaders(singleHeaders(incoming.headers))
      const { statusCode: status = 0 } = incoming
      const text = new AnswerText(secrets, status === 200 ? take : 'beginning')
      readBody(incoming, { coding: told['content-encoding'], where, text }).then(
        () => {
          clearTimeout(deadline)
          resolve({ status, headers: told, body: text.kept })
        },
        (error: Error) => fail(answerError(error, hubPeer(where))),
      )
    })
    outgoing.end(body)
  })
}

function isClosed({ code = '' }: NodeJS.ErrnoException): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(code)
}

function tooLate(message: string, where: string): HubError {
  const next = 'try again later; a plan shows what was done'
  return new HubError(message, { where, next, outlook: 'temporary' })
}

function singleHeaders(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}
