import { expect } from 'chai'
import type { RpcStruct, RpcValue } from '../../src/hub/codec/value.js'
import { fault, kw, Rpc } from './rpc.js'

const link = (parent_id: number, priority: number, more: RpcStruct = {}): RpcStruct => ({
  parent_id,
  priority,
  maxdepth: null,
  intransitive: false,
  noconfig: false,
  pkg_filter: '',
  ...more,
})

/** Tags `a` to `f`, with the ids 1 to 6. */
function tags(): Rpc {
  const rpc = Rpc.as('kojiadmin')
  for (const name of 'abcdef') rpc.call('createTag', name)
  return rpc
}

function parents(rpc: Rpc, tag: string): RpcValue {
  const links = rpc.call('getInheritanceData', tag)
  return Array.isArray(links) ? links.map(({ name, priority }) => `${name} ${priority}`) : links
}

describe('sandbox: inheritance', () => {
  it('answers links by priority', () => {
    const rpc = tags()
    rpc.call('setInheritanceData', 'a', [link(3, 5, { maxdepth: 1 }), link(2, 0, { pkg_filter: null })])
    expect(rpc.call('getInheritanceData', 'a')).to.deep.equal([
      { child_id: 1, name: 'b', ...link(2, 0, { pkg_filter: null }) },
      { child_id: 1, name: 'c', ...link(3, 5, { maxdepth: 1 }) },
    ])
    expect(rpc.call('getInheritanceData', 'nope')).to.deep.equal(
      fault(1000, 'No such entry in table tag: nope'),
    )
  })

  it('merges by parent, deletes what says so, and clears what is not mentioned', () => {
    const rpc = tags()
    rpc.call('setInheritanceData', 'a', [link(2, 0), link(3, 1)])
    rpc.call('setInheritanceData', 'a', link(4, 2))
    expect(parents(rpc, 'a')).to.deep.equal(['b 0', 'c 1', 'd 2'])
    rpc.call('setInheritanceData', 'a', [{ parent_id: 3, 'delete link': true }])
    expect(parents(rpc, 'a')).to.deep.equal(['b 0', 'd 2'])
    rpc.call('setInheritanceData', 'a', [link(4, 0)], true)
    expect(parents(rpc, 'a')).to.deep.equal(['d 0'])
  })

  it('swaps priorities in one call, and in one call only', () => {
    const rpc = tags()
    rpc.call('setInheritanceData', 'a', [link(2, 0), link(3, 1)])
    expect(rpc.call('setInheritanceData', 'a', [link(2, 1)])).to.deep.equal(
      fault(1000, 'Multiple parent tags ([2, 3]) cannot have the same priority value (1) on child tag 1'),
    )
    expect(rpc.call('setInheritanceData', 'a', [link(2, 1), link(3, 0)])).to.equal(null)
    expect(parents(rpc, 'a')).to.deep.equal(['c 0', 'b 1'])
  })

  it('makes an event only of a change, but clear rewrites what is the same', () => {
    const rpc = tags()
    rpc.call('setInheritanceData', 'a', [link(2, 0)])
    const before = rpc.lastEvent()
    for (const same of [
      [link(2, 0)],
      [link(2, 0, { intransitive: 0 })],
      [{ parent_id: 5, 'delete link': 1 }],
      [],
    ]) {
      expect(rpc.call('setInheritanceData', 'a', same)).to.equal(null)
    }
    expect(rpc.lastEvent()).to.equal(before)
    rpc.call('setInheritanceData', 'a', [link(2, 0)], true)
    expect(rpc.lastEvent()).to.equal(before + 1)
  })

  const refused: [string, RpcValue[], RpcValue][] = [
    ['a link without a field', [[{ parent_id: 2 }]], fault(1000, 'No value for priority')],
    ['an unknown parent', [[link(99, 0)]], fault(1000, 'No such tagInfo: 99')],
    [
      'to delete a link to an unknown parent',
      [[{ parent_id: 99, 'delete link': true }]],
      fault(1000, 'No such tagInfo: 99'),
    ],
  ]
  for (const [what, params, answer] of refused) {
    it(`refuses ${what}`, () => {
      expect(tags().call('setInheritanceData', 'a', ...params)).to.deep.equal(answer)
    })
  }

  for (const data of [[link(2, 0, { intransitive: 1 })], [{ ...link(2, 0), parent_id: 'b' }], ['b'], null]) {
    it(`fails inside on ${JSON.stringify(data)}`, () => {
      expect(tags().call('setInheritanceData', 'a', data)).to.have.nested.property('fault[0]', 1)
    })
  }

  it('converts as SQL does: text to numbers, halves away from zero', () => {
    const rpc = tags()
    rpc.call('setInheritanceData', 'a', [
      link(2, 0, { priority: '7' }),
      link(3, 1.5),
      link(4, 0, { pkg_filter: 5 }),
    ])
    expect(parents(rpc, 'a')).to.deep.equal(['d 0', 'c 2', 'b 7'])
    expect(rpc.call('getInheritanceData', 'a')).to.have.nested.property('[0].pkg_filter', '5')
  })

  it('goes up and down, by event, and prunes loops', () => {
    const rpc = tags()
    rpc.call('setInheritanceData', 'a', [link(2, 0)])
    rpc.call('setInheritanceData', 'b', [link(3, 0, { pkg_filter: '^k' }), link(1, 1)])
    const then = rpc.lastEvent()
    expect(rpc.call('getFullInheritance', 'a')).to.deep.equal([
      { child_id: 1, name: 'b', ...link(2, 0), currdepth: 1, nextdepth: null, filter: [] },
      {
        child_id: 2,
        name: 'c',
        ...link(3, 0, { pkg_filter: '^k' }),
        currdepth: 2,
        nextdepth: null,
        filter: ['^k'],
      },
    ])
    expect(rpc.call('getFullInheritance', 'c', null, true)).to.deep.equal([
      {
        tag_id: 2,
        name: 'b',
        ...link(3, 0, { pkg_filter: '^k' }),
        currdepth: 1,
        nextdepth: null,
        filter: ['^k'],
      },
      { tag_id: 1, name: 'a', ...link(2, 0), currdepth: 2, nextdepth: null, filter: ['^k'] },
    ])
    rpc.call('deleteTag', 'b')
    expect(rpc.call('getFullInheritance', 'a')).to.deep.equal([])
    expect(rpc.call('getFullInheritance', 'a', then)).to.have.length(2)
    expect(rpc.call('getFullInheritance', 4711)).to.deep.equal([])
    expect(rpc.call('getFullInheritance', 'a', kw({ stops: {} }))).to.deep.equal([])
    expect(rpc.call('getFullInheritance', 'a', kw({ stops: { a: 1 } }))).to.deep.equal(
      fault(1019, 'stops option has been removed since 1.26'),
    )
    expect(rpc.call('getFullInheritance', 'a', kw({ foo: 1 }))).to.deep.equal(
      fault(1019, "getFullInheritance() got an unexpected keyword argument 'foo'"),
    )
  })

  it('follows a chain of any length', () => {
    const rpc = Rpc.as('kojiadmin')
    const names = Array.from({ length: 20_000 }, (_, index) => `t${index}`)
    for (let at = 0; at < names.length; at += 2000) {
      rpc.multiCall(
        ...names.slice(at, at + 2000).map((name, index): [string, ...RpcValue[]] => {
          const parent = names[at + index - 1]
          return ['createTag', name, parent ?? null]
        }),
      )
    }
    expect(rpc.call('getFullInheritance', 't19999')).to.have.length(19_999)
  })
})

describe('sandbox: getBuildConfig', () => {
  it('fills in what is inherited, and from where', () => {
    const rpc = tags()
    rpc.call('setInheritanceData', 'a', [link(2, 0), link(4, 5, { noconfig: true })])
    rpc.call('setInheritanceData', 'b', [link(3, 0)])
    rpc.call('editTag2', 'a', kw({ arches: null, extra: { own: 1 } }))
    rpc.call('editTag2', 'b', kw({ arches: null, block_extra: ['blocked'] }))
    rpc.call('editTag2', 'c', kw({ arches: 'x86_64', extra: { blocked: 1, inherited: 2, own: 3 } }))
    rpc.call('editTag2', 'd', kw({ extra: { hidden: 1 } }))
    expect(rpc.call('getBuildConfig', 'a')).to.deep.equal({
      id: 1,
      name: 'a',
      perm: null,
      perm_id: null,
      locked: false,
      maven_support: false,
      maven_include_all: false,
      arches: 'x86_64',
      extra: { own: 1, inherited: 2 },
      config_inheritance: {
        arches: { id: 3, name: 'c' },
        extra: { blocked: { id: 2, name: 'b' }, inherited: { id: 3, name: 'c' } },
      },
    })
    expect(rpc.call('getBuildConfig', 'nope')).to.deep.equal(fault(1000, "No such tagInfo: 'nope'"))
  })
})
