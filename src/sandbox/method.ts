import type { RpcValue } from '../hub/codec/value.js'
import type { Answer } from './answer.js'
import type { Call } from './call.js'
import { Signature } from './signature.js'

/** One RPC of the hub. */
export interface Method {
  readonly name: string
  run(call: Call, params: readonly RpcValue[]): Answer
}

/**
 * @param name as clients call it
 * @param signature the Python function behind it: its name shows in faults about arguments
 * @param run gets one value for each parameter of the signature, in its order
 */
export function method(
  name: string,
  signature: string,
  run: (call: Call, ...args: RpcValue[]) => Answer,
): Method {
  const declared = new Signature(signature)
  return { name, run: (call, params) => run(call, ...declared.bind(params)) }
}
