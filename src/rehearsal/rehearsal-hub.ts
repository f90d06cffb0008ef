import type { Outcome } from '../hub/answer.js'
import type { Caller, SessionCaller } from '../hub/caller.js'
import { isStruct, type RpcValue, withKeywords } from '../hub/codec/value.js'
import { KojiFault } from '../hub/fault.js'
import { callRequest } from '../hub/request.js'
import type { Call } from '../koji/call.js'
import type { LiveState } from '../koji/live-state.js'
import { wireProblem } from '../koji/wire-text.js'
import { createSandbox, type DirectCall, storeOfLive } from '../sandbox/index.js'

/** Who writes. The hub has no such user: Koji takes no name with a space. */
const administrator = { name: 'the rehearsal', permissions: ['admin'] }

/**
 * A sandbox that holds what was read of a hub, in memory alone. Calls reach it as values: no XML is written or read.
 * The session refuses what XML could not carry, as the way to a hub does.
 */
export class RehearsalHub implements Caller {
  readonly url: string
  readonly version: string
  readonly session: SessionCaller
  readonly #read: DirectCall

  /** @param ids the tags' ids on the hub, by name */
  constructor(live: LiveState, ids: ReadonlyMap<string, number>) {
    const { url, version } = live.hub
    this.url = url
    this.version = version
    const sandbox = createSandbox({
      store: storeOfLive(live, ids, Date.now() / 1000),
      users: [administrator],
      hub: { enableMaven: live.maven },
    })
    this.#read = sandbox.direct()
    const write = sandbox.direct(administrator.name)
    this.session = {
      multiCall: async (calls, watch) => {
        for (const call of calls) refuseUnsendable(call)
        watch?.sending(calls.length)
        const outcomes = calls.map(call => this.#outcome(write, call))
        watch?.answered(outcomes)
        return outcomes
      },
    }
  }

  async call(call: Call<RpcValue>): Promise<RpcValue> {
    const outcome = this.#outcome(this.#read, call)
    if ('fault' in outcome) throw outcome.fault
    return outcome.value
  }

  async multiCall(calls: readonly Call<RpcValue>[]): Promise<Outcome[]> {
    return calls.map(call => this.#outcome(this.#read, call))
  }

  #outcome(send: DirectCall, { method, params, named }: Call<RpcValue>): Outcome {
    const response = send(method, withKeywords(params, named))
    if ('value' in response) return response
    const { faultCode, faultString } = response.fault
    return { fault: new KojiFault(faultCode, faultString, method, this.url) }
  }
}

// Writing it would tell, too, but takes longer than the call.
function refuseUnsendable(call: Call<RpcValue>): void {
  if (!isSendable([...call.params, call.named ?? null])) callRequest(call)
}

function isSendable(value: RpcValue): boolean {
  if (typeof value === 'string') return wireProblem(value) === undefined
  if (Array.isArray(value)) return value.every(isSendable)
  return !isStruct(value) || Object.entries(value).every(member => member.every(isSendable))
}
