import {
  type Content,
  Double,
  isStruct,
  Late,
  type MethodResponse,
  type RpcValue,
} from '../hub/codec/value.js'
import { RelengError } from '../koji/error.js'
import { faultOf } from './fault.js'
import type { Hub } from './hub.js'
import type { Credentials } from './session.js'

/** Makes one call, in a transaction of its own, and gives its answer as a client would read it. */
export type DirectCall = (method: string, params: readonly RpcValue[]) => MethodResponse

/**
 * Calls in this process, as values: no HTTP and no XML, all else as for any client. Who is named logs in; without a
 * name calls are anonymous.
 */
export function directCalls(hub: Hub, user?: string): DirectCall {
  const credentials = user === undefined ? undefined : logIn(hub, user)
  return (method, params) => {
    try {
      const request = { method, params, peer: {}, credentials: () => credentials }
      return { value: hub.execute(request, plain) }
    } catch (error) {
      if (error instanceof RelengError) throw error
      return { fault: faultOf(error) }
    }
  }
}

function logIn(hub: Hub, user: string): Credentials {
  const request = { method: 'sslLogin', params: [], peer: { user }, credentials: () => undefined }
  const session = hub.execute(request, plain)
  const { 'session-id': id, 'session-key': key } = isStruct(session) ? session : {}
  if (typeof id !== 'number' || typeof key !== 'string') throw new Error('a session has an id and a key')
  return { id, key, callnum: null }
}

/** An answer with all that is late in it asked for, and its doubles as the numbers that a client makes of them. */
function plain(answer: Content): RpcValue {
  if (typeof answer !== 'object' || answer === null || answer instanceof Uint8Array) return answer
  if (answer instanceof Late) return plain(answer.evaluate())
  if (answer instanceof Double) return answer.value
  if (Symbol.iterator in answer) return Array.from(answer, plain)
  const struct: { [key: string]: RpcValue } = {}
  for (const key of Object.keys(answer)) {
    const value = plain(answer[key] ?? null)
    if (key === '__proto__') Object.defineProperty(struct, key, { value, enumerable: true })
    else struct[key] = value
  }
  return struct
}
