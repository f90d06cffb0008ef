import type { MessageBytes } from '../hub/codec/message-bytes.js'
import { MessageReader } from '../hub/codec/reader.js'
import { CodecError, isStruct, type MethodCall } from '../hub/codec/value.js'
import { MessageWriter } from '../hub/codec/writer.js'
import { RelengError } from '../koji/error.js'
import type { Answer } from './answer.js'
import { faultOf, valueError } from './fault.js'
import {
  badRequest,
  type HubRequest,
  type HubResponse,
  httpResponse,
  maxRequestLength,
  maxResponseLength,
  methodNotAllowed,
  type Peer,
  requestTooLong,
} from './http.js'
import type { Hub } from './hub.js'
import { isList } from './python.js'
import { readCredentials } from './session.js'

/**
 * Answers one HTTP request as a hub behind a web server does: bytes in, bytes out. A peer's name counts only
 * at a path ending in `/ssllogin`, where a web server asks for a certificate. Throws only if the state could
 * not be saved, and then the request changed nothing.
 */
export function respond(hub: Hub, request: HubRequest, peer: Peer = {}): HubResponse {
  const [path = '', query = ''] = request.path.split('?', 2)
  const body = request.method === 'POST' ? read(request.body) : methodNotAllowed()
  const methods = 'status' in body ? [] : calledMethods(body)
  const trusted = path.endsWith('/ssllogin') ? peer : {}
  const response =
    hub.hooks.interceptRequest?.({ path, methods }) ??
    ('status' in body ? body : answer(hub, request, body, query, trusted))
  const info = { path, methods, status: response.status }
  hub.hooks.onRequest?.(info)
  return hub.hooks.interceptResponse?.(info, response) ?? response
}

function read(body: string | Uint8Array): MethodCall | HubResponse {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  if (length > maxRequestLength) return requestTooLong()
  if (length === 0) return badRequest('Empty request')
  try {
    const reader = new MessageReader({ keepDoubles: true, maxDepth: maxElementDepth })
    for (const piece of piecesOf(body)) reader.write(piece)
    return reader.call()
  } catch (error) {
    return badRequest(error instanceof Error ? error.message : String(error))
  }
}

// Decoded piece by piece, a long body leaves no long text to be collected.
function* piecesOf(body: string | Uint8Array): Generator<string> {
  if (typeof body === 'string') return yield body
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (let start = 0; start < body.length; start += 65_536) {
    yield decoder.decode(body.subarray(start, start + 65_536), { stream: true })
  }
  yield decoder.decode()
}

// Python gives up at 1,000 calls in one another. Koji reads a request without such calls, goes through a list or
// struct with one for each level of it (three elements), and writes its answer with two.
const maxElementDepth = 3000
const maxAnswerDepth = 497

function answer(hub: Hub, request: HubRequest, call: MethodCall, query: string, peer: Peer): HubResponse {
  try {
    const credentials = () => readCredentials(headersOf(request), query)
    return httpResponse(200, 'text/xml', hub.execute({ ...call, peer, credentials }, write))
  } catch (error) {
    if (error instanceof RelengError) throw error
    return httpResponse(200, 'text/xml', new MessageWriter().fault(printable(faultOf(error))).bytes())
  }
}

function write(answer: Answer): MessageBytes {
  try {
    const limits = { maxDepth: maxAnswerDepth, maxLength: maxResponseLength }
    return new MessageWriter(limits).response(answer).bytes()
  } catch (error) {
    if (error instanceof CodecError) throw valueError(error.message)
    throw error
  }
}

// A fault may quote what a client sent, and XML cannot carry all of it back.
function printable({ faultCode, faultString }: { faultCode: number; faultString: string }) {
  return { faultCode, faultString: faultString.replaceAll(notXml, '\uFFFD') }
}

const notXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu

function headersOf({ headers }: HubRequest): Map<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    const text = typeof value === 'string' ? value : value?.join(',')
    return text === undefined ? [] : [[name.toLowerCase(), text]]
  })
  return new Map(entries)
}

/** The method of a call; of a multicall, its entries' after it. */
function calledMethods({ method, params }: MethodCall): string[] {
  const [entries = null] = params
  if (!['multiCall', 'system.multicall'].includes(method) || !isList(entries)) return [method]
  const names = entries.map(entry => (isStruct(entry) ? entry.methodName : undefined))
  return [method, ...names.filter(name => typeof name === 'string')]
}
