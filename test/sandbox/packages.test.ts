import { expect } from 'chai'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { type Case, fault, kw, Rpc, runCases, testSandbox } from './rpc.js'

const users = [{ name: 'releng', permissions: ['tag'] }, { name: 'packager' }]

/** `child` inherits from `parent`, which lists bash (of kojiadmin) and blocks gcc. */
function family(): Rpc {
  const rpc = Rpc.as('kojiadmin', testSandbox({ users }))
  rpc.call('createTag', 'parent')
  rpc.call('createTag', 'child', 'parent')
  rpc.call('packageListAdd', 'parent', 'bash', 'kojiadmin')
  rpc.call('packageListAdd', 'parent', 'gcc', 'releng', true)
  return rpc
}

/** `bash (child, releng)`, a `!` for a block, extra arches after a slash. */
function shown(rows: RpcValue): RpcValue {
  if (!Array.isArray(rows)) return rows
  return rows.map(row => {
    const arches = row.extra_arches === null ? '' : `/${row.extra_arches}`
    return `${row.blocked ? '!' : ''}${row.package_name}${arches} (${row.tag_name}, ${row.owner_name})`
  })
}

const bash = {
  package_id: 1,
  package_name: 'bash',
  tag_id: 1,
  tag_name: 'parent',
  extra_arches: null,
  blocked: false,
  owner_id: 1,
  owner_name: 'kojiadmin',
}
const inherited = kw({ inherited: true })

describe('sandbox: reading package lists', () => {
  it('tells the whole of a row, without owners where they are not asked for', () => {
    const { owner_id: _id, owner_name: _name, ...withoutOwner } = bash
    runCases(family(), [
      ['listPackages', ['parent', null, 'bash'], [bash]],
      ['listPackages', ['parent', null, 'bash', kw({ with_owners: false })], [withoutOwner]],
      ['getPackageConfig', ['child', 'bash'], bash],
      ['getPackageConfig', ['child', 'nope'], null],
      ['getPackageConfig', ['nope', 'bash'], null],
      ['checkTagPackage', ['child', 'bash'], true],
      ['checkTagPackage', ['child', 'gcc'], false],
      ['checkTagPackage', ['child', 'nope'], false],
      ['getPackage', ['bash'], { id: 1, name: 'bash' }],
      ['getPackage', ['nope'], null],
      ['getPackage', ['nope', true], fault(1000, 'No such entry in table package: nope')],
      ['getPackage', [null], fault(1019, 'Invalid name or id value: None')],
      ['getPackageID', ['gcc'], 2],
      ['getPackageID', [['gcc']], 2],
      ['getPackageID', [null], null],
      ['getPackageID', ['nope', true], fault(1000, 'No such package name: nope')],
    ])
  })

  it('filters by tag, owner, package and prefix', () => {
    const rpc = family()
    rpc.call('packageListAdd', 'child', 'bash', 'releng', null, 'i686')
    const list = (...params: RpcValue[]) => shown(rpc.call('listPackages', ...params))
    const own = 'bash/i686 (child, releng)'
    const blocked = '!gcc (parent, releng)'
    expect(list('child')).to.deep.equal([own])
    expect(list('child', inherited)).to.deep.equal([own, blocked])
    expect(list('child', kw({ inherited: true, with_blocked: false }))).to.deep.equal([own])
    expect(list('child', kw({ inherited: true, prefix: 'G' }))).to.deep.equal([blocked])
    expect(list('child', kw({ inherited: true, with_dups: true }))).to.deep.equal([
      own,
      'bash (parent, kojiadmin)',
      blocked,
    ])
    expect(list(null, 'releng')).to.have.members([own, blocked])
    // one row a package, of whatever tag, unless told otherwise
    expect(list(null, null, 'bash')).to.deep.equal([own])
    expect(list(null, null, 'bash', kw({ with_dups: true }))).to.deep.equal(['bash (parent, kojiadmin)', own])
  })

  it('lists all packages that have a name, where no tag, user or package is asked for', () => {
    const rpc = family()
    runCases(rpc, [
      [
        'listPackages',
        [kw({ queryOpts: { order: '-package_name' } })],
        [
          { package_id: 2, package_name: 'gcc' },
          { package_id: 1, package_name: 'bash' },
        ],
      ],
      ['listPackages', [kw({ prefix: 'BA' })], [{ package_id: 1, package_name: 'bash' }]],
      ['listPackages', [kw({ prefix: '_c' })], [{ package_id: 2, package_name: 'gcc' }]],
      ['listPackages', [kw({ prefix: '\\_c' })], []],
      ['listPackages', [kw({ queryOpts: { countOnly: true } })], 2],
    ])
  })

  it('orders and cuts a list as Python does: countOnly counts what limit left', () => {
    const rpc = family()
    const list = (queryOpts: RpcValue) => rpc.call('listPackages', 'parent', kw({ queryOpts }))
    expect(shown(list({ order: '-package_name', limit: 1 }))).to.deep.equal(['!gcc (parent, releng)'])
    expect(list({ countOnly: true, limit: 1 })).to.equal(1)
    expect(list({ order: 'nope' })).to.have.nested.property('fault[0]', 1)
    expect(rpc.call('listPackages', 'child', kw({ queryOpts: { order: 'nope' } }))).to.deep.equal([])
    expect(list([])).to.have.nested.property('fault[0]', 1)
  })

  const refused: Case[] = [
    ['listPackages', ['nope'], fault(1000, 'No such entry in table tag: nope')],
    ['listPackages', [null, 'nope'], fault(1000, "No such user: 'nope'")],
    ['listPackages', [null, null, 'nope'], fault(1000, 'No such entry in table package: nope')],
    ['listPackages', ['child', kw({ event: 'x' })], fault(1000, "Invalid event: 'x'")],
    [
      'listPackages',
      [null, 1, kw({ with_owners: false })],
      fault(1000, "userID and with_owners=False can't be used together"),
    ],
    ['listTags', [kw({ package: 'nope' })], fault(1000, 'No such package: nope')],
  ]
  for (const call of refused) {
    it(`${call[0]}(${JSON.stringify(call[1])}) is refused`, () => runCases(family(), [call]))
  }

  it('a filter on the way lets through what it matches; one that is no pattern fails every reader', () => {
    const rpc = family()
    const link = { parent_id: 1, priority: 0, maxdepth: null, intransitive: false, noconfig: false }
    rpc.call('setInheritanceData', 'child', [{ ...link, pkg_filter: 'g' }])
    expect(shown(rpc.call('listPackages', 'child', inherited))).to.deep.equal(['!gcc (parent, releng)'])
    rpc.call('setInheritanceData', 'child', [{ ...link, pkg_filter: '(' }])
    expect(rpc.call('listPackages', 'child')).to.deep.equal([])
    expect(rpc.call('listPackages', 'child', inherited)).to.have.nested.property('fault[0]', 1)
    expect(rpc.call('packageListAdd', 'child', 'zsh', 'releng')).to.have.nested.property('fault[0]', 1)
  })

  it('remembers how a list was', () => {
    const rpc = family()
    const before = rpc.lastEvent()
    rpc.call('packageListRemove', 'parent', 'bash')
    rpc.call('deleteTag', 'parent')
    expect(rpc.call('listPackages', 'parent')).to.deep.equal([])
    expect(shown(rpc.call('listPackages', 'parent', kw({ event: before })))).to.deep.equal([
      'bash (parent, kojiadmin)',
      '!gcc (parent, releng)',
    ])
  })
})

describe('sandbox: changing package lists', () => {
  it('adds, blocks, unblocks and removes', () => {
    const rpc = family()
    const upon = (...call: [string, ...RpcValue[]]) => {
      expect(rpc.call(...call)).to.equal(null)
      return shown(rpc.call('listPackages', 'child', inherited))
    }
    const gcc = '!gcc (parent, releng)'
    expect(upon('packageListSetArches', 'child', 'bash', ' x86_64  i686')).to.deep.equal([
      'bash/x86_64 i686 (child, kojiadmin)',
      gcc,
    ])
    expect(upon('packageListBlock', 'child', 'bash')).to.include('!bash/x86_64 i686 (child, kojiadmin)')
    // lifting an own block shows what is inherited again, if that is no block
    expect(upon('packageListUnblock', 'child', 'bash')).to.deep.equal(['bash (parent, kojiadmin)', gcc])
    // an inherited block is lifted by a row of one's own
    expect(upon('packageListUnblock', 'child', 'gcc')).to.include('gcc (child, releng)')
    expect(upon('packageListRemove', 'child', 'gcc')).to.include(gcc)
    expect(upon('packageListAdd', 'child', 'gcc', kw({ block: false, force: true }))).to.include(
      'gcc (child, releng)',
    )
    expect(upon('packageListAdd', 'child', 'zsh', kw({ force: true }))).to.include('zsh (child, kojiadmin)')
    expect(upon('packageListBlock', 'child', 'zsh')).to.include('!zsh (child, kojiadmin)')
    expect(upon('packageListUnblock', 'child', 'zsh')).to.include('zsh (child, kojiadmin)')
  })

  it('writes nothing where an ancestor says the same, or where a block is to stay as it is', () => {
    const rpc = family()
    const before = rpc.lastEvent()
    runCases(rpc, [
      ['packageListAdd', ['child', 'bash', 'kojiadmin'], null],
      ['packageListAdd', ['child', 'bash', 'kojiadmin', kw({ force: true })], null],
      ['packageListAdd', ['child', 'gcc'], null],
      ['packageListBlock', ['child', 'gcc'], null],
      ['packageListBlock', ['child', 'gcc', true], null],
      ['packageListSetArches', ['child', 'bash', null], null],
    ])
    expect(rpc.lastEvent()).to.equal(before)
  })

  it('writes owners apart: over an inherited package they change nothing, again and again', () => {
    const rpc = family()
    const before = rpc.lastEvent()
    rpc.call('packageListSetOwner', 'child', 'bash', 'releng')
    rpc.call('packageListSetOwner', 'child', 'bash', 'releng')
    expect(rpc.lastEvent()).to.equal(before + 2)
    expect(shown(rpc.call('listPackages', 'child', inherited))).to.include('bash (parent, kojiadmin)')
    const history = rpc.call(
      'queryHistory',
      kw({ tables: ['tag_packages', 'tag_package_owners'], tag: 'child' }),
    )
    expect(isStruct(history) && history.tag_packages).to.deep.equal([])
    expect(isStruct(history) && history.tag_package_owners).to.have.length(2)
  })

  it('leaves the owner of what is removed, and makes an event where there is nothing to remove', () => {
    const rpc = family()
    const before = rpc.lastEvent()
    runCases(rpc, [
      ['packageListRemove', ['parent', 'bash'], null],
      ['packageListRemove', ['parent', 'bash'], null],
    ])
    expect(rpc.lastEvent()).to.equal(before + 2)
    const history = rpc.call('queryHistory', kw({ package: 'bash', active: true }))
    expect(isStruct(history) && history.tag_packages).to.deep.equal([])
    expect(isStruct(history) && history.tag_package_owners).to.have.length(1)
  })

  const noTag = fault(1000, "No such tagInfo: 'nope'")
  const noPackage = fault(1000, 'No such entry in table package: nope')
  const refused: Case[] = [
    ['packageListAdd', ['nope', 'x'], noTag],
    ['packageListAdd', ['child', 99], fault(1000, 'No such package: 99')],
    ['packageListAdd', ['child', { name: 'x' }, 1], fault(1000, "No such package: {'name': 'x'}")],
    ['packageListAdd', ['child', 'x', 'nobody'], fault(1000, "No such user: 'nobody'")],
    ['packageListAdd', ['child', 'x'], fault(1000, 'owner not specified')],
    ['packageListAdd', ['child', 'gcc', null, false], fault(1000, 'package gcc is blocked in tag child')],
    ['packageListAdd', ['child', 'x', 1, null, 'a,b'], fault(1000, 'Architecture can be only [a-zA-Z0-9_-]')],
    [
      'packageListSetOwner',
      ['child', 'x', 1],
      fault(1000, 'cannot update: tag child has no data for package x'),
    ],
    ['packageListBlock', ['nope', 'bash'], noTag],
    ['packageListBlock', ['child', 'nope'], noPackage],
    ['packageListUnblock', ['child', 'nope'], noPackage],
    ['packageListUnblock', ['child', 'bash'], fault(1000, 'package bash NOT blocked in tag child')],
    ['packageListRemove', ['child', 'nope'], noPackage],
  ]
  for (const call of refused) {
    it(`${call[0]}(${JSON.stringify(call[1])}) is refused`, () => runCases(family(), [call]))
  }

  it('tells what a tag has no data of', () => {
    const rpc = family()
    rpc.call('createTag', 'other')
    runCases(rpc, [
      ['packageListBlock', ['other', 'bash'], fault(1000, 'Package bash is not in tag listing for other')],
      [
        'packageListUnblock',
        ['other', 'bash'],
        fault(1000, 'no data (blocked or otherwise) for package bash in tag other'),
      ],
    ])
  })

  it('needs a login, and what the policy asks for', () => {
    const sandbox = testSandbox({ users })
    const admin = Rpc.as('kojiadmin', sandbox)
    admin.call('createTag', 't')
    admin.call('packageListAdd', 't', 'bash', 'kojiadmin')
    const denied = fault(
      1004,
      'policy violation (package_list): Only admin/tag can do this via default policy',
    )
    for (const [method, ...params] of [
      ['packageListAdd', 't', 'x', 'packager'],
      ['packageListBlock', 't', 'bash'],
      ['packageListUnblock', 't', 'bash'],
      ['packageListRemove', 't', 'bash'],
      ['packageListSetOwner', 't', 'bash', 'packager'],
    ] as const) {
      const packager = Rpc.as('packager', sandbox)
      expect(packager.call(method, ...params)).to.deep.equal(denied)
      expect(packager.call(method, ...params, kw({ force: true }))).to.deep.equal(denied)
      expect(new Rpc(sandbox).call(method, ...params)).to.deep.equal(
        fault(1004, 'you must be logged in for this operation'),
      )
    }
    expect(Rpc.as('releng', sandbox).call('packageListAdd', 't', 'x', 'packager')).to.equal(null)
  })
})
