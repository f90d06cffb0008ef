import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { type Case, fault, kw, Rpc, testSandbox } from './rpc.js'

const plain = {
  perm_id: null,
  perm: null,
  arches: '',
  locked: false,
  maven_support: false,
  maven_include_all: false,
  extra: {},
}

function expectAnswers(rpc: Rpc, cases: readonly Case[]): void {
  for (const [method, params, answer] of cases) {
    expect(rpc.call(method, ...params), `${method}(${JSON.stringify(params)})`).to.deep.equal(answer)
  }
}

describe('sandbox: tags', () => {
  it('creates, shows, deletes and recreates a tag with the same id', () => {
    expectAnswers(Rpc.as('kojiadmin'), [
      ['createTag', ['f44'], 1],
      [
        'createTag',
        ['f44-build', kw({ parent: 'f44', arches: ' x86_64\taarch64', extra: { mock: [1, null] } })],
        2,
      ],
      ['getTag', ['f44'], { ...plain, id: 1, name: 'f44' }],
      [
        'getTag',
        [{ id: 2 }],
        { ...plain, id: 2, name: 'f44-build', arches: 'x86_64 aarch64', extra: { mock: [1, null] } },
      ],
      ['createTag', ['f44'], fault(1000, "A tag with the name 'f44' already exists")],
      ['deleteTag', ['f44'], null],
      ['getTag', ['f44'], null],
      ['getTag', ['f44', true], fault(1000, "No such tagInfo: 'f44'")],
      ['getTagID', ['f44'], 1],
      ['getInheritanceData', ['f44-build'], []],
      ['createTag', ['f44'], 1],
    ])
  })

  const refused: [string, RpcValue[], RpcValue][] = [
    ['a name with a space', ['a b'], fault(1000, 'Name a b does not match RegexNameInternal value')],
    ['an empty name', [''], fault(1000, 'Name  does not match RegexNameInternal value')],
    ['a name that is a number', [5], fault(1000, 'Name should be string')],
    [
      'a name too long',
      ['x'.repeat(257)],
      fault(1000, `Name ${'x'.repeat(257)} is too long. Max length is 256 characters`),
    ],
    [
      'arches with a comma',
      ['t', kw({ arches: 'a,b' })],
      fault(1000, 'Architecture can be only [a-zA-Z0-9_-]'),
    ],
    ['an unknown parent', ['t', 'p'], fault(1000, "Parent tag 'p' could not be found")],
    ['an unknown permission', ['t', kw({ perm: 'p' })], fault(1000, 'No such entry in table permissions: p')],
    ['Maven, which is off', ['t', kw({ maven_support: true })], fault(1000, 'Maven support not enabled')],
    ['no name', [], fault(1019, "create_tag() missing 1 required positional argument: 'name'")],
    [
      'what it does not know',
      ['t', kw({ foo: 1 })],
      fault(1019, "create_tag() got an unexpected keyword argument 'foo'"),
    ],
  ]
  for (const [what, params, answer] of refused) {
    it(`createTag refuses ${what}`, () => {
      const rpc = Rpc.as('kojiadmin')
      const before = rpc.lastEvent()
      expect(rpc.call('createTag', ...params)).to.deep.equal(answer)
      expect(rpc.lastEvent()).to.equal(before)
    })
  }

  it('takes a trailing newline for a name, as Python does', () => {
    expect(Rpc.as('kojiadmin').call('createTag', 'f44\n')).to.equal(1)
  })

  it('needs the permission tag, and admin will do', () => {
    const sandbox = testSandbox({ users: [{ name: 'tagger', permissions: ['tag'] }, { name: 'nobody' }] })
    expect(Rpc.as('tagger', sandbox).call('createTag', 'a')).to.equal(1)
    expect(Rpc.as('nobody', sandbox).call('createTag', 'b')).to.deep.equal(
      fault(1004, 'tag permission required (logged in as nobody)'),
    )
    expect(new Rpc(sandbox).call('createTag', 'b')).to.deep.equal(
      fault(1004, 'tag permission required (user not logged in)'),
    )
  })

  it('lists tags by a pattern in which only * ? and % are special', () => {
    const rpc = Rpc.as('kojiadmin')
    for (const name of ['f44', 'f44-build', 'F45', 'a_b', 'axb', 'a.b']) rpc.call('createTag', name)
    const names = (pattern: string) => {
      const tags = rpc.call('listTags', kw({ pattern, perms: false, queryOpts: { order: 'name' } }))
      return Array.isArray(tags) ? tags.map(tag => tag.name) : tags
    }
    expect(names('f4?')).to.deep.equal(['F45', 'f44'])
    expect(names('f*')).to.deep.equal(['F45', 'f44', 'f44-build'])
    expect(names('a_b')).to.deep.equal(['a_b'])
    expect(names('a.b')).to.deep.equal(['a.b'])
    expect(names('%build')).to.deep.equal(['f44-build'])
    expect(names('*')).to.have.length(6)
    expect(rpc.call('listTags', kw({ queryOpts: { countOnly: true } }))).to.equal(6)
    expect(
      rpc.call('listTags', kw({ queryOpts: { order: '-id', limit: 1, offset: 1 }, perms: false })),
    ).to.deep.equal([
      { id: 5, name: 'axb', arches: '', locked: false, maven_support: false, maven_include_all: false },
    ])
  })

  it('answers a pattern made to be slow', () => {
    const rpc = Rpc.as('kojiadmin')
    rpc.call('createTag', 'a'.repeat(250))
    expect(rpc.call('listTags', kw({ pattern: `${'*a'.repeat(200)}b` }))).to.deep.equal([])
  })

  it('tells the past of a tag by event, with the names of today', () => {
    const rpc = Rpc.as('kojiadmin')
    rpc.call('createTag', 'old', kw({ arches: 'x86_64' }))
    const created = rpc.lastEvent()
    rpc.call('editTag2', 'old', kw({ arches: 'aarch64', name: 'new' }))
    rpc.call('deleteTag', 'new')
    const deleted = rpc.lastEvent()
    expectAnswers(rpc, [
      [
        'getTag',
        ['new', kw({ event: created })],
        { ...plain, id: 1, name: 'new', arches: 'x86_64', query_event: created },
      ],
      ['getTag', ['new', kw({ event: deleted })], null],
      [
        'getTag',
        ['new', kw({ event: 'auto' })],
        { ...plain, id: 1, name: 'new', arches: 'aarch64', query_event: deleted - 1, revoke_event: deleted },
      ],
      ['getTag', ['new', kw({ event: 'x' })], fault(1000, "Invalid event: 'x'")],
    ])
  })
})

describe('sandbox: editTag2', () => {
  const setUp = () => {
    const rpc = Rpc.as('kojiadmin')
    rpc.call('createTag', 't', kw({ arches: 'x86_64', extra: { one: 1, none: null } }))
    return rpc
  }

  const silent: [string, Record<string, RpcValue>][] = [
    ['nothing', {}],
    ['the same arches, spelt otherwise', { arches: '  x86_64 ' }],
    ['0 for false, which Python calls equal', { locked: 0 }],
    ['an extra value that Python calls equal', { extra: { one: true } }],
    ['null for an extra value that is null', { extra: { none: null } }],
    ['the name it has', { name: 't' }],
    ['a keyword that nobody knows', { perms: 'admin' }],
  ]
  for (const [what, changes] of silent) {
    it(`makes no event of ${what}`, () => {
      const rpc = setUp()
      const before = rpc.lastEvent()
      expect(rpc.call('editTag2', 't', kw(changes))).to.equal(null)
      expect(rpc.lastEvent()).to.equal(before)
    })
  }

  const changed: [string, Record<string, RpcValue>, RpcValue][] = [
    ['null arches', { arches: null }, { arches: null }],
    ['no arches', { arches: '' }, { arches: '' }],
    ['a permission by name', { perm: 'admin' }, { perm: 'admin', perm_id: 1 }],
    ['a permission by id, which wins', { perm: 'admin', perm_id: 2 }, { perm: 'appliance', perm_id: 2 }],
    [
      'a permission cleared by id, which wins',
      { perm: 'admin', perm_id: null, locked: true },
      { perm: null },
    ],
    ['a lock, in words', { locked: 'yes' }, { locked: true }],
    [
      'extra: set, and a block that hides',
      { extra: { two: 2 }, block_extra: ['one'] },
      { extra: { none: null, two: 2 } },
    ],
    [
      'extra: blocked and removed at once',
      { block_extra: ['one'], remove_extra: ['one'] },
      { extra: { none: null } },
    ],
    [
      'extra: __proto__, a key like any other',
      { extra: JSON.parse('{"__proto__": "x"}') },
      {
        extra: JSON.parse('{"one": 1, "none": null, "__proto__": "x"}'),
      },
    ],
  ]
  for (const [what, changes, expected] of changed) {
    it(`writes ${what}, at one event`, () => {
      const rpc = setUp()
      const before = rpc.lastEvent()
      expect(rpc.call('editTag2', 't', kw(changes))).to.equal(null)
      expect(rpc.lastEvent()).to.equal(before + 1)
      expect(rpc.call('getTag', 't')).to.deep.include(expected)
    })
  }

  const refused: [Record<string, RpcValue>, RpcValue][] = [
    [{ perm: 'nope' }, fault(1000, 'No such entry in table permissions: nope')],
    [{ maven_support: false }, fault(1000, 'Maven support not enabled')],
    [
      { remove_extra: 'one' },
      fault(1019, "Invalid type for value 'one': <class 'str'>, expected type <class 'list'>"),
    ],
    [
      { extra: { one: 2 }, remove_extra: ['one'] },
      fault(1000, "Can not both add/update and remove tag-extra: 'one'"),
    ],
    [{ remove_extra: ['two', 'one', 'three'] }, fault(1000, "Tag: t doesn't have extra: two, three")],
    [{ name: 'x y' }, fault(1000, 'Name x y does not match RegexNameInternal value')],
    [{ arches: 'a!' }, fault(1000, 'Architecture can be only [a-zA-Z0-9_-]')],
  ]
  for (const [changes, answer] of refused) {
    it(`refuses ${JSON.stringify(changes)}, and leaves the tag as it was`, () => {
      const rpc = setUp()
      const [before, event] = [rpc.call('getTag', 't'), rpc.lastEvent()]
      expect(rpc.call('editTag2', 't', kw({ locked: true, ...changes }))).to.deep.equal(answer)
      expect(rpc.call('getTag', 't')).to.deep.equal(before)
      expect(rpc.lastEvent()).to.equal(event)
    })
  }

  for (const [what, changes] of [
    ['1 for a boolean', { locked: 1 }],
    ['null for a boolean', { locked: null }],
    ['a key blocked twice', { block_extra: ['k', 'k'] }],
    ['null extra', { extra: null }],
  ] as const) {
    it(`fails inside on ${what}`, () => {
      expect(setUp().call('editTag2', 't', kw(changes))).to.have.nested.property('fault[0]', 1)
    })
  }

  it('cannot remove a block; setting the key lifts it', () => {
    const rpc = setUp()
    rpc.call('editTag2', 't', kw({ block_extra: ['one'] }))
    expect(rpc.call('getTag', 't', kw({ blocked: true }))).to.deep.include({
      extra: { one: [true, null], none: [false, null] },
    })
    expect(rpc.call('editTag2', 't', kw({ remove_extra: ['one'] }))).to.deep.equal(
      fault(1000, "Tag: t doesn't have extra: one"),
    )
    rpc.call('editTag2', 't', kw({ extra: { one: 'again' } }))
    expect(rpc.call('getTag', 't')).to.deep.include({ extra: { none: null, one: 'again' } })
  })

  it('renames without a trace, but never to a name that any tag has or had', () => {
    const rpc = setUp()
    rpc.call('createTag', 'gone')
    rpc.call('deleteTag', 'gone')
    const before = rpc.lastEvent()
    expect(rpc.call('editTag2', 't', kw({ name: 'gone' }))).to.deep.equal(
      fault(1000, 'Name gone already taken by tag 2'),
    )
    expect(rpc.call('editTag2', 't', kw({ name: 'u' }))).to.equal(null)
    expect(rpc.lastEvent()).to.equal(before)
    expect(rpc.call('getTagID', 'u')).to.equal(1)
    expect(rpc.call('getTagID', 't')).to.equal(null)
  })
})
