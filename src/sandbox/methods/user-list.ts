import { isStruct, type RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { attributeError, databaseError, genericError, parameterError } from '../fault.js'
import { findStrict, member } from '../lookup.js'
import { method } from '../method.js'
import { namePrefix } from '../name-glob.js'
import { permissionsOf } from '../permissions.js'
import { isInt, isList, str, truthy } from '../python.js'
import { QueryOptions } from '../query-options.js'
import type { User } from '../store/store.js'
import { findUser, userStruct } from '../user-info.js'

export const userListMethods = [
  method(
    'listUsers',
    'RootExports.listUsers(userType=0, prefix=None, queryOpts=None, perm=None, inherited_perm=False)',
    listUsers,
  ),
  method('enableUser', 'RootExports.enableUser(username)', (call, user) => setStatus(call, user, 0)),
  method('disableUser', 'RootExports.disableUser(username)', (call, user) => setStatus(call, user, 1)),
]

function listUsers(
  { store }: Call,
  userType: RpcValue,
  prefix: RpcValue,
  queryOpts: RpcValue,
  perm: RpcValue,
  inherited: RpcValue,
): RpcValue {
  if (truthy(inherited) && !truthy(perm)) {
    throw genericError('inherited_perm option must be used with perm option')
  }
  const hasType = typeFilter(userType)
  const permission = truthy(perm) ? findStrict(store.permissions, perm).name : undefined
  const hasPrefix = truthy(prefix) ? namePrefix(str(prefix)) : () => true
  if (queryOpts !== null && !isStruct(queryOpts)) throw attributeError("object has no attribute 'get'")
  if (queryOpts !== null && truthy(member(queryOpts, 'group') ?? null)) {
    throw genericError('queryOpts.group is not available for this API')
  }
  const holds = ({ id }: User) =>
    permission === undefined ||
    permissionsOf(store, id, { withGroups: truthy(inherited) }).includes(permission)
  const users = store.users.rows().filter(user => hasType(user) && hasPrefix(user.name) && holds(user))
  const columns = ['id', 'name', 'status', 'usertype', 'krb_principals']
  return new QueryOptions(queryOpts, columns).apply(users.map(user => userStruct(user)))
}

/** One type or several; `null` is any. */
function typeFilter(userType: RpcValue): (user: User) => boolean {
  if (userType === null) return () => true
  if (!isInt(userType) && !isList(userType)) {
    throw parameterError('userType must be integer, list, tuple or None')
  }
  const types = isList(userType) ? userType : [userType]
  if (types.length === 0) throw databaseError('syntax error')
  if (types.some(type => typeof type !== 'number')) throw databaseError('operator does not exist')
  return user => types.includes(user.usertype)
}

/** Whether somebody may log in. */
function setStatus(call: Call, userInfo: RpcValue, status: number): null {
  const user = findUser(call, userInfo)
  if (user === undefined) throw genericError(`No such user: ${str(userInfo)}`)
  call.assertPermission('admin')
  if (user.status !== status) call.store.users.update(call.tx, { ...user, status })
  return null
}
