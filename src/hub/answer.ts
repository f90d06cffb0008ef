import { MessageReader } from './codec/reader.js'
import { CodecError, isStruct, type MethodResponse, type RpcValue } from './codec/value.js'
import { KojiFault } from './fault.js'
import { checkServer, refusal } from './refusal.js'
import { HubError, type HubResponse, type Outlook } from './transport.js'

/** What one entry of a multicall came to. */
export type Outcome = { readonly value: RpcValue } | { readonly fault: KojiFault }

/** Where an answer comes from, and whether it holds a secret, which no error may quote. */
export interface Asked {
  readonly url: string
  readonly secret: boolean
}

/** The answer to a method. Throws `HubError` where it is none. */
export function readAnswer(response: HubResponse, asked: Asked): MethodResponse {
  const context = { where: asked.url, details: detailsOf(response, asked) }
  if (response.status !== 200) throw refusal(response, asked.url, context)
  try {
    return new MessageReader().write(response.body).response()
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause
    const [what, outlook]: [string, Outlook] = looksLikeHtml(response)
      ? ['a web page answers, not a Koji hub', 'permanent']
      : [`the answer is broken${asked.secret ? '' : `: ${cause.message}`}`, 'doubtful']
    throw new HubError(what, { ...context, next: checkServer, outlook })
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
