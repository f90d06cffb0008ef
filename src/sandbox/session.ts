import {
  actionNotAllowed,
  authError,
  authExpired,
  keyError,
  retryError,
  sequenceError,
  valueError,
} from './fault.js'
import { permissionsOf } from './permissions.js'
import { repr, toInt } from './python.js'
import type { HubServices } from './services.js'
import type { SessionRow } from './session-table.js'
import type { Transaction } from './store/transaction.js'

/** What a request says about its session. */
export interface Credentials {
  readonly id: number
  readonly key: string
  readonly callnum: number | null
}

/**
 * Who makes a request. `row` is the session that its credentials name; it is logged in unless the session
 * has expired, which only the login methods survive.
 */
export interface Session {
  readonly row: SessionRow | undefined
  isLoggedIn: boolean
  /** another session of the user is exclusive */
  readonly isLocked: boolean
  readonly isExclusive: boolean
  /** the row as it was before this request */
  readonly before: Readonly<SessionRow> | undefined
}

export const anonymous: Session = {
  row: undefined,
  isLoggedIn: false,
  isLocked: false,
  isExclusive: false,
  before: undefined,
}

/**
 * Reads the credentials from the headers, or, the old way, from the query string. `undefined` for neither.
 */
export function readCredentials(
  headers: ReadonlyMap<string, string>,
  query: string,
): Credentials | undefined {
  const id = headers.get('koji-session-id')
  if (id !== undefined) {
    const key = headers.get('koji-session-key')
    const parsedId = integerOf(id)
    if (key === undefined) throw keyError("'HTTP_KOJI_SESSION_KEY'")
    const callnum = headers.get('koji-session-callnum') ?? headers.get('koji-callnum')
    return { id: parsedId, key, callnum: callnum === undefined ? null : integerOf(callnum) }
  }
  return query === '' ? undefined : queryCredentials(query)
}

function queryCredentials(query: string): Credentials {
  if (query.split('&').some(field => !field.includes('=')))
    throw valueError(`bad query field: ${repr(query)}`)
  const fields = new URLSearchParams(query)
  const field = (name: string) => {
    const value = fields.get(name)
    if (value === null || value === '') throw authError(`'${name}' not specified in session args`)
    return value
  }
  const id = integerOf(field('session-id'))
  const key = field('session-key')
  const callnum = fields.get('callnum')
  if (callnum === null || callnum === '') return { id, key, callnum: null }
  const number = toInt(callnum)
  if (number === undefined) throw authError(`Invalid callnum: ${repr(callnum)}`)
  return { id, key, callnum: number }
}

function integerOf(text: string): number {
  const number = toInt(text)
  if (number === undefined) throw valueError(`invalid literal for int() with base 10: ${repr(text)}`)
  return number
}

const loginMethods = new Set(['login', 'sslLogin'])
// Koji lets these be sent again with the same number.
const retryMethods = new Set([
  'host.taskWait',
  'host.taskUnwait',
  'host.taskSetWait',
  'host.updateHost',
  'host.setBuildRootState',
  'repoExpire',
  'repoDelete',
  'repoProblem',
])

/** Opens the session of a request that calls `method`. The call number is stored only if `tx` commits. */
export function openSession(
  hub: HubServices,
  tx: Transaction,
  method: string,
  credentials: Credentials,
): Session {
  const row = hub.sessions.open(credentials.id, credentials.key)
  if (row === undefined) throw authError('Invalid session or bad credentials')
  expire(hub, row)
  if (row.expired && !loginMethods.has(method)) throw authExpired(`session "${row.id}" has expired`)
  const { callnum } = credentials
  if (callnum !== null) checkCallnum(row, callnum, method)
  const session = { row, isLoggedIn: false, isLocked: false, isExclusive: false, before: { ...row } }
  if (row.expired) return session

  const user = hub.store.users.byId(row.user_id)
  if (user === undefined || user.status !== 0) throw authError(`logins by ${user?.name} are not allowed`)
  const exclusive = row.exclusive ? row : hub.sessions.exclusiveOf(row.user_id)
  const isOurs = exclusive !== undefined && (exclusive === row || exclusive.id === row.master)
  row.update_time = hub.clock()
  if (callnum !== null) storeCallnum(tx, row, callnum)
  return { ...session, isLoggedIn: true, isExclusive: isOurs, isLocked: exclusive !== undefined && !isOurs }
}

function expire(hub: HubServices, row: SessionRow): void {
  const minutes = hub.options.sessionRenewalTimeout
  if (row.expired || minutes === 0) return
  if (hub.clock() <= (row.renew_time ?? row.start_time) + minutes * 60) return
  for (const other of hub.sessions.rows()) if (other === row || other.master === row.id) other.expired = true
}

function checkCallnum(row: SessionRow, callnum: number, method: string): void {
  if (row.callnum === null || row.callnum < callnum) return
  if (row.callnum > callnum) throw sequenceError(`${row.callnum} > ${callnum} (session ${row.id})`)
  if (retryMethods.has(method)) return
  throw retryError(`unable to retry call ${callnum} (method ${method}) for session ${row.id}`)
}

function storeCallnum(tx: Transaction, row: SessionRow, callnum: number): void {
  const before = row.callnum
  row.callnum = callnum
  tx.didAside(() => {
    row.callnum = before
  })
}

export function assertPermission(hub: HubServices, session: Session, permission: string): void {
  const held = heldPermissions(hub, session)
  if (held.includes(permission) || held.includes('admin')) return
  const user = session.isLoggedIn ? hub.store.users.nameOf(session.row?.user_id ?? null) : null
  const who = user === null ? 'user not logged in' : `logged in as ${user}`
  throw actionNotAllowed(`${permission} permission required (${who})`)
}

/** The permissions that a session's user holds, directly or through a group; none if anonymous. */
export function heldPermissions(hub: HubServices, session: Session): string[] {
  if (!session.isLoggedIn || session.row === undefined) return []
  return permissionsOf(hub.store, session.row.user_id)
}
