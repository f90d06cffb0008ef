import type { Call } from '../koji/call.js'
import { RelengError } from '../koji/error.js'
import { CodecError, type RpcValue, withKeywords } from './codec/value.js'
import { writeCall } from './codec/writer.js'

// Koji's own limit (MaxRequestLength) is 4 MiB; half of it leaves room for hubs that allow less.
const maxRequestBytes = 2 * 1024 * 1024
const emptyRequestBytes = Buffer.byteLength(writeCall('multiCall', [[]]))

/** What is posted to a hub: one call, or a multicall of several. */
export interface RpcRequest {
  readonly method: string
  readonly body: string
  /** the methods called: one, or the entries of a multicall */
  readonly methods: readonly string[]
}

export function callRequest(call: Call<RpcValue>): RpcRequest {
  const { method } = call
  return { method, body: encode(method, wireParams(call)), methods: [method] }
}

/**
 * How many requests a multicall of these calls takes. Ids that will go out in place of names may not be known yet;
 * they are about as long.
 */
export function countRequests(calls: readonly Call<RpcValue>[]): number {
  return [...multiCallRequests(calls)].length
}

/** Requests that carry all calls in order, split only where one would grow too large for a hub. */
export function* multiCallRequests(calls: readonly Call<RpcValue>[]): Generator<RpcRequest> {
  for (const chunk of chunksBySize(calls.map(toEntry), maxRequestBytes)) {
    yield {
      method: 'multiCall',
      body: encode('multiCall', [chunk]),
      methods: chunk.map(entry => entry.methodName),
    }
  }
}

// What XML cannot carry is the caller's to mend: it comes from a file or a password.
function encode(method: string, params: readonly RpcValue[]): string {
  try {
    return writeCall(method, params)
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause
    throw new RelengError(`${method} cannot be sent: ${cause.message}`, {
      next: 'take the character out of the value',
      cause,
    })
  }
}

interface Entry {
  readonly [key: string]: RpcValue
  readonly methodName: string
  readonly params: readonly RpcValue[]
}

function toEntry(call: Call<RpcValue>): Entry {
  return { methodName: call.method, params: wireParams(call) }
}

function wireParams({ params, named }: Call<RpcValue>): RpcValue[] {
  return withKeywords(params, named)
}

function* chunksBySize(entries: readonly Entry[], limit: number): Generator<Entry[]> {
  let chunk: Entry[] = []
  let bytes = 0
  for (const entry of entries) {
    const size = Buffer.byteLength(encode('multiCall', [[entry]])) - emptyRequestBytes
    if (chunk.length > 0 && bytes + size > limit) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(entry)
    bytes += size
  }
  if (chunk.length > 0) yield chunk
}
