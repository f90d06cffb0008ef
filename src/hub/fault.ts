import { RelengError } from '../koji/error.js'
import { type Fate, HubError } from './transport.js'

/** The fault codes of Koji that this client acts upon (koji/__init__.py). */
export const FaultCode = {
  internal: 1,
  generic: 1000,
  auth: 1002,
  notAllowed: 1004,
  expired: 1007,
  sequence: 1008,
  retry: 1009,
  offline: 1014,
} as const

/** What became of the request that ended in this error. What a call was that is repeated (1009), Koji does not tell. */
export function fateOf(error: unknown): Fate {
  if (error instanceof HubError) return error.fate
  if (!(error instanceof KojiFault)) return 'not-sent'
  return error.code === FaultCode.retry ? 'unknown' : 'refused'
}

/** Whether it is unknown what the hub did: no answer came, or this call was committed in an earlier try. */
export function isOutcomeLost(error: unknown): boolean {
  return fateOf(error) === 'unknown'
}

/** A hub's own "no" to one call: its code and its own words. */
export class KojiFault extends RelengError {
  override readonly name = 'KojiFault'
  readonly text: string

  constructor(
    readonly code: number,
    words: string,
    readonly method: string,
    hub: string,
  ) {
    const text = clipped(words, longestText)
    super(`${method}: ${firstLine(text)}`, {
      where: hub,
      next: hints.get(code) ?? 'the hub said no; its own words are above',
      details: [`fault ${code}: ${text}`],
    })
    this.text = text
  }

  /** Nothing of that name was ever in the hub's table (`lookup_name` of Koji). */
  get isUnknownName(): boolean {
    return this.code === FaultCode.generic && this.text.startsWith('No such entry in table ')
  }

  /** No tag of that name is there, whether or not one once was (`get_tag` of Koji). */
  get isNoSuchTag(): boolean {
    return this.code === FaultCode.generic && this.text.startsWith('No such tagInfo: ')
  }
}

// A traceback is some kB; nobody reads more, and it would be in every log.
const longestText = 20_000

/** A text that may be of any length, as long as a person may want it; the middle is left out. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text
  const half = Math.floor(most / 2)
  return `${text.slice(0, half)}…${text.slice(-half)}`
}

const hints = new Map<number, string>([
  [FaultCode.internal, 'the hub failed inside; its administrators find the cause in its error log'],
  [FaultCode.auth, 'log in again, and check the login settings of the profile'],
  [FaultCode.notAllowed, 'ask an administrator of the hub for the permission that is named'],
  [FaultCode.expired, 'run the command again: it logs in anew'],
  [FaultCode.sequence, 'run the command again: it logs in anew'],
  [FaultCode.retry, 'the call was done already; run the command again to see the state it left'],
  [FaultCode.offline, 'the hub is closed for maintenance; try again later'],
])

// A fault with code 1 may carry a whole Python traceback; its last line says what happened.
function firstLine(text: string): string {
  const lines = text.trim().split('\n')
  return (lines[0]?.startsWith('Traceback') ? lines.at(-1) : lines[0]) ?? ''
}
