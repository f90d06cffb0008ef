import { MessageReader } from './codec/reader.js'
import { CodecError, isStruct, type MethodResponse, type RpcValue } from './codec/value.js'
import { clipped, KojiFault } from './fault.js'
import { checkServer, refusal } from './refusal.js'
import { HubError, type HubResponse, type Outlook } from './transport.js'

/** What one entry of a multicall came to. */
export type Outcome = { readonly value: RpcValue } | { readonly fault: KojiFault }

/** Where an answer comes from, and whether it holds a secret, which no error may quote. */
export interface Asked {
  readonly url: string
  readonly secret: boolean
}

/** Reads the answer to a method while it comes. What is no answer is read no further than where that shows. */
export class AnswerReader {
  readonly #reader = new MessageReader()
  #error: unknown
  #bytes: number | undefined

  /** how much of it came */
  get bytes(): number {
    return this.#bytes ?? 0
  }

  /** Takes a piece of it, and tells whether more is wanted. */
  take(piece: string): boolean {
    this.#bytes = this.bytes + Buffer.byteLength(piece)
    try {
      this.#reader.write(piece)
    } catch (error) {
      this.#error = error
    }
    return this.#error === undefined
  }

  /** The answer, once all of it was taken, or out of the response. Throws `HubError` where it is none. */
  answer(response: HubResponse, asked: Asked): MethodResponse {
    const context = { where: asked.url, details: detailsOf(response, asked) }
    if (response.status !== 200) throw refusal(response, asked.url, context)
    if (this.#bytes === undefined) this.take(response.body)
    try {
      if (this.#error !== undefined) throw this.#error
      return this.#reader.response()
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause
      const [what, outlook]: [string, Outlook] = looksLikeHtml(response)
        ? ['a web page answers, not a Koji hub', 'permanent']
        : [`the answer is broken${asked.secret ? '' : `: ${clipped(cause.message, 300)}`}`, 'doubtful']
      throw new HubError(what, { ...context, next: checkServer, outlook })
    }
  }
}

function detailsOf({ status, body }: HubResponse, { secret }: Asked): string[] {
  return [`HTTP ${status}`, ...(secret ? [] : [body.slice(0, 500)])]
}

/** The outcomes of a multicall, one for each of its methods. */
export function readOutcomes(value: RpcValue, methods: readonly string[], url: string): Outcome[] {
  if (!Array.isArray(value) || value.length !== methods.length) {
    throw somethingElse('a multicall', url)
  }
  return methods.map((method, index) => readOutcome(value[index], method, url))
}

function readOutcome(entry: RpcValue | undefined, method: string, url: string): Outcome {
  if (Array.isArray(entry) && entry.length === 1) return { value: entry[0] }
  if (isStruct(entry) && typeof entry.faultCode === 'number' && typeof entry.faultString === 'string') {
    return { fault: new KojiFault(entry.faultCode, entry.faultString, method, url) }
  }
  throw somethingElse('a multicall', url)
}

function looksLikeHtml({ headers, body }: HubResponse): boolean {
  return /html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)/i.test(body)
}

/** An answer that is well-formed, but none to what was asked. */
export function somethingElse(what: string, where: string): HubError {
  const next = 'what answers is no Koji that this tool knows: check `server` in the profile'
  return new HubError(`the hub answered ${what} with something else`, { where, next })
}
