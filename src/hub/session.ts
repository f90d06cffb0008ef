import type { Call } from '../koji/call.js'
import { RelengError } from '../koji/error.js'
import { type Outcome, somethingElse } from './answer.js'
import type { HubClient, RequestWatch } from './client.js'
import { isStruct, type RpcValue } from './codec/value.js'
import { FaultCode, KojiFault } from './fault.js'
import type { Login } from './login.js'

/**
 * A login on a hub. Calls go out one after the other, each with the next `callnum`: the hub refuses numbers
 * that go back, and answers 1009 to a repeated one that was committed already. Where the hub says that the
 * session has expired, a fresh login follows, and the call is sent again. The key lives in a private field,
 * so that no log, error or `util.inspect` can show it.
 */
export class Session {
  readonly #client: HubClient
  readonly #login: Login
  #credentials: Credentials
  #callnum = 0
  #last: Promise<unknown> = Promise.resolve()

  private constructor(client: HubClient, login: Login, credentials: Credentials) {
    this.#client = client
    this.#login = login
    this.#credentials = credentials
  }

  /** Logs in. Throws `RelengError` where the hub refuses; its words are kept. */
  static async open(client: HubClient, login: Login): Promise<Session> {
    return new Session(client, login, await logIn(client, login))
  }

  multiCall(
    calls: readonly Call<RpcValue>[],
    watch?: RequestWatch,
    signal?: AbortSignal,
  ): Promise<Outcome[]> {
    return this.#inOrder(() => this.#client.multiCall(calls, { ...this.#options, signal }, watch))
  }

  call(call: Call<RpcValue>): Promise<RpcValue> {
    return this.#inOrder(() => this.#client.call(call, this.#options))
  }

  /**
   * Returns when no earlier request of this session can write any more, even one whose answer was lost.
   *
   * A hub locks the row of a session while it works on a request (kojihub/auth.py), so this one waits for those
   * before it. And a multicall always stores its `callnum`, even where it only reads, so that a request which
   * was held up on its way and comes later is refused: its number goes back (1008).
   */
  async settle(): Promise<void> {
    await this.multiCall([{ method: 'getAPIVersion', params: [] }])
  }

  /** Ends the session on the hub; one that is gone already is no error. */
  async close(): Promise<void> {
    const { renew, ...options } = this.#options
    try {
      const logout = () => this.#client.call({ method: 'logout', params: [] }, { ...options, isBrief: true })
      await this.#client.persist(() => this.#inOrder(logout))
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

  readonly #options = {
    headers: () => ({
      'Koji-Session-Id': String(this.#credentials.id),
      'Koji-Session-Key': this.#credentials.key,
      'Koji-Session-Callnum': String(this.#callnum++),
    }),
    // Not Koji's own renewal: that keeps the number of the last call, and refuses the next as going back.
    renew: async () => {
      this.#credentials = await logIn(this.#client, this.#login)
      this.#callnum = 0
    },
  }
}

interface Credentials {
  readonly id: number
  readonly key: string
}

async function logIn(client: HubClient, login: Login): Promise<Credentials> {
  const { path, negotiate } = login
  try {
    const answer = await client.call(login.call(), {
      path,
      secrets: login.secrets?.() ?? [],
      isBrief: true,
      ...(negotiate && { negotiate }),
    })
    if (isStruct(answer)) {
      const { 'session-id': id, 'session-key': key } = answer
      // A key of other characters could not travel in a header, or would look otherwise where XML quotes it.
      const isKey = typeof key === 'string' && /^[!#-%(-;=?-~]+$/.test(key)
      if (typeof id === 'number' && isKey) return { id, key }
    }
  } catch (error) {
    throw loginError(error, login, client.url)
  }
  throw somethingElse('the login', client.url)
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
