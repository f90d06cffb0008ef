import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { fault, kw, Rpc } from './rpc.js'

/** `child` inherits from `parent`, which has the group `build` with bash in it. */
function family(): Rpc {
  const rpc = Rpc.as('kojiadmin')
  rpc.call('createTag', 'parent')
  rpc.call('createTag', 'child', 'parent')
  rpc.call('groupListAdd', 'parent', 'build')
  rpc.call('groupPackageListAdd', 'parent', 'build', 'bash')
  return rpc
}

/** `build: bash (1), !gcc (2); needs …`: packages with the tag that gave them, a `!` for a block. */
function shown(rpc: Rpc, tag: string, ...params: RpcValue[]): RpcValue {
  const groups = rpc.call('getTagGroups', tag, ...params)
  if (!Array.isArray(groups)) return groups
  const mark = ({ blocked }: { blocked: boolean }) => (blocked ? '!' : '')
  return groups.map(group => {
    const packages = group.packagelist.map(
      (row: { package: string; tag_id: number; blocked: boolean }) =>
        `${mark(row)}${row.package} (${row.tag_id})`,
    )
    const needs = group.grouplist.map((row: { name: string; blocked: boolean }) => `${mark(row)}@${row.name}`)
    return `${mark(group)}${group.name} (${group.tag_id}): ${[...packages, ...needs].join(' ')}`
  })
}

describe('sandbox: groups', () => {
  it('shows a group with its packages and requirements, whole', () => {
    const rpc = family()
    rpc.call('groupListAdd', 'parent', 'core')
    rpc.call('groupReqListAdd', 'parent', 'build', 'core', kw({ type: 'optional' }))
    const groups = rpc.call('getTagGroups', 'child')
    expect(Array.isArray(groups) && groups[0]).to.deep.equal({
      group_id: 1,
      name: 'build',
      tag_id: 1,
      blocked: false,
      exported: true,
      display_name: 'build',
      is_default: null,
      uservisible: true,
      description: null,
      langonly: null,
      biarchonly: false,
      packagelist: [
        {
          group_id: 1,
          tag_id: 1,
          package: 'bash',
          blocked: false,
          type: 'mandatory',
          basearchonly: null,
          requires: null,
        },
      ],
      grouplist: [
        {
          group_id: 1,
          tag_id: 1,
          req_id: 2,
          name: 'core',
          blocked: false,
          type: 'optional',
          is_metapkg: false,
        },
      ],
    })
  })

  it('writes nothing where an ancestor already says the same, unless a package is forced', () => {
    const rpc = family()
    const before = rpc.lastEvent()
    expect(rpc.call('groupListAdd', 'child', 'build', kw({ force: true }))).to.equal(null)
    expect(rpc.call('groupPackageListAdd', 'child', 'build', 'bash')).to.equal(null)
    expect(rpc.lastEvent()).to.equal(before)
    expect(rpc.call('groupPackageListAdd', 'child', 'build', 'bash', kw({ force: true }))).to.equal(null)
    expect(shown(rpc, 'child')).to.deep.equal(['build (1): bash (2)'])
  })

  it('hides what extends an inherited group, if not asked to inherit', () => {
    const rpc = family()
    rpc.call('groupPackageListAdd', 'child', 'build', 'gcc')
    expect(shown(rpc, 'child')).to.deep.equal(['build (1): gcc (2) bash (1)'])
    expect(shown(rpc, 'child', null, false)).to.deep.equal([])
  })

  it('blocks what is inherited, and unblocks only what the tag itself blocks', () => {
    const rpc = family()
    expect(rpc.call('groupPackageListBlock', 'child', 'build', 'bash')).to.equal(null)
    expect(shown(rpc, 'child')).to.deep.equal(['build (1): '])
    expect(shown(rpc, 'child', null, true, true, true, true)).to.deep.equal(['build (1): !bash (2)'])
    expect(rpc.call('groupPackageListBlock', 'child', 'build', 'bash')).to.deep.equal(
      fault(1000, 'package bash blocked in group build, tag child'),
    )
    expect(rpc.call('groupPackageListUnblock', 'parent', 'build', 'bash')).to.deep.equal(
      fault(1000, 'package bash is NOT blocked in group 1, tag 1'),
    )
    expect(rpc.call('groupPackageListUnblock', 'child', 'build', 'bash')).to.equal(null)
    expect(shown(rpc, 'child')).to.deep.equal(['build (1): bash (1)'])
  })

  it('blocks a whole group, and adds to it only by force', () => {
    const rpc = family()
    rpc.call('groupListBlock', 'child', 'build')
    expect(shown(rpc, 'child')).to.deep.equal([])
    expect(rpc.call('groupListAdd', 'child', 'build')).to.deep.equal(
      fault(1000, 'group build is blocked in tag child'),
    )
    expect(rpc.call('groupPackageListAdd', 'child', 'build', 'gcc')).to.deep.equal(
      fault(1000, 'group build is blocked in tag child'),
    )
    expect(rpc.call('groupListAdd', 'child', 'build', kw({ force: true }))).to.equal(null)
    expect(shown(rpc, 'child')).to.deep.equal(['build (2): bash (1)'])
    expect(rpc.call('groupListUnblock', 'child', 'build')).to.deep.equal(
      fault(1000, 'group build is NOT blocked in tag child'),
    )
  })

  it('a group that comes back brings its old packages', () => {
    const rpc = family()
    rpc.call('groupListRemove', 'parent', 'build')
    expect(shown(rpc, 'parent')).to.deep.equal([])
    rpc.call('groupListAdd', 'parent', 'build')
    expect(shown(rpc, 'parent')).to.deep.equal(['build (1): bash (1)'])
  })

  it('drops a requirement on a group that is blocked or missing', () => {
    const rpc = family()
    rpc.call('groupListAdd', 'parent', 'core')
    rpc.call('groupReqListAdd', 'parent', 'build', 'core')
    expect(shown(rpc, 'child')).to.deep.equal(['build (1): bash (1) @core', 'core (1): '])
    rpc.call('groupListBlock', 'child', 'core')
    expect(shown(rpc, 'child')).to.deep.equal(['build (1): bash (1)'])
    rpc.call('groupListUnblock', 'child', 'core')
    rpc.call('groupReqListBlock', 'child', 'build', 'core')
    expect(shown(rpc, 'child')).to.deep.equal(['build (1): bash (1)', 'core (1): '])
    expect(rpc.call('groupReqListAdd', 'child', 'build', 'core')).to.deep.equal(
      fault(1000, 'requirement on group core blocked in group build, tag child'),
    )
    // Koji forgets to lift the block if nothing else changes.
    expect(rpc.call('groupReqListAdd', 'child', 'build', 'core', kw({ force: true }))).to.equal(null)
    expect(shown(rpc, 'child')).to.deep.equal(['build (1): bash (1)', 'core (1): '])
    expect(rpc.call('groupReqListUnblock', 'child', 'build', 'core')).to.equal(null)
    expect(rpc.call('groupReqListUnblock', 'child', 'build', 'core')).to.deep.equal(
      fault(1000, 'group req 2 is NOT blocked in group 1, tag 2'),
    )
  })

  it('makes an event of a removal even if there is nothing to remove', () => {
    const rpc = family()
    const before = rpc.lastEvent()
    rpc.call('groupPackageListRemove', 'child', 'build', 'nope')
    rpc.call('groupReqListRemove', 'child', 'build', 'build')
    rpc.call('groupListRemove', 'child', 'build', true)
    expect(rpc.lastEvent()).to.equal(before + 3)
    expect(rpc.call('groupListRemove', 'child', 'build')).to.deep.equal(
      fault(1000, 'No group: build found for tag: child'),
    )
  })

  const refused: [string, RpcValue[], RpcValue][] = [
    ['groupListAdd', ['nope', 'build'], fault(1000, "No such tagInfo: 'nope'")],
    ['groupListAdd', ['child', 99], fault(1000, 'Name must be a string')],
    [
      'groupListBlock',
      ['child'],
      fault(1019, "grplist_block() missing 1 required positional argument: 'grpinfo'"),
    ],
    ['groupPackageListAdd', ['child', 'nope', 'x'], fault(1000, 'No such entry in table groups: nope')],
    ['groupPackageListAdd', ['nope', 'build', 'x'], fault(1000, 'No such entry in table tag: nope')],
    ['groupReqListAdd', ['child', 'build', 'nope'], fault(1000, 'No such entry in table groups: nope')],
    ['getTagGroups', ['nope'], fault(1000, 'No such entry in table tag: nope')],
  ]
  for (const [method, params, answer] of refused) {
    it(`${method}(${JSON.stringify(params)}) is refused`, () => {
      expect(family().call(method, ...params)).to.deep.equal(answer)
    })
  }

  it('fails inside on what the database cannot hold', () => {
    const rpc = family()
    expect(rpc.call('groupListAdd', 'child', 'g'.repeat(51))).to.have.nested.property('fault[0]', 1)
    expect(
      rpc.call('groupPackageListAdd', 'child', 'build', 'x', kw({ type: 't'.repeat(26) })),
    ).to.have.nested.property('fault[0]', 1)
    expect(rpc.call('groupPackageListAdd', 'child', 'build', 5)).to.have.nested.property('fault[0]', 1)
  })
})
