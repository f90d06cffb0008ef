import { expect } from 'chai'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { fault, kw, Rpc, TestClock, testSandbox } from './rpc.js'

/** A tag that was made at 100 s, changed at 200 s and deleted at 300 s; events follow those of the seed. */
function history() {
  const clock = new TestClock()
  clock.now = 50
  const rpc = Rpc.as(
    'kojiadmin',
    testSandbox({ clock: clock.read, users: [{ name: 'other', permissions: ['tag'] }] }),
  )
  const at = (time: number, ...call: [string, ...RpcValue[]]) => {
    clock.now = time
    rpc.call(...call)
    return rpc.lastEvent()
  }
  const made = at(100, 'createTag', 't', kw({ arches: 'x86_64', perm: 'tag' }))
  const changed = at(200, 'editTag2', 't', kw({ arches: 'aarch64' }))
  const deleted = at(300, 'deleteTag', 't')
  return { rpc, clock, made, changed, deleted }
}

function rows(answer: RpcValue, table: string): readonly RpcValue[] {
  const found = isStruct(answer) ? answer[table] : undefined
  if (!Array.isArray(found)) throw new Error(`no table ${table} in ${JSON.stringify(answer)}`)
  return found
}

const allTables = [
  'build_target_config cg_users external_repo_config external_repo_data group_config group_package_listing',
  'group_req_listing host_channels host_config tag_config tag_external_repos tag_extra tag_inheritance',
  'tag_listing tag_package_owners tag_packages user_groups user_perms',
].flatMap(line => line.split(' '))

describe('sandbox: queryHistory', () => {
  it('tells who made and revoked each version, and when', () => {
    const { rpc, made, changed, deleted } = history()
    const common = {
      active: null,
      creator_id: 1,
      creator_name: 'kojiadmin',
      revoker_id: 1,
      revoker_name: 'kojiadmin',
      tag_id: 1,
      'tag.name': 't',
      perm_id: 11,
      'permission.name': 'tag',
      locked: false,
      maven_support: false,
      maven_include_all: false,
    }
    const answer = rpc.call('queryHistory', kw({ tables: ['tag_config'] }))
    expect(answer).to.deep.equal({
      tag_config: [
        {
          ...common,
          arches: 'x86_64',
          create_event: made,
          create_ts: 100,
          revoke_event: changed,
          revoke_ts: 200,
        },
        {
          ...common,
          arches: 'aarch64',
          create_event: changed,
          create_ts: 200,
          revoke_event: deleted,
          revoke_ts: 300,
        },
      ],
    })
  })

  it('answers every table of Koji by default, and refuses others', () => {
    const { rpc } = history()
    const answer = rpc.call('queryHistory')
    expect(isStruct(answer) && Object.keys(answer)).to.deep.equal(allTables)
    expect(rpc.call('queryHistory', [])).to.deep.equal({})
    expect(rpc.call('queryHistory', ['tags'])).to.deep.equal(fault(1000, 'No such history table: tags'))
    expect(rpc.call('queryHistory', 'tag')).to.deep.equal(fault(1000, 'No such history table: t'))
  })

  it('leaves tables out that a filter does not apply to, and passes unknown filters over', () => {
    const { rpc } = history()
    const tables = (filters: { [name: string]: RpcValue }) => {
      const answer = rpc.call('queryHistory', kw(filters))
      return isStruct(answer) && answer.fault === undefined ? Object.keys(answer).join(' ') : answer
    }
    expect(tables({ user: 'other' })).to.equal('cg_users tag_package_owners user_groups user_perms')
    expect(tables({ permission: 'tag' })).to.equal('tag_config user_perms')
    expect(tables({ xkey: 'k' })).to.equal('tag_extra')
    expect(tables({ host: 'nope' })).to.equal('host_channels host_config')
    expect(tables({ tag: 't', user: 1 })).to.equal('tag_package_owners')
    expect(tables({ tga: 't' })).to.equal(allTables.join(' '))
    expect(tables({ tag: 'nope' })).to.deep.equal(fault(1000, 'No such entry in table tag: nope'))
    expect(tables({ tag: null })).to.deep.equal(fault(1019, 'Invalid name or id value: None'))
    expect(tables({ editor: 'nope' })).to.deep.equal(fault(1000, "No such user: 'nope'"))
    expect(tables({ build: 'a-1-1' })).to.deep.equal(fault(1000, "No such build: 'a-1-1'"))
  })

  const counted: [string, (at: ReturnType<typeof history>) => { [name: string]: RpcValue }, number][] = [
    ['active', () => ({ active: true }), 0],
    ['revoked', () => ({ active: false }), 2],
    ['all', () => ({ active: null }), 2],
    ['after the first event', ({ made }) => ({ afterEvent: made }), 2],
    ['after the last event', ({ deleted }) => ({ afterEvent: deleted }), 0],
    ['before the change', ({ changed }) => ({ beforeEvent: changed }), 1],
    ['after a time', () => ({ after: 250 }), 1],
    ['before a time in words', () => ({ before: '1970-01-01 00:01:41+00:00' }), 1],
    ['by an editor', () => ({ editor: 'kojiadmin' }), 2],
    ['by another editor', () => ({ editor: 'other' }), 0],
  ]
  for (const [what, filters, count] of counted) {
    it(`counts rows ${what}`, () => {
      const at = history()
      const query = { tables: ['tag_config'], ...filters(at) }
      expect(rows(at.rpc.call('queryHistory', kw(query)), 'tag_config')).to.have.length(count)
      expect(at.rpc.call('queryHistory', kw({ ...query, queryOpts: { countOnly: true } }))).to.deep.equal({
        tag_config: count,
      })
    })
  }

  it('marks the rows that a filter by time or editor finds', () => {
    const { rpc, changed } = history()
    const query = { tables: ['tag_config'], afterEvent: changed - 1, before: 250, editor: 1 }
    expect(rows(rpc.call('queryHistory', kw(query)), 'tag_config')[1]).to.include({
      _created_after_event: true,
      _revoked_after_event: true,
      _created_before: true,
      _revoked_before: false,
      _created_by: true,
      _revoked_by: true,
    })
  })

  it('finds links by child or parent, targets by destination only, requirements by what is required', () => {
    const rpc = Rpc.as('kojiadmin')
    rpc.call('createTag', 'parent')
    rpc.call('createTag', 'child', 'parent')
    rpc.call('createBuildTarget', 'target', 'parent', 'child')
    for (const group of ['g', 'required']) rpc.call('groupListAdd', 'child', group)
    rpc.call('groupReqListAdd', 'child', 'g', 'required')
    const count = (filters: { [name: string]: RpcValue }) =>
      rpc.call('queryHistory', kw({ ...filters, queryOpts: { countOnly: true } }))
    expect(count({ tag: 'parent' })).to.include({ tag_inheritance: 1, build_target_config: 0 })
    expect(count({ tag: 'child' })).to.include({ tag_inheritance: 1, build_target_config: 1 })
    expect(count({ group: 'g' })).to.deep.equal({
      group_config: 1,
      group_package_listing: 0,
      group_req_listing: 0,
    })
    expect(count({ group: 'required' })).to.include({ group_req_listing: 1 })
  })

  it('orders by a column, nulls last; another order fails inside', () => {
    const { rpc } = history()
    const arches = (order: string) => {
      const answer = rpc.call('queryHistory', kw({ tables: ['tag_config'], queryOpts: { order } }))
      return rows(answer, 'tag_config').map(row => isStruct(row) && row.arches)
    }
    expect(arches('arches')).to.deep.equal(['aarch64', 'x86_64'])
    expect(arches('-create_event')).to.deep.equal(['aarch64', 'x86_64'])
    expect(rpc.call('queryHistory', kw({ queryOpts: { order: 'nope' } }))).to.have.nested.property(
      'fault[0]',
      1,
    )
    expect(rpc.call('queryHistory', kw({ after: 'when?' }))).to.have.nested.property('fault[0]', 1)
  })
})

describe('sandbox: events', () => {
  it('are told by number, or the last before a time', () => {
    const { rpc, made, deleted } = history()
    expect(rpc.call('getEvent', made)).to.deep.equal({ id: made, ts: 100 })
    expect(rpc.call('getEvent', String(made))).to.deep.equal({ id: made, ts: 100 })
    expect(rpc.call('getEvent', 999)).to.deep.equal(fault(1000, 'query returned no rows'))
    expect(rpc.call('getEvent', 999, false)).to.equal(null)
    expect(rpc.call('getEvent', 'x')).to.deep.equal(
      fault(1019, "Invalid type for value 'x': <class 'str'>, expected type <class 'int'>"),
    )
    expect(rpc.call('getEvent', null)).to.deep.equal(fault(1019, "Invalid type, expected type <class 'int'>"))
    expect(rpc.call('getLastEvent')).to.deep.equal({ id: deleted, ts: 300 })
    expect(rpc.call('getLastEvent', 200)).to.deep.equal({ id: made, ts: 100 })
    expect(rpc.call('getLastEvent', 1)).to.deep.equal(fault(1000, 'query returned no rows'))
    expect(rpc.call('getLastEvent', 'x')).to.deep.equal(fault(1000, "Invalid type for before: <class 'str'>"))
  })

  it('tell whether tags changed since', () => {
    const { rpc, made, deleted } = history()
    rpc.call('createTag', 'u')
    expect(rpc.call('tagChangedSinceEvent', made, [1])).to.equal(true)
    expect(rpc.call('tagChangedSinceEvent', deleted, [1])).to.equal(false)
    expect(rpc.call('tagChangedSinceEvent', deleted, [1, 2])).to.equal(true)
    expect(rpc.call('tagChangedSinceEvent', made, [])).to.have.nested.property('fault[0]', 1)
  })
})
