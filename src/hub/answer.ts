import type { ErrorContext } from '../koji/error.js'
import { MessageReader } from './codec/reader.js'
import { CodecError, isStruct, type MethodResponse, type RpcValue } from './codec/value.js'
import { KojiFault } from './fault.js'
import { isTemporary } from './network-error.js'
import { type Fate, HubError, type HubResponse, type Outlook } from './transport.js'

/** What one entry of a multicall came to. */
export type Outcome = { readonly value: RpcValue } | { readonly fault: KojiFault }

/** Where an answer comes from, and whether it holds a secret, which no error may quote. */
export interface Asked {
  readonly url: string
  readonly secret: boolean
}

/** The answer to a method. Throws `HubError` where it is none. */
export function readAnswer(response: HubResponse, asked: Asked): MethodResponse {
  if (response.status !== 200) throw refused(response, asked)
  try {
    return new MessageReader().write(response.body).response()
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause
    const [what, outlook]: [string, Outlook] = looksLikeHtml(response)
      ? ['a web page answers, not a Koji hub', 'permanent']
      : [`the answer is broken${asked.secret ? '' : `: ${cause.message}`}`, 'doubtful']
    throw new HubError(what, { ...context(response, asked, checkServer), outlook })
  }
}

function refused(response: HubResponse, asked: Asked): HubError {
  const { status } = response
  const retryAfter = secondsToWait(response.headers['retry-after'])
  const next =
    status === 401
      ? 'the web server refuses the login: check `authtype` in the profile; for Kerberos, whose ticket klist shows'
      : retryAfter !== undefined
        ? `the hub asks to be left alone for ${retryAfter} seconds; try again then`
        : status >= 500
          ? 'the hub or a proxy before it is in trouble; try again later'
          : checkServer
  const outlook: Outlook = isTemporary(status) ? 'temporary' : 'permanent'
  // A web server that answers 4xx has not handed the request on.
  const fate: Fate = status < 400 || status >= 500 ? 'unknown' : 'refused'
  return new HubError(`the hub answers HTTP ${status}`, {
    ...context(response, asked, next),
    fate,
    outlook,
    retryAfter,
  })
}

function context({ status, body }: HubResponse, { url, secret }: Asked, next: string): ErrorContext {
  return { where: url, next, details: [`HTTP ${status}`, ...(secret ? [] : [body.slice(0, 500)])] }
}

/** The outcomes of a multicall, one for each of its methods. */
export function readOutcomes(value: RpcValue, methods: readonly string[], url: string): Outcome[] {
  if (!Array.isArray(value) || value.length !== methods.length) {
    throw new HubError('the hub answered a multicall with something else', { where: url })
  }
  return methods.map((method, index) => readOutcome(value[index], method, url))
}

function readOutcome(entry: RpcValue | undefined, method: string, url: string): Outcome {
  if (Array.isArray(entry) && entry.length === 1) return { value: entry[0] }
  if (isStruct(entry) && typeof entry.faultCode === 'number' && typeof entry.faultString === 'string') {
    return { fault: new KojiFault(entry.faultCode, entry.faultString, method, url) }
  }
  throw new HubError('the hub answered a multicall with something else', { where: url })
}

const checkServer = 'check `server` in the profile: a hub is usually at …/kojihub'

/** `Retry-After`: seconds, or a date. */
function secondsToWait(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000)
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : undefined
}

function looksLikeHtml({ headers, body }: HubResponse): boolean {
  return /html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)/i.test(body)
}
