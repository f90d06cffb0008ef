import { MessageBytes } from '../hub/codec/message-bytes.js'

/** The Koji release whose behaviour the sandbox reproduces. */
export const kojiVersion = '1.35.3'
/** Koji's MaxRequestLength, in bytes. */
export const maxRequestLength = 4 * 1024 * 1024

/**
 * How long an answer may be, in bytes. Koji sets no limit of its own, but a hub's memory is one, too: there it
 * is a fault as well.
 */
export const maxResponseLength = 48 * 1024 * 1024

export interface HubRequest {
  readonly method: string
  /** with the query */
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string | Uint8Array
}

export interface HubResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | MessageBytes
  /** how a server is to fail with it, where faults are injected; it is sent as it is without */
  readonly delivery?: 'drop' | 'hang' | 'truncate'
}

/** Who the web server says the client is. */
export interface Peer {
  /** the name that the client has proved: by its certificate, or because it runs in this process */
  readonly user?: string | undefined
  /** the Kerberos principal that the client has proved, `user@REALM` */
  readonly principal?: string | undefined
}

export function httpResponse(status: number, type: string, body: string | MessageBytes): HubResponse {
  const headers = {
    'Koji-Version': kojiVersion,
    'Content-Length': String(bytesOf(body).length),
    'Content-Type': type,
  }
  return { status, headers, body }
}

export function bytesOf(body: string | MessageBytes): MessageBytes {
  return typeof body === 'string' ? new MessageBytes([Buffer.from(body)]) : body
}

/** What the hub answers to what is no XML-RPC. */
export function badRequest(problem: string): HubResponse {
  return httpResponse(400, 'text/plain', `Invalid request: ${problem}\n`)
}

export function requestTooLong(): HubResponse {
  return badRequest('Request too long')
}

/** What the hub answers where the web server gave up waiting for a request's body. */
export function requestTimeout(): HubResponse {
  return httpResponse(408, 'text/plain', 'request data read timeout\n')
}

/** What a web server that wants a Kerberos ticket answers; the hub behind it has not seen the request. */
export function ticketWanted(): HubResponse {
  const body = '<!DOCTYPE HTML>\n<html><head><title>401 Unauthorized</title></head><body></body></html>\n'
  const headers = {
    'WWW-Authenticate': 'Negotiate',
    'Content-Length': String(body.length),
    'Content-Type': 'text/html; charset=iso-8859-1',
  }
  return { status: 401, headers, body }
}

export function methodNotAllowed(): HubResponse {
  const body = 'Method Not Allowed\nThis is an XML-RPC server. Only POST requests are accepted.\n'
  const refusal = httpResponse(405, 'text/plain', body)
  return { ...refusal, headers: { ...refusal.headers, Allow: 'POST' } }
}
