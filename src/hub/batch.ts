import type { Call } from '../koji/call.js'
import type { Outcome } from './answer.js'
import type { Caller } from './caller.js'
import type { RpcValue } from './codec/value.js'
import type { KojiFault } from './fault.js'

/** Calls of one request, each with what to do with its answer; once they are sent, of the next one. */
export class Batch {
  readonly #entries: {
    call: Call<RpcValue>
    take: (value: RpcValue) => void
    forgive: (fault: KojiFault) => boolean
  }[] = []

  /** @param forgive which faults mean "there is none of that", and are no error */
  add(
    call: Call<RpcValue>,
    take: (value: RpcValue) => void,
    forgive: (fault: KojiFault) => boolean = () => false,
  ): void {
    this.#entries.push({ call, take, forgive })
  }

  async send(client: Pick<Caller, 'multiCall'>): Promise<void> {
    if (this.#entries.length === 0) return
    const entries = this.#entries.splice(0)
    const outcomes: Outcome[] = await client.multiCall(entries.map(({ call }) => call))
    for (const [index, { take, forgive }] of entries.entries()) {
      const outcome = outcomes[index]
      if (outcome === undefined) continue
      if ('value' in outcome) take(outcome.value)
      else if (!forgive(outcome.fault)) throw outcome.fault
    }
  }
}
