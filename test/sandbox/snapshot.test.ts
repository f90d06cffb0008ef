import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { type Case, fault, kw, Rpc, runCases, testSandbox } from './rpc.js'

/**
 * `src` inherits from `parent`. It has a setting of each kind, a package of its own and an inherited one, a
 * build of each, and the group `build`, with a package and a requirement that are not as by default.
 */
function hub(): Rpc {
  const sandbox = testSandbox({ hub: { enableMaven: true } })
  const rpc = Rpc.as('kojiadmin', sandbox)
  rpc.call('createTag', 'parent')
  rpc.call('createTag', 'src', 'parent', 'x86_64', 'tag', kw({ extra: { a: 1, n: null } }))
  rpc.call('editTag2', 'src', kw({ block_extra: ['blocked'] }))
  rpc.call('packageListAdd', 'parent', 'bash', 'kojiadmin', null, 'i686')
  rpc.call('packageListAdd', 'src', 'gcc', 'kojiadmin')
  for (const release of ['1', '2']) sandbox.importBuild({ name: 'gcc', version: '16', release })
  sandbox.importBuild({ name: 'bash', version: '5', release: '1' })
  rpc.call('massTag', 'parent', ['bash-5-1'])
  rpc.call('massTag', 'src', ['gcc-16-2', 'gcc-16-1'])
  for (const group of ['build', 'core']) rpc.call('groupListAdd', 'src', group, kw({ description: 'x' }))
  rpc.call('groupPackageListAdd', 'src', 'build', 'bash', kw({ type: 'optional' }))
  rpc.call('groupReqListAdd', 'src', 'build', 'core', kw({ type: 'optional' }))
  return rpc
}

function names(rows: RpcValue, key: string): RpcValue {
  return Array.isArray(rows) ? rows.map(row => row[key]) : rows
}

const builds = (rpc: Rpc, tag: string) => names(rpc.call('listTagged', tag), 'nvr')
const packages = (rpc: Rpc, tag: string) =>
  names(rpc.call('listPackages', tag, kw({ with_blocked: false })), 'package_name')

describe('sandbox: snapshotTag', () => {
  it('copies settings, packages, builds and groups, but neither inheritance nor the options of groups', () => {
    const rpc = hub()
    expect(rpc.call('snapshotTag', 'src', 'copy')).to.equal(null)
    expect(rpc.call('getTag', 'copy')).to.deep.include({
      arches: 'x86_64',
      perm: 'tag',
      extra: { a: 1, n: null },
    })
    expect(rpc.call('getInheritanceData', 'copy')).to.deep.equal([])
    expect(packages(rpc, 'copy')).to.deep.equal(['gcc', 'bash'])
    expect(rpc.call('getPackageConfig', 'copy', 'bash')).to.include({
      extra_arches: 'i686',
      tag_name: 'copy',
    })
    expect(builds(rpc, 'copy')).to.deep.equal(['gcc-16-1', 'bash-5-1'])
    const groups = rpc.call('getTagGroups', 'copy')
    expect(names(groups, 'name')).to.deep.equal(['build', 'core'])
    expect(Array.isArray(groups) && groups[0].description).to.equal(null)
    expect(Array.isArray(groups) && groups[0].packagelist[0]).to.include({
      package: 'bash',
      type: 'mandatory',
    })
    expect(Array.isArray(groups) && groups[0].grouplist[0]).to.include({ name: 'core', type: 'mandatory' })
  })

  it('makes an event of each step', () => {
    const rpc = hub()
    const before = rpc.lastEvent()
    rpc.call('snapshotTag', 'src', 'copy')
    // the tag, two packages, two builds, two groups, a package and a requirement
    expect(rpc.lastEvent()).to.equal(before + 9)
  })

  it('copies what it is told to, as it was', () => {
    const rpc = hub()
    const event = rpc.lastEvent()
    rpc.call('untagBuild', 'src', 'gcc-16-2', kw({ force: true }))
    rpc.call('editTag2', 'src', kw({ arches: 'aarch64' }))
    rpc.call('snapshotTag', 'src', 'all', kw({ latest_only: false, inherit_builds: false, event }))
    expect(builds(rpc, 'all')).to.deep.equal(['gcc-16-1', 'gcc-16-2'])
    expect(rpc.call('getTag', 'all')).to.include({ arches: 'x86_64' })
    const nothing = { config: false, pkgs: false, builds: false, groups: false }
    rpc.call('snapshotTag', 'src', 'bare', kw(nothing))
    expect(rpc.call('getTag', 'bare')).to.deep.include({ arches: '', perm: null, extra: {} })
    expect(packages(rpc, 'bare')).to.deep.equal([])
  })
})

describe('sandbox: snapshotTagModify', () => {
  it('fills a tag that exists; groups that it lacked stay empty the first time', () => {
    const rpc = hub()
    rpc.call('createTag', 'copy', kw({ extra: { a: 2, gone: 1 } }))
    rpc.call('packageListAdd', 'copy', 'zsh', 'kojiadmin')
    const modify = () => rpc.call('snapshotTagModify', 'src', 'copy', kw({ force: true }))
    expect(modify()).to.equal(null)
    expect(rpc.call('getTag', 'copy')).to.deep.include({ arches: 'x86_64', extra: { a: 1, n: null } })
    expect(packages(rpc, 'copy')).to.deep.equal(['gcc', 'bash'])
    expect(rpc.call('checkTagPackage', 'copy', 'zsh')).to.equal(false)
    expect(builds(rpc, 'copy')).to.have.members(['gcc-16-1', 'bash-5-1'])
    const content = () => {
      const groups = rpc.call('getTagGroups', 'copy')
      const [group] = Array.isArray(groups) ? groups : []
      return [names(group.packagelist, 'package'), names(group.grouplist, 'name')]
    }
    expect(content()).to.deep.equal([[], []])
    modify()
    expect(content()).to.deep.equal([['bash'], ['core']])
    const before = rpc.lastEvent()
    modify()
    expect(rpc.lastEvent()).to.equal(before)
  })

  it('brings builds in order; extra ones go first, or out', () => {
    const rpc = hub()
    rpc.call('snapshotTag', 'src', 'copy', kw({ latest_only: false, config: false }))
    expect(builds(rpc, 'copy')).to.deep.equal(['gcc-16-1', 'gcc-16-2', 'bash-5-1'])
    rpc.call('massTag', 'src', ['gcc-16-2'])
    const modify = (options: { [name: string]: RpcValue }) =>
      rpc.call('snapshotTagModify', 'src', 'copy', kw({ config: false, groups: false, ...options }))
    modify({ latest_only: false })
    expect(builds(rpc, 'copy')).to.deep.equal(['gcc-16-2', 'gcc-16-1', 'bash-5-1'])
    rpc.call('massTag', 'src', ['gcc-16-1'])
    modify({})
    expect(builds(rpc, 'copy')).to.deep.equal(['gcc-16-1', 'gcc-16-2', 'bash-5-1'])
    modify({ remove: true })
    expect(builds(rpc, 'copy')).to.deep.equal(['gcc-16-1', 'bash-5-1'])
  })

  it('fails with remove where Koji does: at builds of other packages, at own groups, at own packages', () => {
    const own: [string, ...RpcValue[]][] = [
      ['groupListAdd', 'copy', 'other'],
      ['groupPackageListAdd', 'copy', 'build', 'zsh'],
    ]
    for (const call of own) {
      const rpc = hub()
      rpc.call('snapshotTag', 'src', 'copy')
      rpc.call(...call)
      const before = rpc.lastEvent()
      const modify = rpc.call('snapshotTagModify', 'src', 'copy', kw({ force: true, remove: true }))
      expect(modify).to.have.nested.property('fault[0]', 1)
      expect(rpc.lastEvent()).to.equal(before)
    }
    const rpc = hub()
    rpc.call('snapshotTag', 'src', 'copy')
    rpc.call('untagBuild', 'src', 'gcc-16-1', kw({ force: true }))
    rpc.call('untagBuild', 'src', 'gcc-16-2', kw({ force: true }))
    const modify = rpc.call('snapshotTagModify', 'src', 'copy', kw({ force: true, remove: true }))
    expect(modify).to.have.nested.property('fault[0]', 1)
  })
})

const twoWays = fault(1019, "builds can't be used without pkgs in snapshotTag")
const noTag = fault(1000, "No such tagInfo: 'nope'")
const refused: Case[] = [
  ['snapshotTag', ['src', 'copy', kw({ pkgs: false })], twoWays],
  ['snapshotTag', ['src', 'parent'], fault(1000, 'Target tag already exists')],
  ['snapshotTag', ['nope', 'copy'], noTag],
  ['snapshotTag', ['locked', 'copy'], fault(1000, 'Source tag is locked, use force to copy')],
  ['snapshotTag', ['src', 'a b'], fault(1000, 'Name a b does not match RegexNameInternal value')],
  ['snapshotTagModify', ['src', 'parent', kw({ pkgs: false })], twoWays],
  ['snapshotTagModify', ['src', 'nope'], noTag],
  [
    'snapshotTagModify',
    ['src', 'locked'],
    fault(1000, 'Source or destination tag is locked, use force to copy'),
  ],
]
describe('sandbox: snapshots that are refused', () => {
  for (const call of refused) {
    it(`${call[0]}(${JSON.stringify(call[1])})`, () => {
      const rpc = hub()
      rpc.call('createTag', 'locked', kw({ locked: true }))
      runCases(rpc, [call])
    })
  }

  it('need the permission tag', () => {
    const sandbox = testSandbox({ users: [{ name: 'packager' }] })
    expect(Rpc.as('packager', sandbox).call('snapshotTag', 'a', 'b')).to.deep.equal(
      fault(1004, 'tag permission required (logged in as packager)'),
    )
  })
})
