import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { fault, Rpc, testSandbox } from './rpc.js'

function tags(): Rpc {
  const rpc = Rpc.as('kojiadmin')
  for (const name of ['f44-build', 'f44', 'f45']) rpc.call('createTag', name)
  return rpc
}

const f44 = {
  id: 1,
  name: 'f44',
  build_tag: 1,
  build_tag_name: 'f44-build',
  dest_tag: 2,
  dest_tag_name: 'f44',
}

describe('sandbox: build targets', () => {
  it('creates, edits, deletes and revives a target under one id', () => {
    const rpc = tags()
    expect(rpc.call('createBuildTarget', 'f44', 'f44-build', 'f44')).to.equal(null)
    const created = rpc.lastEvent()
    expect(rpc.call('getBuildTarget', 'f44')).to.deep.equal(f44)
    rpc.call('editBuildTarget', 'f44', 'f44', 1, { name: 'f45' })
    expect(rpc.call('getBuildTarget', 'f44')).to.deep.equal({ ...f44, dest_tag: 3, dest_tag_name: 'f45' })
    expect(rpc.call('getBuildTarget', 'f44', created)).to.deep.equal(f44)
    rpc.call('deleteBuildTarget', 'f44')
    expect(rpc.call('getBuildTarget', 'f44')).to.equal(null)
    expect(rpc.call('getBuildTarget', 'f44', null, true)).to.deep.equal(
      fault(1000, 'No such build target: f44'),
    )
    rpc.call('editBuildTarget', 'f44', 'f44', 'f44-build', 'f44')
    expect(rpc.call('getBuildTarget', 1)).to.deep.equal(f44)
  })

  it('makes an event of every edit and every deletion', () => {
    const rpc = tags()
    rpc.call('createBuildTarget', 'f44', 'f44-build', 'f44')
    const before = rpc.lastEvent()
    rpc.call('editBuildTarget', 'f44', 'f44', 'f44-build', 'f44')
    rpc.call('deleteBuildTarget', 'f44')
    rpc.call('deleteBuildTarget', 'f44')
    expect(rpc.lastEvent()).to.equal(before + 3)
  })

  it('finds targets by tag, and goes with the tag', () => {
    const rpc = tags()
    rpc.call('createBuildTarget', 'f44', 'f44-build', 'f44')
    rpc.call('createBuildTarget', 'f45', 'f44-build', 'f45')
    const names = (...params: RpcValue[]) => {
      const targets = rpc.call('getBuildTargets', ...params)
      return Array.isArray(targets) ? targets.map(target => target.name) : targets
    }
    expect(names()).to.deep.equal(['f44', 'f45'])
    expect(names(null, null, 'f44-build')).to.deep.equal(['f44', 'f45'])
    expect(names(null, null, null, 'f45')).to.deep.equal(['f45'])
    expect(names(null, null, 'nope')).to.deep.equal([])
    expect(rpc.call('getBuildTarget', null)).to.equal(null)
    rpc.call('deleteTag', 'f45')
    expect(names()).to.deep.equal(['f44'])
    // a false reference means all of them, and here is but one
    expect(rpc.call('getBuildTarget', null)).to.deep.equal(f44)
  })

  const refused: [string, RpcValue[], RpcValue][] = [
    [
      'createBuildTarget',
      ['a b', 'f44', 'f44'],
      fault(1000, 'Name a b does not match RegexNameInternal value'),
    ],
    ['createBuildTarget', ['t', 'nope', 'f44'], fault(1000, "build tag 'nope' does not exist")],
    ['createBuildTarget', ['t', 'f44', 'nope'], fault(1000, "destination tag 'nope' does not exist")],
    [
      'createBuildTarget',
      ['old', 'f44', 'f44'],
      fault(1000, "A build target with the name 'old' already exists"),
    ],
    [
      'createBuildTarget',
      ['t'],
      fault(
        1019,
        "create_build_target() missing 2 required positional arguments: 'build_tag' and 'dest_tag'",
      ),
    ],
    [
      'createBuildTarget',
      [],
      fault(
        1019,
        "create_build_target() missing 3 required positional arguments: 'name', 'build_tag', and 'dest_tag'",
      ),
    ],
    ['editBuildTarget', ['nope', 'nope', 'f44', 'f44'], fault(1000, 'No such build target: nope')],
    [
      'editBuildTarget',
      ['old', 'other', 'f44', 'f44'],
      fault(1000, 'name "other" is already taken by build target 2'),
    ],
    ['deleteBuildTarget', ['nope'], fault(1000, 'No such build target: nope')],
    [
      'getBuildTarget',
      ['a', 1, 2, 3],
      fault(1019, 'get_build_target() takes from 1 to 3 positional arguments but 4 were given'),
    ],
    ['getBuildTarget', [1.5], fault(1019, 'Invalid name or id value: 1.5')],
  ]
  for (const [method, params, answer] of refused) {
    it(`${method}(${JSON.stringify(params)}) is refused`, () => {
      const rpc = tags()
      rpc.call('createBuildTarget', 'old', 'f44', 'f44')
      rpc.call('createBuildTarget', 'other', 'f44', 'f44')
      rpc.call('deleteBuildTarget', 'other')
      expect(rpc.call(method, ...params)).to.deep.equal(answer)
    })
  }

  it('needs the permission target', () => {
    const sandbox = testSandbox({ users: [{ name: 'tagger', permissions: ['tag'] }] })
    expect(Rpc.as('tagger', sandbox).call('createBuildTarget', 'a', 'b', 'c')).to.deep.equal(
      fault(1004, 'target permission required (logged in as tagger)'),
    )
  })
})
