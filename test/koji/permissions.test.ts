import { expect } from 'chai'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { applyRights, mayCall, permissionsFor } from '../../src/koji/permissions.js'
import type { Sandbox } from '../../src/sandbox/index.js'
import { seededPermissions } from '../../src/sandbox/seed.js'
import { Rpc, testSandbox } from '../sandbox/rpc.js'

// Arguments that the hub looks at before it asks for the permission must stand for something that is there.
const link = {
  parent_id: 1,
  priority: 0,
  maxdepth: null,
  intransitive: false,
  noconfig: false,
  pkg_filter: '',
}
const calls: { readonly [method: string]: readonly RpcValue[] } = {
  createTag: ['new'],
  editTag: ['t', 't', 'x86_64', false, null, {}],
  editTag2: ['t', { locked: true, __starstar: true }],
  deleteTag: ['t'],
  setInheritanceData: ['t', [link]],
  groupListAdd: ['t', 'new'],
  groupListBlock: ['t', 'build'],
  groupListRemove: ['t', 'build'],
  groupListUnblock: ['t', 'build'],
  groupPackageListAdd: ['t', 'build', 'bash'],
  groupPackageListBlock: ['t', 'build', 'bash'],
  groupPackageListRemove: ['t', 'build', 'bash'],
  groupPackageListUnblock: ['t', 'build', 'bash'],
  groupReqListAdd: ['t', 'build', 'build'],
  groupReqListBlock: ['t', 'build', 'build'],
  groupReqListRemove: ['t', 'build', 'build'],
  groupReqListUnblock: ['t', 'build', 'build'],
  packageListAdd: ['t', 'new', 'kojiadmin'],
  packageListBlock: ['t', 'bash'],
  packageListRemove: ['t', 'bash'],
  packageListSetArches: ['t', 'bash', 'x86_64'],
  packageListSetOwner: ['t', 'bash', 'kojiadmin'],
  packageListUnblock: ['t', 'blocked'],
  addExternalRepoToTag: ['t', 'r', 5],
  editTagExternalRepo: ['t', 'r', 6],
  removeExternalRepoFromTag: ['t', 'r'],
  tagBuildBypass: ['t', 'bash-1-1'],
  untagBuildBypass: ['t', 'bash-1-1'],
  massTag: ['t', ['bash-1-1']],
  snapshotTag: ['t', 'new'],
  snapshotTagModify: ['t', 'u'],
  createBuildTarget: ['new', 't', 't'],
  editBuildTarget: ['b', 'b', 't', 't'],
  deleteBuildTarget: ['b'],
  createExternalRepo: ['new', 'http://x/'],
  editExternalRepo: ['r', { url: 'http://y/', __starstar: true }],
  deleteExternalRepo: ['r'],
  createUser: ['new'],
  enableUser: ['kojiadmin'],
  disableUser: ['somebody'],
  grantPermission: ['somebody', 'image'],
  revokePermission: ['somebody', 'image'],
  editPermission: ['image', 'images'],
  createEmptyBuild: ['bash', '2', '1', null],
}

// These open and close sessions, or mislead what comes after them.
const ofSessions = [
  'login',
  'sslLogin',
  'logout',
  'logoutChild',
  'subsession',
  'exclusiveSession',
  'sharedSession',
]

/** A hub that has one of each, and the user `somebody` with these permissions. */
function hubFor(permissions: readonly string[]): Sandbox {
  const sandbox = testSandbox({ users: [{ name: 'somebody', permissions }] })
  const admin = Rpc.as('kojiadmin', sandbox)
  for (const [method, ...params] of [
    ['createTag', 't'],
    ['createTag', 'u'],
    ['groupListAdd', 't', 'build'],
    ['packageListAdd', 't', 'bash', 'kojiadmin'],
    ['packageListAdd', 't', 'blocked', 'kojiadmin', true],
    ['createBuildTarget', 'b', 't', 't'],
    ['createExternalRepo', 'r', 'http://x/'],
  ] as const) {
    const answer = admin.call(method, ...params)
    if (isStruct(answer) && 'fault' in answer) throw new Error(JSON.stringify(answer))
  }
  return sandbox
}

/** Whether the hub refuses the call for want of a permission; all else counts as allowed. */
function isDenied(rpc: Rpc, method: string, params: readonly RpcValue[]): boolean {
  const answer = rpc.send(method, params)
  return 'fault' in answer && answer.fault.faultCode === 1004
}

/** Arguments enough for any method: as many times the tag `t` as it takes. */
function someArguments(rpc: Rpc, method: string): RpcValue[] {
  const params: RpcValue[] = []
  for (;;) {
    const answer = rpc.send(method, params)
    if (!('fault' in answer) || !/missing \d+ required/.test(answer.fault.faultString)) return params
    params.push('t')
  }
}

describe('permissionsFor', () => {
  const methods = Object.keys(calls)

  it('is what the hub asks for, method by method', () => {
    for (const method of methods) {
      const params = calls[method] ?? []
      for (const held of [[], ...seededPermissions.map(permission => [permission])]) {
        const denied = isDenied(Rpc.as('somebody', hubFor(held)), method, params)
        expect(mayCall(method, held), `${method} with ${held.join()}`).to.equal(!denied)
      }
    }
  })

  it('knows all methods that ask for one', () => {
    const sandbox = hubFor([])
    const names = new Rpc(sandbox).call('system.listMethods')
    const all = Array.isArray(names) ? names.map(String) : []
    expect(all).to.include.members(methods)
    for (const method of all.filter(name => !ofSessions.includes(name))) {
      const params = calls[method] ?? someArguments(Rpc.as('somebody', sandbox), method)
      const denied = isDenied(Rpc.as('somebody', sandbox), method, params)
      expect(permissionsFor(method).length > 0, method).to.equal(denied)
    }
  })

  it('is empty for what everybody may call', () => {
    expect(permissionsFor('getTag')).to.deep.equal([])
    expect(mayCall('getTag', [])).to.equal(true)
    expect(permissionsFor('constructor')).to.deep.equal([])
  })
})

describe('applyRights', () => {
  const allowed = (...held: string[]) =>
    applyRights(held).flatMap(right => (right.allowed ? right.writes : []))
  const ofTags = ['tags', 'inheritance', 'groups', 'package lists', 'external repos of tags']

  it('tells what somebody may write', () => {
    expect(allowed()).to.deep.equal([])
    expect(allowed('tag')).to.deep.equal(ofTags)
    expect(allowed('repo', 'target')).to.deep.equal(['targets'])
    expect(allowed('admin')).to.deep.equal([...ofTags, 'targets', 'external repos'])
  })

  it('names the permission that each needs', () => {
    expect(applyRights([]).map(({ permission, writes }) => `${permission}: ${writes.length}`)).to.deep.equal([
      'tag: 5',
      'target: 1',
      'admin: 1',
    ])
  })
})
