import { isStruct, type RpcStruct, type RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { formatTime } from '../clock.js'
import { actionNotAllowed, authError, authLockError, genericError, KojiFault, typeError } from '../fault.js'
import { double } from '../lookup.js'
import { method } from '../method.js'
import { isPassword } from '../password.js'
import { isList, repr, toInt, truthy } from '../python.js'
import { type AuthType, authTypes, type SessionRow } from '../session-table.js'
import { Signature } from '../signature.js'
import { byPrincipal, findUserStrict } from '../user-info.js'
import { addUser } from './users.js'

// What changes a session commits at once, with all that the request did so far.
export const sessionMethods = [
  forwarding('login', 'Session.login(user, password, opts=None, renew=False, exclusive=False)', login),
  forwarding(
    'sslLogin',
    'Session.sslLogin(proxyuser=None, proxyauthtype=None, renew=False, exclusive=None)',
    sslLogin,
  ),
  method('logout', 'logout(session_id=None)', logout),
  method('subsession', 'subsession()', call => {
    const own = call.ownSession()
    const child = call.hub.sessions.create(own.user_id, own.authtype, own.master ?? own.id)
    call.commit()
    return sessionInfo(child)
  }),
  method('logoutChild', 'logoutChild(session_id)', (call, session_id) => {
    const own = call.ownSession()
    const child = call.hub.sessions.get(toInt(session_id) ?? 0)
    if (child?.master === own.id) call.hub.sessions.close(child)
    call.commit()
    return null
  }),
  forwarding('exclusiveSession', 'Session.makeExclusive(force=False)', makeExclusive),
  method('sharedSession', 'sharedSession()', call => {
    if (call.session.row !== undefined) call.session.row.exclusive = null
    call.commit()
    return null
  }),
  method('getSessionInfo', 'RootExports.getSessionInfo(details=False, user_id=None)', getSessionInfo),
  method('showSession', 'RootExports.showSession()', ({ session }) =>
    session.isLoggedIn
      ? `session ${session.row?.id}: {'user_id': ${session.row?.user_id}, 'callnum': ${repr(session.row?.callnum ?? null)}}`
      : 'session: not logged in (no session header or session args)',
  ),
]

/** A method that passes all it gets on: wrong arguments are then an uncaught TypeError. */
function forwarding(name: string, signature: string, run: (call: Call, ...args: RpcValue[]) => RpcValue) {
  const declared = new Signature(signature)
  return method(name, `${name}(*args, **opts)`, (call, args, opts) => {
    const positional = isList(args) ? args : []
    const keywords = isStruct(opts) && Object.keys(opts).length > 0 ? [{ ...opts, __starstar: true }] : []
    return run(call, ...bind(declared, [...positional, ...keywords]))
  })
}

function bind(declared: Signature, params: readonly RpcValue[]): RpcValue[] {
  try {
    return declared.bind(params)
  } catch (error) {
    throw error instanceof KojiFault ? typeError(error.message) : error
  }
}

function login(call: Call, user: RpcValue, password: RpcValue, _opts: RpcValue, renew: RpcValue): RpcValue {
  const invalid = authError('invalid username or password')
  if (typeof password !== 'string' || password === '') throw invalid
  if (call.session.isLoggedIn) throw authError('Already logged in')
  const known = typeof user === 'string' ? call.store.users.byName(user) : undefined
  if (known?.password == null || !isPassword(password, known.password)) throw invalid
  return openFor(call, known.id, authTypes.password, truthy(renew))
}

/** The web server has verified who the client is; an unknown user is made, unless the hub forbids it. */
function sslLogin(call: Call, proxyuser: RpcValue, _proxyauthtype: RpcValue, renew: RpcValue): RpcValue {
  const { user, principal } = call.peer
  if (call.session.isLoggedIn) throw authError('Already logged in')
  const name = principal ?? user
  if (name === undefined || name === '') throw authError('could not verify client: None')
  if (truthy(proxyuser)) {
    throw authError(`${principal ?? `CN=${user}`} is not authorized to login other users`)
  }
  const isPrincipal = principal?.includes('@') ?? false
  const known = (isPrincipal ? byPrincipal(call.store, name) : call.store.users.byName(name))?.id
  if (known === undefined && !call.hub.options.loginCreatesUser) throw authError(`Unknown user: ${name}`)
  const user_id = known ?? (isPrincipal ? userOfPrincipal(call, name) : addUser(call, name))
  return openFor(call, user_id, principal === undefined ? authTypes.ssl : authTypes.gssapi, truthy(renew))
}

/** Koji's `createUserFromKerberos`: a user of that name gets the principal, else one is made with it. */
function userOfPrincipal(call: Call, principal: string): number {
  const { users } = call.store
  const name = principal.slice(0, principal.indexOf('@'))
  const user = users.byName(name)
  if (user === undefined) return addUser(call, name, 0, [principal])
  users.update(call.tx, { ...user, krb_principals: [...user.krb_principals, principal] })
  call.commit()
  return user.id
}

function openFor(call: Call, user_id: number, authtype: AuthType, renew: boolean): RpcStruct {
  const { sessions } = call.hub
  const user = call.store.users.byId(user_id)
  if (user === undefined || user.status !== 0) throw authError(`logins by ${user?.name} are not allowed`)
  const { row } = call.session
  const isRenewal = renew && row !== undefined
  if (isRenewal) sessions.renew(row)
  call.commit()
  return sessionInfo(isRenewal ? row : sessions.create(user_id, authtype, null))
}

function sessionInfo(row: SessionRow): RpcStruct {
  return { 'session-id': row.id, 'session-key': row.key, 'header-auth': true }
}

function logout(call: Call, session_id: RpcValue): null {
  const { sessions } = call.hub
  const own = call.ownSession()
  const id = truthy(session_id) ? toInt(session_id) : own.id
  if (truthy(session_id) && !call.permissions().includes('admin')) {
    const other = sessions.get(id ?? 0)
    if (other?.user_id !== own.user_id) throw genericError('query returned no rows')
  }
  for (const row of sessions.rows()) if (row.id === id || row.master === id) sessions.close(row)
  call.commit()
  if (!truthy(session_id)) call.session.isLoggedIn = false
  return null
}

function makeExclusive(call: Call, force: RpcValue): null {
  const { session, hub } = call
  const { row } = session
  if (row?.master != null) throw genericError('subsessions cannot become exclusive')
  if (session.isExclusive) throw genericError('session is already exclusive')
  if (row === undefined) return null
  const other = hub.sessions.exclusiveOf(row.user_id)
  if (other !== undefined) {
    if (!truthy(force)) throw authLockError('Cannot get exclusive session')
    hub.sessions.close(other)
  }
  row.exclusive = true
  call.commit()
  return null
}

function getSessionInfo(call: Call, details: RpcValue, user: RpcValue): RpcValue {
  if (!call.session.isLoggedIn) return null
  const own = call.ownSession()
  if (!truthy(user)) return sessionStruct(call.session.before ?? own, truthy(details))
  const user_id = findUserStrict(call, user).id
  if (user_id !== own.user_id && !call.permissions().includes('admin')) {
    throw actionNotAllowed('only admins or owners may see all active sessions')
  }
  const rows = [...call.hub.sessions.rows()].filter(row => row.user_id === user_id && !row.expired)
  return rows.map(row => sessionStruct(row, truthy(details)))
}

function sessionStruct(row: Readonly<SessionRow>, withDetails: boolean): RpcStruct {
  const time = (seconds: number | null) => (seconds === null ? null : formatTime(seconds))
  return {
    user_id: row.user_id,
    expired: row.expired,
    master: row.master,
    authtype: row.authtype,
    callnum: row.callnum,
    exclusive: row.exclusive,
    start_time: time(row.start_time),
    start_ts: double(row.start_time),
    update_time: time(row.update_time),
    update_ts: double(row.update_time),
    renew_time: time(row.renew_time),
    renew_ts: double(row.renew_time),
    ...(withDetails && { hostip: '-', id: row.id }),
  }
}
