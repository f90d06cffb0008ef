import type { RpcValue } from '../../src/hub/codec/value.js'
import { HubClient, Session, type Transport, webServerLogin } from '../../src/hub/index.js'
import type { Call } from '../../src/koji/call.js'
import { answerOf, ownRows, plainAnswer } from './answer.js'
import { resolve, resolveStruct } from './resolve.js'
import type { Caller, Step } from './step.js'
import { TypedTransport } from './typed-transport.js'

/** A hub, real or not, with a session for each caller that a sequence names. */
export class Hub {
  readonly #transportOf: (caller: Caller) => Transport
  readonly #clients = new Map<Caller, HubClient>()
  readonly #sessions = new Map<Caller, Promise<Session>>()

  constructor(transportOf: (caller: Caller) => Transport) {
    this.#transportOf = transportOf
  }

  /** Begins a sequence: its names get this prefix. */
  run(prefix: string): HubRun {
    return new HubRun(this, prefix)
  }

  async call(caller: Caller, call: Call<RpcValue>): Promise<RpcValue> {
    const client = this.#client(caller)
    if (caller === 'anonymous') return client.call(call)
    const session = this.#sessions.get(caller) ?? Session.open(client, certificate)
    this.#sessions.set(caller, session)
    return (await session).call(call)
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) await (await session).close()
    for (const client of this.#clients.values()) client.close()
  }

  #client(caller: Caller): HubClient {
    const client = this.#clients.get(caller) ?? new HubClient(new TypedTransport(this.#transportOf(caller)))
    this.#clients.set(caller, client)
    return client
  }
}

const certificate = webServerLogin("the caller's certificate", 'check the hub')

/** One sequence on one hub: remembers what its labelled steps answered. */
export class HubRun {
  readonly #hub: Hub
  readonly #prefix: string
  readonly #labels = new Map<string, RpcValue>()

  constructor(hub: Hub, prefix: string) {
    this.#hub = hub
    this.#prefix = prefix
  }

  /** Sends a step and gives its answer, a fault included, as it would be recorded. */
  async send(step: Step): Promise<RpcValue> {
    const { method, as: caller = 'kojiadmin', named, label } = step
    const call = {
      method,
      params: step.params.map(param => resolve(param, this.#prefix, this.#labels)),
      ...(named && { named: resolveStruct(named, this.#prefix, this.#labels) }),
    }
    return this.#hub.call(caller, call).then(
      value => {
        if (label !== undefined) this.#labels.set(label, value)
        return plainAnswer(step.own ? ownRows(value, this.#prefix) : value, this.#prefix)
      },
      error => plainAnswer(answerOf(error), this.#prefix),
    )
  }
}
