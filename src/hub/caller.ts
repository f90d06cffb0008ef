import type { Call } from '../koji/call.js'
import type { Outcome } from './answer.js'
import type { RequestWatch } from './client.js'
import type { RpcValue } from './codec/value.js'

/** Makes calls of a hub, whatever the way to it: what is read needs to know no more. */
export interface Caller {
  readonly url: string
  /** the Koji release of the hub, as far as its answers told it */
  readonly version: string | undefined
  /** One call. Throws `KojiFault` where the hub says no. */
  call(call: Call<RpcValue>): Promise<RpcValue>
  /** Many calls, each with its own outcome. */
  multiCall(calls: readonly Call<RpcValue>[]): Promise<Outcome[]>
}

/** The same for somebody who is logged in: calls follow each other, and may be watched. */
export interface SessionCaller {
  multiCall(calls: readonly Call<RpcValue>[], watch?: RequestWatch, signal?: AbortSignal): Promise<Outcome[]>
}
