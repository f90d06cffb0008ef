import type { Call } from '../koji/call.js'
import { RelengError } from '../koji/error.js'
import type { CallOptions, HubClient, Outcome, RequestWatch } from './client.js'
import { isStruct, type RpcValue } from './codec/value.js'
import { FaultCode, KojiFault } from './fault.js'
import type { Login } from './login.js'
import { HubError } from './transport.js'

/**
 * A login on a hub. Calls go out one after the other, each with the next `callnum`: the hub refuses numbers
 * that go back, and answers 1009 to a repeated one that was committed already. The session key lives in a
 * private field, so that no log, error or `util.inspect` can show it.
 */
export class Session {
  readonly #client: HubClient
  readonly #id: number
  readonly #key: string
  #callnum = 0
  #last: Promise<unknown> = Promise.resolve()

  private constructor(client: HubClient, id: number, key: string) {
    this.#client = client
    this.#id = id
    this.#key = key
  }

  /** Logs in. Throws `RelengError` where the hub refuses; its words are kept. */
  static async open(client: HubClient, login: Login): Promise<Session> {
    try {
      const answer = await client.call(login.call(), { path: login.path, secret: true })
      if (isStruct(answer)) {
        const { 'session-id': id, 'session-key': key } = answer
        // A key of other characters could not travel in a header.
        if (typeof id === 'number' && typeof key === 'string' && /^[!-~]+$/.test(key))
          return new Session(client, id, key)
      }
    } catch (error) {
      throw loginError(error, login, client.url)
    }
    throw new HubError('the hub answered the login with something else', { where: client.url })
  }

  multiCall(calls: readonly Call<RpcValue>[], watch?: RequestWatch): Promise<Outcome[]> {
    return this.#inOrder(() => this.#client.multiCall(calls, this.#options, watch))
  }

  call(call: Call<RpcValue>): Promise<RpcValue> {
    return this.#inOrder(() => this.#client.call(call, this.#options))
  }

  /** Ends the session on the hub; one that is gone already is no error. */
  async close(): Promise<void> {
    try {
      await this.call({ method: 'logout', params: [] })
    } catch (error) {
      if (!(error instanceof KojiFault && sessionGone.has(error.code))) throw error
    }
  }

  /**
   * Ends the session in a way that cannot hide how the work in it went: what goes wrong is told, not thrown.
   * A session that cannot be closed ends by itself.
   */
  async end(): Promise<RelengError[]> {
    try {
      await this.close()
      return []
    } catch (error) {
      if (error instanceof RelengError) return [error]
      throw error
    }
  }

  #inOrder<T>(send: () => Promise<T>): Promise<T> {
    const sent = this.#last.then(send)
    // Only the order matters here; whoever awaits `sent` meets its error.
    this.#last = sent.catch(() => undefined)
    return sent
  }

  readonly #options: CallOptions = {
    headers: () => ({
      'Koji-Session-Id': String(this.#id),
      'Koji-Session-Key': this.#key,
      'Koji-Session-Callnum': String(this.#callnum++),
    }),
  }
}

const sessionGone: ReadonlySet<number> = new Set([FaultCode.auth, FaultCode.expired])

function loginError(error: unknown, login: Login, hub: string): unknown {
  if (error instanceof KojiFault && error.code === FaultCode.auth) {
    return new RelengError(`the hub refuses the login with ${login.describe}: ${error.text}`, {
      where: hub,
      next: login.hint,
      cause: error,
    })
  }
  return error
}
