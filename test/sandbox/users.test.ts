import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { seededPermissions } from '../../src/sandbox/seed.js'
import { fault, kw, Rpc, testSandbox } from './rpc.js'

const admin = { id: 1, name: 'kojiadmin', status: 0, usertype: 0, krb_principals: [] }

describe('sandbox: users and permissions', () => {
  it('starts with kojiadmin and the permissions of a new hub, in order', () => {
    const rpc = new Rpc(testSandbox({ permissions: ['autosign'] }))
    expect(rpc.call('getUser', 'kojiadmin')).to.deep.equal(admin)
    expect(rpc.call('getUserPerms', 1)).to.deep.equal(['admin'])
    const permissions = rpc.call('getAllPerms')
    expect(Array.isArray(permissions) && permissions.map(({ id, name }) => `${id} ${name}`)).to.deep.equal(
      [...seededPermissions, 'autosign'].map((name, index) => `${index + 1} ${name}`),
    )
  })

  it('knows who is logged in', () => {
    const sandbox = testSandbox()
    const [nobody, rpc] = [new Rpc(sandbox), Rpc.as('kojiadmin', sandbox)]
    expect(nobody.call('getLoggedInUser')).to.equal(null)
    expect(nobody.call('getPerms')).to.deep.equal([])
    expect(nobody.call('getUser')).to.deep.equal(fault(1000, 'No user provided'))
    expect(rpc.call('getLoggedInUser')).to.deep.equal({ ...admin, authtype: 2, krb_principal: null })
    expect(rpc.call('getUser')).to.deep.equal(admin)
    expect(rpc.call('getPerms')).to.deep.equal(['admin'])
    // An admin may do what needs a permission, but does not have it.
    expect(rpc.call('hasPerm', 'tag')).to.equal(false)
    expect(rpc.call('hasPerm', 'admin', true)).to.equal(true)
    expect(rpc.call('hasPerm', 'nope', true)).to.deep.equal(fault(1000, 'No such permission nope defined'))
  })

  it('grants and revokes', () => {
    const rpc = Rpc.as('kojiadmin')
    expect(rpc.call('createUser', 'someone', kw({ krb_principal: 'someone@EXAMPLE.ORG' }))).to.equal(2)
    expect(rpc.call('getUser', 'someone@EXAMPLE.ORG')).to.include({ id: 2, name: 'someone' })
    expect(rpc.call('grantPermission', 'someone', 'tag')).to.equal(null)
    expect(rpc.call('grantPermission', 'someone', 'fedora', true, 'for Fedora')).to.equal(null)
    expect(rpc.call('getUserPerms', 'someone')).to.deep.equal(['tag', 'fedora'])
    expect(rpc.call('revokePermission', 'someone', 'tag')).to.equal(null)
    expect(rpc.call('getUserPerms', { name: 'someone' })).to.deep.equal(['fedora'])
  })

  const refused: [string, RpcValue[], RpcValue][] = [
    ['createUser', ['kojiadmin'], fault(1000, 'user already exists: kojiadmin')],
    ['createUser', ['a b'], fault(1000, 'Name a b does not match RegexUserName value')],
    ['createUser', ['a', 7], fault(1000, 'invalid status: 7')],
    ['disableUser', ['nope'], fault(1000, 'No such user: nope')],
    ['listUsers', ['x'], fault(1019, 'userType must be integer, list, tuple or None')],
    ['listUsers', [kw({ perm: 'nope' })], fault(1000, 'No such entry in table permissions: nope')],
    [
      'listUsers',
      [kw({ inherited_perm: true })],
      fault(1000, 'inherited_perm option must be used with perm option'),
    ],
    ['grantPermission', ['kojiadmin', 'admin'], fault(1000, 'user kojiadmin already has permission: admin')],
    ['grantPermission', ['kojiadmin', 'nope'], fault(1000, 'No such entry in table permissions: nope')],
    ['grantPermission', ['nope', 'tag'], fault(1000, "No such user: 'nope'")],
    [
      'grantPermission',
      ['kojiadmin', 'tag', kw({ description: 'x' })],
      fault(1000, 'Description should be specified only with create.'),
    ],
    ['revokePermission', ['kojiadmin', 'tag'], fault(1000, 'user kojiadmin does not have permission: tag')],
    ['getUser', [1.5], fault(1000, "Invalid type for userInfo: <class 'float'>")],
    ['getUser', ['nope', true], fault(1000, "No such user: 'nope'")],
  ]
  for (const [method, params, answer] of refused) {
    it(`${method}(${JSON.stringify(params)}) is refused`, () => {
      expect(Rpc.as('kojiadmin').call(method, ...params)).to.deep.equal(answer)
    })
  }

  it('lists users by prefix and permission, and lets them in or not', () => {
    const sandbox = testSandbox({ users: [{ name: 'tagger', permissions: ['tag'] }, { name: 'Trainee' }] })
    const rpc = Rpc.as('kojiadmin', sandbox)
    const names = (...params: RpcValue[]) => {
      const users = rpc.call('listUsers', ...params)
      return Array.isArray(users) ? users.map(user => user.name) : users
    }
    expect(names()).to.deep.equal(['kojiadmin', 'tagger', 'Trainee'])
    expect(names(0, 't', { order: '-id' })).to.deep.equal(['Trainee', 'tagger'])
    expect(names(kw({ perm: 'tag' }))).to.deep.equal(['tagger'])
    expect(names([1, 2])).to.deep.equal([])
    expect(rpc.call('listUsers', kw({ prefix: 'k' }))).to.deep.equal([admin])
    expect(rpc.call('disableUser', 'tagger')).to.equal(null)
    expect(
      new Rpc(sandbox).send('sslLogin', [], { path: '/kojihub/ssllogin', user: 'tagger' }),
    ).to.deep.include({
      fault: { faultCode: 1002, faultString: 'logins by tagger are not allowed' },
    })
    expect(rpc.call('enableUser', 'tagger')).to.equal(null)
    expect(rpc.call('getUser', 'tagger')).to.include({ status: 0 })
  })

  it('needs an admin', () => {
    const sandbox = testSandbox({ users: [{ name: 'tagger', permissions: ['tag'] }] })
    for (const call of [
      ['createUser', 'x'],
      ['disableUser', 'kojiadmin'],
      ['grantPermission', 'tagger', 'admin'],
      ['revokePermission', 'kojiadmin', 'admin'],
    ]) {
      const [method = '', ...params] = call
      expect(Rpc.as('tagger', sandbox).call(method, ...params)).to.deep.equal(
        fault(1004, 'admin permission required (logged in as tagger)'),
      )
    }
  })
})
