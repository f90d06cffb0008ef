import { expect } from 'chai'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { type Case, fault, kw, Rpc, runCases, TestClock, testSandbox } from './rpc.js'

/** The tag `build`, of the first event after those of the seed, on a hub where a repo takes a minute. */
function hub() {
  const clock = new TestClock()
  const sandbox = testSandbox({
    clock: clock.read,
    users: [{ name: 'packager' }],
    hub: { repoSeconds: 60 },
  })
  const rpc = Rpc.as('kojiadmin', sandbox)
  rpc.call('createTag', 'build')
  return { clock, sandbox, rpc, made: rpc.lastEvent() }
}

const time = '2027-01-15 08:00:00.250000+00:00'
const request = (made: number) => ({
  id: 1,
  tag_id: 1,
  tag_name: 'build',
  owner: 1,
  owner_name: 'kojiadmin',
  priority: 20,
  at_event: null,
  min_event: made,
  opts: {},
  create_time: time,
  create_ts: 1_800_000_000.25,
  update_time: time,
  update_ts: 1_800_000_000.25,
  active: true,
  repo_id: null,
  tries: 0,
  task_id: null,
  task_state: null,
})
const repo = (made: number) => ({
  id: 1,
  tag_id: 1,
  tag_name: 'build',
  state: 1,
  dist: false,
  create_event: made,
  create_ts: 1_800_000_000.25,
  begin_event: made,
  begin_ts: 1_800_000_000.25,
  end_event: null,
  end_ts: null,
  creation_time: '2027-01-15 08:01:00.250000+00:00',
  creation_ts: 1_800_000_060.25,
  state_time: '2027-01-15 08:01:00.250000+00:00',
  state_ts: 1_800_000_060.25,
  opts: { src: false, debuginfo: false, separate_src: false, maven: false },
  custom_opts: {},
  task_id: null,
  task_state: null,
})

function part(answer: RpcValue, key: string): RpcValue {
  return isStruct(answer) ? (answer[key] ?? null) : answer
}

describe('sandbox: repos', () => {
  it('are ready some time after they were requested', () => {
    const { clock, rpc, made } = hub()
    const waiting = request(made)
    runCases(rpc, [
      ['repo.get', ['build'], null],
      ['repo.request', ['build', 'last'], { repo: null, request: waiting, duplicate: false }],
    ])
    clock.now += 59
    expect(rpc.call('repo.checkRequest', 1)).to.deep.equal({ repo: null, request: waiting })
    clock.now += 1
    const done = {
      ...waiting,
      active: false,
      repo_id: 1,
      update_time: '2027-01-15 08:01:00.250000+00:00',
      update_ts: 1_800_000_060.25,
    }
    runCases(rpc, [
      ['repo.checkRequest', [1], { repo: repo(made), request: done }],
      ['repo.get', ['build'], repo(made)],
      ['getRepo', ['build'], repo(made)],
      ['repoInfo', [1], repo(made)],
      ['repo.request', ['build', 'last'], { repo: repo(made), request: null, duplicate: false }],
    ])
  })

  it('serve requests that do not ask for more than there is', () => {
    const { clock, rpc, made } = hub()
    rpc.call('repo.request', 'build', 'last')
    clock.now += 61
    rpc.call('editTag2', 'build', kw({ arches: 'x86_64' }))
    const changed = rpc.lastEvent()
    expect(rpc.call('repo.get', 'build', changed)).to.equal(null)
    expect(rpc.call('repo.get', 'build', null, made)).to.include({ id: 1 })
    expect(rpc.call('repo.get', 'build', null, null, { src: true })).to.equal(null)
    expect(rpc.call('repo.get', 'build', null, null, { src: false })).to.include({ id: 1 })
    // by default a repo may be an hour old
    expect(part(rpc.call('repo.request', 'build'), 'repo')).to.include({ id: 1 })
    expect(part(rpc.call('repo.request', 'build', 'last'), 'repo')).to.equal(null)
    clock.now += 61
    expect(rpc.call('repo.get', 'build')).to.include({ id: 2, create_event: changed, begin_event: made })
  })

  it('are not requested twice, but more urgently', () => {
    const { rpc, sandbox, made } = hub()
    const again = (...params: RpcValue[]) => rpc.call('repo.request', 'build', ...params)
    again('last')
    expect(again(made)).to.deep.equal({ repo: null, request: request(made), duplicate: true })
    expect(part(again('last', kw({ priority: 5 })), 'request')).to.include({ id: 1, priority: 20 })
    expect(part(again('last', kw({ priority: -5 })), 'request')).to.include({ id: 1, priority: 15 })
    expect(part(again('last', kw({ opts: { src: true } })), 'request')).to.include({ id: 2 })
    expect(part(again(kw({ at_event: made })), 'request')).to.include({
      id: 3,
      at_event: made,
      min_event: null,
    })
    const urgent = Rpc.as('packager', sandbox).call('repo.request', 'build', kw({ priority: -1 }))
    expect(urgent).to.deep.equal(fault(1004, 'only admins may create high-priority requests'))
  })

  it('one repo fulfils every request that it satisfies', () => {
    const { clock, rpc } = hub()
    rpc.call('repo.request', 'build', 'last')
    clock.now += 30
    rpc.call('editTag2', 'build', kw({ arches: 'x86_64' }))
    rpc.call('repo.request', 'build', 'last')
    rpc.call('repo.request', 'build', 'last', null, { debuginfo: true })
    clock.now += 30
    expect(
      [1, 2, 3].map(id => part(part(rpc.call('repo.checkRequest', id), 'request'), 'repo_id')),
    ).to.deep.equal([1, 1, null])
    clock.now += 30
    expect(part(rpc.call('repo.checkRequest', 3), 'repo')).to.deep.include({
      id: 2,
      custom_opts: { debuginfo: true },
    })
  })

  it('are as their tag wants them', () => {
    const { clock, rpc } = hub()
    rpc.call('editTag2', 'build', kw({ extra: { 'repo.opts': { src: true, other: 1 }, 'repo.lag': 0 } }))
    rpc.call('repo.request', 'build')
    clock.now += 60
    expect(rpc.call('repo.get', 'build', null, null, { src: true })).to.deep.include({ custom_opts: {} })
  })

  it('are not made of a tag that is gone', () => {
    const { clock, rpc } = hub()
    rpc.call('repo.request', 'build', 'last')
    rpc.call('deleteTag', 'build')
    clock.now += 60
    const checked = rpc.call('repo.checkRequest', 1)
    expect(part(checked, 'repo')).to.equal(null)
    expect(part(checked, 'request')).to.include({ active: false, repo_id: null })
  })

  const noTag = fault(1000, 'No such entry in table tag: nope')
  const refused: Case[] = [
    ['repo.request', ['nope'], fault(1000, "No such tagInfo: 'nope'")],
    ['repo.request', ['build', 1, 1], fault(1019, 'The min_event and at_event options conflict')],
    ['repo.request', ['build', 99], fault(1019, 'Invalid event: 99')],
    ['repo.request', ['build', null, null, { x: 1 }], fault(1019, 'Invalid repo option: x')],
    ['repo.request', ['build', null, null, []], fault(1019, 'Repo opts must be a dictionary')],
    ['repo.request', ['build', null, null, { maven: true }], fault(1000, 'Maven support not enabled')],
    ['repo.checkRequest', [9], fault(1000, 'No such request')],
    ['repo.get', ['nope'], noTag],
    ['getRepo', ['nope'], noTag],
    ['repoInfo', [9], null],
    ['repoInfo', [9, true], fault(1000, 'query returned no rows')],
  ]
  for (const call of refused) {
    it(`${call[0]}(${JSON.stringify(call[1])}) is refused`, () => runCases(hub().rpc, [call]))
  }

  it('need a login', () => {
    expect(new Rpc(hub().sandbox).call('repo.request', 'build')).to.deep.equal(
      fault(1004, 'you must be logged in for this operation'),
    )
  })
})
