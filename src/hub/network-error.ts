import { RelengError } from '../koji/error.js'
import { HubError } from './transport.js'

/** What a failure of the network means for a person, and whether the request may have reached the hub. */
export function explainNetworkError(error: NodeJS.ErrnoException, hub: string): RelengError {
  if (error instanceof RelengError) return error
  const { code = '', message } = error
  const [what, next] = reasons.get(code) ?? tlsReason(error) ?? [message, 'try again later']
  const wasSent = !neverSent.has(code) && tlsReason(error) === undefined
  return new HubError(what, { where: hub, next, cause: error, details: [`${code} ${message}`] }, wasSent)
}

// No connection came about, so nothing was sent.
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

const checkServer = 'check `server` in the profile, and that the hub is up'

const reasons = new Map<string, readonly [string, string]>([
  ['ECONNREFUSED', ['the hub refuses the connection', checkServer]],
  ['ENOTFOUND', ['no host of this name', checkServer]],
  ['EAI_AGAIN', ['the host name cannot be looked up now', 'check the network, and try again']],
  ['EHOSTUNREACH', ['the host cannot be reached', 'check the network, and try again']],
  ['ENETUNREACH', ['the network cannot be reached', 'check the network, and try again']],
  ['ETIMEDOUT', ['the connection timed out', 'check the network, and try again']],
  [
    'ECONNRESET',
    ['the hub closed the connection before it answered', 'try again; a plan shows what was done'],
  ],
  ['EPIPE', ['the hub closed the connection while it was sent to', 'try again; a plan shows what was done']],
])

function tlsReason({ code = '', message }: NodeJS.ErrnoException): readonly [string, string] | undefined {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return [`the hub's certificate is for another host: ${message}`, checkServer]
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return [`the hub's certificate is not trusted: ${message}`, 'set `serverca` in the profile to its CA']
  }
  if (/SSL|EPROTO|TLS/.test(code)) {
    return [`the TLS handshake failed: ${message.trim()}`, 'check `cert` and `serverca` in the profile']
  }
  return undefined
}
