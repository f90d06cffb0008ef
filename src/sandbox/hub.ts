import { isStruct, type RpcValue } from '../hub/codec/value.js'
import { RelengError } from '../koji/error.js'
import type { Answer } from './answer.js'
import { Call } from './call.js'
import type { Clock, Random } from './clock.js'
import { authLockError, entryFaultOf, genericError, KojiFault, keyError, typeError } from './fault.js'
import type { Hooks } from './hooks.js'
import type { Peer } from './http.js'
import { type Method, method } from './method.js'
import { iterate } from './python.js'
import type { HubOptions, HubServices } from './services.js'
import { type Credentials, openSession } from './session.js'
import { SessionTable } from './session-table.js'
import type { Store } from './store/store.js'
import type { Transaction } from './store/transaction.js'

export interface HubParts {
  readonly store: Store
  readonly methods: readonly Method[]
  readonly options: HubOptions
  readonly clock: Clock
  readonly random: Random
  readonly hooks: Hooks
  /** keeps the store's contents; called before a request's changes become permanent */
  readonly save: (store: Store) => void
}

/** A Koji hub behind its XML: sessions, the registry of methods, transactions. */
export class Hub implements HubServices {
  readonly store: Store
  readonly sessions: SessionTable
  readonly options: HubOptions
  readonly clock: Clock
  readonly hooks: Hooks
  readonly #methods: ReadonlyMap<string, Method>
  readonly #save: (store: Store) => void

  constructor({ store, methods, options, clock, random, hooks, save }: HubParts) {
    this.store = store
    this.options = options
    this.clock = clock
    this.hooks = hooks
    this.sessions = new SessionTable(clock, random)
    const multiCalls = ['multiCall', 'system.multicall'].map(name =>
      method(name, 'ModXMLRPCRequestHandler.multiCall(calls)', (call, calls) =>
        this.#entries(call, iterate(calls)),
      ),
    )
    this.#methods = new Map([...methods, ...multiCalls].map(method => [method.name, method]))
    this.#save = save
  }

  methodNames(): string[] {
    return [...this.#methods.keys()]
  }

  /**
   * Executes one request in one transaction. `write` makes the response of the answer, and thereby runs the
   * entries of a multicall; what faults there (a lazy query, a value that XML cannot carry) takes all back as any
   * fault does.
   */
  execute<T>(
    request: {
      method: string
      params: readonly RpcValue[]
      peer: Peer
      credentials: () => Credentials | undefined
    },
    write: (answer: Answer) => T,
  ): T {
    const call = new Call(this, request.peer)
    try {
      const method = this.#method(request.method)
      this.#openSession(call, request.method, request.credentials())
      const response = write(this.#run(call, method, request.params))
      if (call.tx.isDirty) this.commit(call.tx)
      return response
    } finally {
      call.tx.rollback()
    }
  }

  commit(tx: Transaction): void {
    if (tx.hasChanges) this.#save(this.store)
    tx.commit()
  }

  #method(name: string): Method {
    const method = this.#methods.get(name)
    if (method === undefined) throw genericError(`Invalid method: ${name}`)
    return method
  }

  #openSession(call: Call, method: string, credentials: Credentials | undefined): void {
    if (credentials === undefined) return
    call.session = openSession(this, call.tx, method, credentials)
    if (call.session.isLocked && !['exclusiveSession', 'login', 'logout'].includes(method)) {
      throw authLockError('User locked by another session')
    }
  }

  #run(call: Call, method: Method, params: readonly RpcValue[]): Answer {
    const fault = this.hooks.interceptCall?.({ method: method.name, params })
    if (fault !== undefined) throw new KojiFault(fault.faultCode, fault.faultString)
    return method.run(call, params)
  }

  // An entry runs when its answer is to be written, so that a long response is never held.
  *#entries(call: Call, entries: readonly RpcValue[]): Generator<Answer> {
    for (const entry of entries) yield this.#entry(call, entry)
  }

  /** Each entry has a savepoint and an event of its own; the savepoints alone make the request commit. */
  #entry(call: Call, entry: RpcValue): Answer {
    call.tx.touch()
    const savepoint = call.tx.savepoint()
    try {
      const { name, params } = entryOf(entry)
      return [this.#run(call, this.#method(name), params)]
    } catch (error) {
      if (error instanceof RelengError) throw error
      call.tx.rollback(savepoint)
      return { ...entryFaultOf(error) }
    } finally {
      call.tx.endCall()
    }
  }
}

function entryOf(entry: RpcValue): { name: string; params: readonly RpcValue[] } {
  if (!isStruct(entry)) throw typeError('a multicall entry is a struct')
  const member = (key: string) => {
    const value = Object.hasOwn(entry, key) ? entry[key] : undefined
    if (value === undefined) throw keyError(key)
    return value
  }
  const name = member('methodName')
  const params = iterate(member('params'))
  if (typeof name !== 'string') throw genericError(`Invalid method: ${String(name)}`)
  return { name, params }
}
