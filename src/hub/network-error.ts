import { RelengError } from '../koji/error.js'
import { type Peer, proxyPeer } from './peer.js'
import { type Told, tlsFailure } from './tls-error.js'
import { type Fate, HubError, type Outlook } from './transport.js'
import type { WebProxy } from './web-proxy.js'

/** No connection came about, so nothing was sent. */
export function connectError(error: NodeJS.ErrnoException, peer: Peer): RelengError {
  return explained(error, peer, 'not-sent')
}

/** A connection failed after the request was sent, or while it was. */
export function answerError(error: NodeJS.ErrnoException, peer: Peer): RelengError {
  return explained(error, peer, 'unknown')
}

function explained(error: NodeJS.ErrnoException, peer: Peer, fate: Fate): RelengError {
  if (error instanceof RelengError) return error
  const { code = '' } = error
  const message = messageOf(error)
  const tls = tlsFailure(code, message, peer)
  const [what, next] = tls ?? reason(code, peer) ?? [message, 'try again later']
  const context = { where: peer.where, next, cause: error, details: [`${code} ${message}`], fate }
  if (tls !== undefined) return new HubError(what, context)
  const isPassing = fate === 'unknown' && !isNoHttp(code)
  return new HubError(what, { ...context, outlook: isPassing ? 'temporary' : 'doubtful' })
}

/** What a proxy says to a `CONNECT`. */
export function refusedByProxy(status: number, proxy: WebProxy, hub: URL): HubError {
  const { where, check } = proxyPeer(proxy, hub)
  const outlook: Outlook = isTemporary(status) ? 'temporary' : 'permanent'
  const [what, next] =
    status === 407
      ? ['the proxy wants a user and a password', `write them into ${proxy.variable}: http://USER:PASSWORD@…`]
      : isTemporary(status)
        ? ['the proxy cannot reach the hub', 'check `server` in the profile, and try again later']
        : ['the proxy refuses the way to the hub', `${check}; NO_PROXY names hosts that need none`]
  return new HubError(`${what} (HTTP ${status})`, { where, next, fate: 'not-sent', outlook })
}

/** Whether a web server or proxy says that the hub behind it is away for a while. */
export function isTemporary(status: number): boolean {
  return [502, 503, 504].includes(status)
}

// A code of Node's HTTP parser.
function isNoHttp(code: string): boolean {
  return code.startsWith('HPE_')
}

// Where a host has several addresses, Node tells of each in an error of its own, and nothing in the outer one.
function messageOf(error: Error): string {
  if (!(error instanceof AggregateError) || error.message !== '') return error.message
  return error.errors.map(one => (one instanceof Error ? one.message : String(one))).join('; ')
}

const checkNetwork = 'check the network, and try again'
const planAgain = 'try again; a plan shows what was done'

function reason(code: string, { is, check }: Peer): Told | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return [`the ${is} refuses the connection`, check]
    case 'ENOTFOUND':
      return ['no host of this name', check]
    case 'EAI_AGAIN':
      return ['the host name cannot be looked up now', checkNetwork]
    case 'EHOSTUNREACH':
      return ['the host cannot be reached', checkNetwork]
    case 'ENETUNREACH':
      return ['the network cannot be reached', checkNetwork]
    case 'ETIMEDOUT':
      return ['the connection timed out', checkNetwork]
    case 'ECONNRESET':
      return [`the ${is} closed the connection before it answered`, planAgain]
    case 'EPIPE':
      return [`the ${is} closed the connection while it was sent to`, planAgain]
    default:
      return isNoHttp(code) ? ['what answers speaks no HTTP', check] : undefined
  }
}
