import type { Call } from '../koji/call.js'
import { RelengError } from '../koji/error.js'
import { isJsonObject, type Json } from '../koji/json.js'
import type { Outcome } from './answer.js'
import type { SessionCaller } from './caller.js'
import type { RequestWatch } from './client.js'
import type { RpcValue } from './codec/value.js'

/**
 * Sends a plan's calls on a session. Plans speak names; the one method of Koji that insists on ids is
 * `setInheritanceData`, and here its parents' names become ids.
 */
export class CallSender {
  readonly #session: SessionCaller
  readonly #ids: Map<string, number>
  /** tags that a call made without telling their ids */
  readonly #copies = new Set<string>()

  /** @param ids the ids of tags that are known already, by name */
  constructor(session: SessionCaller, ids: ReadonlyMap<string, number>) {
    this.#session = session
    this.#ids = new Map(ids)
  }

  /** All calls in one request, as far as their size allows; one outcome for each. */
  async send(calls: readonly Call[], watch?: RequestWatch, signal?: AbortSignal): Promise<Outcome[]> {
    let answered = 0
    const remembering: RequestWatch = {
      sending: count => watch?.sending(count),
      answered: outcomes => {
        for (const outcome of outcomes) this.#remember(calls[answered++], outcome)
        watch?.answered(outcomes)
      },
    }
    await this.#lookUp(calls)
    const sent = calls.map(call => this.#withIds(call))
    return this.#session.multiCall(sent, remembering, signal)
  }

  /** Takes in the ids of tags that were read since: of those that a call made whose answer was lost. */
  learn(ids: ReadonlyMap<string, number>): void {
    for (const [name, id] of ids) {
      this.#ids.set(name, id)
      this.#copies.delete(name)
    }
  }

  #remember(call: Call | undefined, outcome: Outcome): void {
    const [name, copy] = call?.params ?? []
    if (call?.method === 'snapshotTag' && typeof copy === 'string' && 'value' in outcome)
      this.#copies.add(copy)
    if (call?.method !== 'createTag' || typeof name !== 'string') return
    if ('value' in outcome && typeof outcome.value === 'number') this.#ids.set(name, outcome.value)
  }

  /** Asks for the ids of parents that the hub made itself as copies of others: it does not tell them. */
  async #lookUp(calls: readonly Call[]): Promise<void> {
    const parents = calls
      .filter(({ method }) => method === 'setInheritanceData')
      .flatMap(({ params: [, links = []] }) => linksOf(links).map(({ parent }) => parent))
    const unknown = [...new Set(parents)].filter(
      parent => typeof parent === 'string' && this.#copies.has(parent),
    )
    if (unknown.length === 0) return
    const outcomes = await this.#session.multiCall(
      unknown.map(parent => ({ method: 'getTagID', params: [parent ?? null] })),
    )
    for (const [index, outcome] of outcomes.entries()) {
      const name = unknown[index]
      if (typeof name !== 'string' || !('value' in outcome) || typeof outcome.value !== 'number') continue
      this.#ids.set(name, outcome.value)
      this.#copies.delete(name)
    }
  }

  #withIds(call: Call): Call<RpcValue> {
    if (call.method !== 'setInheritanceData') return call
    const [tag = null, links = [], ...rest] = call.params
    return { ...call, params: [tag, linksOf(links).map(link => this.#withId(link)), ...rest] }
  }

  #withId({ parent, ...link }: { readonly [key: string]: Json }): { [key: string]: Json } {
    const id = typeof parent === 'string' ? this.#ids.get(parent) : undefined
    if (id !== undefined) return { parent_id: id, ...link }
    throw new RelengError(`the parent ${String(parent)} is not on the hub`, { next: 'plan again' })
  }
}

function linksOf(links: Json): { readonly [key: string]: Json }[] {
  return Array.isArray(links) ? links.filter(isJsonObject) : []
}
