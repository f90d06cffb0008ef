import type { RpcValue } from '../../hub/codec/value.js'
import type { Call } from '../call.js'
import { assertText } from '../convert.js'
import { databaseError, genericError } from '../fault.js'
import { find, findStrict, verifyName } from '../lookup.js'
import { method } from '../method.js'
import { permissionsOf } from '../permissions.js'
import { hashKey, str, truthy } from '../python.js'
import type { User } from '../store/store.js'
import { byPrincipal, findUser, findUserStrict, userStruct } from '../user-info.js'

export const userMethods = [
  method(
    'getUser',
    'get_user(userInfo=None, strict=False, krb_princs=True, groups=False)',
    (call, userInfo, strict, krb_princs, groups) => {
      const user = truthy(strict) ? findUserStrict(call, userInfo) : findUser(call, userInfo)
      if (user === undefined) return null
      const struct = userStruct(user, { principals: truthy(krb_princs) })
      return truthy(groups) ? { ...struct, groups: groupNames(call, user) } : struct
    },
  ),
  method('getLoggedInUser', 'RootExports.getLoggedInUser()', call => {
    const user = call.userId === null ? undefined : call.store.users.byId(call.userId)
    if (user === undefined) return null
    const [krb_principal = null] = user.krb_principals
    return { ...userStruct(user), authtype: call.ownSession().authtype, krb_principal }
  }),
  method('createUser', 'RootExports.createUser(username, status=None, krb_principal=None)', createUser),
  method('getAllPerms', 'RootExports.getAllPerms()', ({ store }) =>
    store.permissions
      .rows()
      .sort((a, b) => a.id - b.id)
      .map(({ id, name, description }) => ({ id, name, description })),
  ),
  method('getPerms', 'RootExports.getPerms()', call => call.permissions()),
  method('hasPerm', 'RootExports.hasPerm(perm, strict=False)', (call, perm, strict) => {
    if (truthy(strict) && find(call.store.permissions, perm) === undefined) {
      throw genericError(`No such permission ${str(perm)} defined`)
    }
    const held: readonly (string | number | null)[] = call.permissions()
    return call.userId !== null && held.includes(hashKey(perm))
  }),
  method(
    'getUserPerms',
    'RootExports.getUserPerms(userID=None, with_groups=True)',
    (call, userID, with_groups) =>
      permissionsOf(call.store, findUserStrict(call, userID).id, { withGroups: truthy(with_groups) }),
  ),
  method(
    'grantPermission',
    'RootExports.grantPermission(userinfo, permission, create=False, description=None)',
    grantPermission,
  ),
  method('revokePermission', 'RootExports.revokePermission(userinfo, permission)', revokePermission),
  method('editPermission', 'RootExports.editPermission(permission, description)', editPermission),
]

function groupNames({ store }: Call, user: User): string[] {
  return store.user_groups
    .activeWith('user_id', user.id)
    .flatMap(row => store.users.nameOf(row.group_id) ?? [])
}

const maxNameLength = 256

/** Koji's `verify_name_user`; again, one newline at the end passes. */
function verifyUserName(name: RpcValue, what: string): void {
  if (truthy(name) && typeof name !== 'string') throw genericError(`${what} should be string`)
  if (typeof name !== 'string') return
  if ([...name].length > maxNameLength) {
    throw genericError(`${what} ${name} is too long. Max length is ${maxNameLength} characters`)
  }
  if (!/^[A-Za-z0-9/_.@-]+\n?$/.test(name)) {
    throw genericError(`${what} ${name} does not match RegexUserName value`)
  }
}

/** Commits at once, whatever happens to the rest of the request. */
function createUser(call: Call, username: RpcValue, status: RpcValue, krb_principal: RpcValue): number {
  const { store } = call
  call.assertPermission('admin')
  verifyUserName(username, 'Name')
  verifyUserName(krb_principal, 'Kerberos principal')
  if (findUser(call, username) !== undefined) throw genericError(`user already exists: ${str(username)}`)
  if (
    typeof krb_principal === 'string' &&
    krb_principal !== '' &&
    byPrincipal(store, krb_principal) !== undefined
  ) {
    throw genericError(`user with this Kerberos principal already exists: ${krb_principal}`)
  }
  if (typeof username !== 'string' || username === '') throw genericError('a user must have a non-empty name')
  // True is 1 to Python, but not to the database.
  if (typeof status === 'boolean') throw databaseError('column "status" is of type smallint')
  if (status !== null && status !== 0 && status !== 1) throw genericError(`invalid status: ${str(status)}`)
  const principals = typeof krb_principal === 'string' && krb_principal !== '' ? [krb_principal] : []
  return addUser(call, username, status ?? 0, principals)
}

/** Makes a user and commits. */
export function addUser(
  call: Call,
  name: string,
  status = 0,
  krb_principals: readonly string[] = [],
): number {
  const { users } = call.store
  const user = { id: users.nextId(), name, status, usertype: 0, password: null, krb_principals }
  users.insert(call.tx, user)
  call.commit()
  return user.id
}

function grantPermission(
  call: Call,
  userInfo: RpcValue,
  permission: RpcValue,
  create: RpcValue,
  description: RpcValue,
): null {
  const { store, tx } = call
  call.assertPermission('admin')
  if (truthy(create)) verifyName(permission)
  if (description !== null && !truthy(create)) {
    throw genericError('Description should be specified only with create.')
  }
  if (description !== null) assertText(description)
  const user = findUserStrict(call, userInfo)
  const perm = truthy(create)
    ? findOrCreatePermission(call, permission)
    : findStrict(store.permissions, permission)
  if (typeof description === 'string') store.permissions.update(tx, { ...perm, description })
  if (permissionsOf(store, user.id, { withGroups: false }).includes(perm.name)) {
    throw genericError(`user ${str(userInfo)} already has permission: ${perm.name}`)
  }
  store.user_perms.insert(tx, { user_id: user.id, perm_id: perm.id }, call.author())
  return null
}

function findOrCreatePermission(call: Call, permission: RpcValue) {
  const { permissions } = call.store
  const known = find(permissions, permission)
  if (known !== undefined) return known
  return permissions.insert(call.tx, {
    id: permissions.nextId(),
    name: verifyName(permission),
    description: null,
  })
}

function revokePermission(call: Call, userInfo: RpcValue, permission: RpcValue): null {
  const { store, tx } = call
  call.assertPermission('admin')
  const user = findUserStrict(call, userInfo)
  const perm = findStrict(store.permissions, permission)
  const rows = store.user_perms.activeWith('user_id', user.id).filter(row => row.perm_id === perm.id)
  if (rows.length === 0) {
    throw genericError(`user ${str(userInfo)} does not have permission: ${perm.name}`)
  }
  store.user_perms.revoke(tx, rows, call.author())
  return null
}

function editPermission(call: Call, permission: RpcValue, description: RpcValue): null {
  const { permissions } = call.store
  call.assertPermission('admin')
  const text = assertText(description)
  permissions.update(call.tx, { ...findStrict(permissions, permission), description: text })
  return null
}
