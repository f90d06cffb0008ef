import type { IncomingHttpHeaders } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import { MessageBytes } from '../hub/codec/message-bytes.js'
import {
  badRequest,
  bytesOf,
  type HubResponse,
  httpResponse,
  maxRequestLength,
  requestTooLong,
} from './http.js'

const offer = { 'Accept-Encoding': 'gzip' }

export function acceptsGzip({ 'accept-encoding': accepted = '' }: IncomingHttpHeaders): boolean {
  return /\bgzip\b/.test(String(accepted))
}

/** The body of a request, plain: the hub's limit holds for what it grows to. */
export function unzipped(
  { 'content-encoding': coding }: IncomingHttpHeaders,
  body: Buffer,
): Buffer | HubResponse {
  if (coding === undefined || coding === 'identity') return body
  if (coding !== 'gzip') return httpResponse(415, 'text/plain', `no such encoding here: ${coding}\n`)
  try {
    return gunzipSync(body, { maxOutputLength: maxRequestLength })
  } catch (error) {
    return error instanceof RangeError ? requestTooLong() : badRequest('broken gzip')
  }
}

/** The response with the offer to take gzip (RFC 9110 12.5.3), and in gzip where the client wants it so. */
export function zipped(response: HubResponse, isWanted: boolean): HubResponse {
  if (!isWanted) return { ...response, headers: { ...response.headers, ...offer } }
  const body = new MessageBytes([gzipSync(bytesOf(response.body).joined())])
  const headers = { ...response.headers, ...offer, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' }
  return { ...response, body, headers: { ...headers, 'Content-Length': String(body.length) } }
}
