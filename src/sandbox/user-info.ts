import { isStruct, type RpcStruct, type RpcValue } from '../hub/codec/value.js'
import type { Call } from './call.js'
import { databaseError, genericError } from './fault.js'
import { member } from './lookup.js'
import { isInt, repr, truthy, typeName } from './python.js'
import type { Store, User } from './store/store.js'

/** Koji's `get_user`: by id, by name or Kerberos principal, or by a struct of these; `null` is oneself. */
export function findUser(call: Call, given: RpcValue): User | undefined {
  const { store } = call
  const userInfo = given ?? call.userId
  if (userInfo === null) throw genericError('No user provided')
  if (isInt(userInfo)) return byId(store, userInfo)
  if (typeof userInfo === 'string') return store.users.byName(userInfo) ?? byPrincipal(store, userInfo)
  if (isStruct(userInfo)) return byStruct(store, userInfo)
  throw genericError(`Invalid type for userInfo: ${typeName(userInfo)}`)
}

export function findUserStrict(call: Call, userInfo: RpcValue): User {
  const user = findUser(call, userInfo)
  if (user === undefined) throw genericError(`No such user: ${repr(userInfo ?? call.userId)}`)
  return user
}

function byId(store: Store, id: number | boolean): User | undefined {
  if (typeof id === 'boolean') throw databaseError('operator does not exist: integer = boolean')
  return store.users.byId(id)
}

export function byPrincipal(store: Store, principal: string): User | undefined {
  return store.users.rows().find(user => user.krb_principals.includes(principal))
}

function byStruct(store: Store, info: RpcStruct): User | undefined {
  const id = member(info, 'id') ?? null
  if (id !== null && !isInt(id)) throw genericError(`Invalid type for userid: ${typeName(id)}`)
  const name = textOf(info, 'name', 'username')
  const principal = textOf(info, 'krb_principal', 'krb_principal')
  const candidates = id === null ? store.users.rows() : [byId(store, id)]
  return candidates.find(
    user =>
      user !== undefined &&
      (name === undefined || user.name === name) &&
      (principal === undefined || user.krb_principals.includes(principal)),
  )
}

function textOf(info: RpcStruct, key: string, what: string): string | undefined {
  const value = member(info, key) ?? null
  if (!truthy(value)) return undefined
  if (typeof value !== 'string') throw genericError(`Invalid type for ${what}: ${typeName(value)}`)
  return value
}

export function userStruct(user: User, { principals = true } = {}): RpcStruct {
  const { id, name, status, usertype, krb_principals } = user
  return { id, name, status, usertype, ...(principals && { krb_principals }) }
}
