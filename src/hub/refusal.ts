import { isTemporary } from './network-error.js'
import { type Fate, HubError, type HubErrorContext, type HubResponse } from './transport.js'

/** An answer of another status than 200: no hub has answered, or it could not read the request. */
export function refusal({ status, headers }: HubResponse, url: string, context: HubErrorContext): HubError {
  const retryAfter = secondsToWait(headers['retry-after'])
  // A web server that answers 4xx has not handed the request on.
  const fate: Fate = status < 400 || status >= 500 ? 'unknown' : 'refused'
  return new HubError(`the hub answers HTTP ${status}`, {
    ...context,
    where: url,
    next: retryAfter === undefined ? hint(status, headers.location, url) : waitFor(retryAfter),
    fate,
    outlook: isTemporary(status) ? 'temporary' : 'permanent',
    retryAfter,
  })
}

export const checkServer = 'check `server` in the profile: a hub is usually at …/kojihub'

function hint(status: number, location: string | undefined, url: string): string {
  const known = hints.get(status)
  if (known !== undefined) return known
  if (status >= 500) return 'the hub or a proxy before it is in trouble; try again later'
  const target = location === undefined || status >= 400 ? undefined : targetOf(location, url)
  return target === undefined ? checkServer : `it points to ${target}: check \`server\` in the profile`
}

const hints = new Map<number, string>([
  [400, 'the hub or a proxy before it cannot read the request; --debug shows its own words'],
  [
    401,
    'the web server refuses the login: check `authtype` in the profile; for Kerberos, whose ticket klist shows',
  ],
  [403, 'the web server lets nobody in there: check `server` and the login settings of the profile'],
  [408, 'the request came too slowly: check the network, and try again'],
  [413, 'the web server or a proxy takes no request of this size: its administrators must allow 2 MB'],
  [429, 'the hub or a proxy before it is asked too often; try again later, with fewer --connections'],
])

function waitFor(seconds: number): string {
  return `the hub asks to be left alone for ${seconds} seconds; try again then`
}

/** Where a redirection leads, as far as it can be shown: without a user, a password and a query. */
function targetOf(location: string, url: string): string | undefined {
  if (!URL.canParse(location, url)) return undefined
  const { protocol, host, pathname } = new URL(location, url)
  return host === '' ? undefined : `${protocol}//${host}${pathname}`.slice(0, longestTarget)
}

const longestTarget = 200

/** `Retry-After`: seconds, or a date. */
function secondsToWait(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000)
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : undefined
}
