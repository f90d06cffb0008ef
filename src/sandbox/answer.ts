import type { RpcValue } from '../hub/codec/value.js'

/**
 * An answer that is made only when the whole response is written. Koji reads some queries through a cursor
 * at that time: inside a multicall they tell the state after its last entry, and an error in one of them
 * faults the multicall as a whole.
 */
export class Lazy {
  readonly evaluate: () => RpcValue

  constructor(evaluate: () => RpcValue) {
    this.evaluate = evaluate
  }
}

export type Answer = RpcValue | Lazy

export function evaluated(answer: Answer): RpcValue {
  return answer instanceof Lazy ? answer.evaluate() : answer
}
