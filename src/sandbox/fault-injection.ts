import { writeFault } from '../hub/codec/writer.js'
import { RelengError } from '../koji/error.js'
import type { Hooks, RequestInfo } from './hooks.js'
import { type HubResponse, httpResponse } from './http.js'

/** How a served sandbox can misbehave, to try a client on it; `faultTexts` says what each does. */
export const faultModes = [
  'fault',
  'offline',
  '502',
  '503',
  '504',
  'drop-before',
  'drop-after',
  'hang',
  'truncate',
] as const
export type FaultMode = (typeof faultModes)[number]

export const faultTexts: readonly (readonly [modes: string, text: string])[] = [
  ['fault', 'the whole request answers a fault, and does nothing'],
  ['offline', "the same, by Koji's fault for maintenance, 1014"],
  ['502, 503, 504', 'a web server before the hub answers so; nothing is done'],
  ['drop-before', 'the connection is closed; nothing is done'],
  ['drop-after', 'all is done, and the connection closed; no answer'],
  ['hang', 'all is done, and the answer never comes'],
  ['truncate', 'all is done, and the answer breaks off in its middle'],
]

/** `METHOD[:N]=MODE`: the N-th request that carries the method, or each of them; `*` is any method. */
export interface FaultRule {
  readonly method: string
  readonly nth: number | undefined
  readonly mode: FaultMode
}

export function parseFaultRule(text: string): FaultRule {
  const [, method, nth, mode] = /^([\w.]+|\*)(?::([1-9]\d*))?=([\w-]+)$/.exec(text) ?? []
  const known = faultModes.find(one => one === mode)
  if (method === undefined || known === undefined) {
    throw new RelengError(`${JSON.stringify(text)} is no fault to inject`, {
      next: `write METHOD=MODE or METHOD:N=MODE, where METHOD may be * for any, and MODE is one of ${faultModes.join(', ')}`,
    })
  }
  return { method, nth: nth === undefined ? undefined : Number(nth), mode: known }
}

/** Hooks that follow the rules; requests are counted per rule. */
export function faultHooks(rules: readonly FaultRule[]): Hooks {
  const counts = new Map<FaultRule, number>()
  const due = ({ methods }: Pick<RequestInfo, 'methods'>): FaultMode | undefined => {
    let mode: FaultMode | undefined
    for (const rule of rules) {
      if (rule.method !== '*' && !methods.includes(rule.method)) continue
      const count = (counts.get(rule) ?? 0) + 1
      counts.set(rule, count)
      if (rule.nth === undefined || rule.nth === count) mode ??= rule.mode
    }
    return mode
  }
  let current: FaultMode | undefined
  return {
    interceptRequest: info => {
      current = due(info)
      return current && before(current)
    },
    interceptResponse: (_info, response) => current && after(current, response),
  }
}

function before(mode: FaultMode): HubResponse | undefined {
  switch (mode) {
    case 'fault':
      return fault(1000, 'an injected fault')
    case 'offline':
      return fault(1014, 'server is offline')
    case '502':
    case '503':
    case '504':
      return httpResponse(Number(mode), 'text/html', '<html><body>an injected fault</body></html>')
    case 'drop-before':
      return { ...httpResponse(200, 'text/xml', ''), delivery: 'drop' }
    default:
      return undefined
  }
}

function fault(faultCode: number, faultString: string): HubResponse {
  return httpResponse(200, 'text/xml', writeFault({ faultCode, faultString }))
}

function after(mode: FaultMode, response: HubResponse): HubResponse | undefined {
  if (mode === 'drop-after') return { ...response, delivery: 'drop' }
  return mode === 'hang' || mode === 'truncate' ? { ...response, delivery: mode } : undefined
}
