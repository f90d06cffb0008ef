import { type Content, Late, type RpcValue } from '../hub/codec/value.js'

/**
 * An answer that is made only when the whole response is written. Koji reads some queries through a cursor
 * at that time: inside a multicall they tell the state after its last entry, and an error in one of them
 * faults the multicall as a whole.
 */
export class Lazy extends Late {}

/** What a method answers. That of a multicall is a list whose entries run while it is written, and is never held. */
export type Answer = Content

export function evaluated(answer: RpcValue | Lazy): RpcValue {
  return answer instanceof Lazy ? answer.evaluate() : answer
}
