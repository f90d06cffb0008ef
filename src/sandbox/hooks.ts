import type { Fault, RpcValue } from '../hub/codec/value.js'
import type { HubResponse } from './http.js'

/** One request, for logs: `methods` names what it calls, of a multicall its entries too. */
export interface RequestInfo {
  readonly path: string
  readonly methods: readonly string[]
  readonly status: number
}

/** Where logs and tests step in. An interception that answers `undefined` changes nothing. */
export interface Hooks {
  /** after a request was executed */
  readonly onRequest?: (info: RequestInfo) => void
  /** before a method runs, entries of a multicall included: it raises this fault instead */
  readonly interceptCall?: (call: { method: string; params: readonly RpcValue[] }) => Fault | undefined
  /** before a request is executed: this is its response, and nothing else happens */
  readonly interceptRequest?: (info: Omit<RequestInfo, 'status'>) => HubResponse | undefined
  /** after a request was executed and committed: the client gets this, as if the true response had been lost */
  readonly interceptResponse?: (info: RequestInfo, response: HubResponse) => HubResponse | undefined
}
