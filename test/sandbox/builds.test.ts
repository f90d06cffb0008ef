import { expect } from 'chai'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { type Case, fault, kw, Rpc, runCases, TestClock, testSandbox } from './rpc.js'

const users = [{ name: 'tagger', permissions: ['tag'] }, { name: 'packager' }]

/** `child` inherits from `parent`, which lists bash and gcc; there are two builds of bash and one of gcc. */
function hub() {
  const clock = new TestClock()
  const sandbox = testSandbox({ clock: clock.read, users })
  const rpc = Rpc.as('kojiadmin', sandbox)
  rpc.call('createTag', 'parent')
  rpc.call('createTag', 'child', 'parent')
  rpc.call('packageListAdd', 'parent', 'bash', 'kojiadmin')
  rpc.call('packageListAdd', 'parent', 'gcc', 'kojiadmin')
  sandbox.importBuild({ name: 'bash', version: '5.2', release: '1.fc44' })
  sandbox.importBuild({ name: 'bash', version: '5.2', release: '2.fc44', owner: 'packager', epoch: 1 })
  sandbox.importBuild({
    name: 'gcc',
    version: '16',
    release: '1',
    source: 'git+https://x#1',
    extra: { a: [1] },
  })
  return { sandbox, rpc }
}

function nvrs(answer: RpcValue): RpcValue {
  return Array.isArray(answer) ? answer.map(({ nvr, tag_name }) => `${nvr} (${tag_name})`) : answer
}

const gcc = {
  id: 3,
  build_id: 3,
  package_id: 2,
  package_name: 'gcc',
  name: 'gcc',
  version: '16',
  release: '1',
  epoch: null,
  nvr: 'gcc-16-1',
  draft: false,
  state: 1,
  task_id: null,
  owner_id: 1,
  owner_name: 'kojiadmin',
  promoter_id: null,
  promoter_name: null,
  creation_event_id: 9,
  creation_time: '2027-01-15 08:00:00.250000+00:00',
  start_time: '2027-01-15 08:00:00.250000+00:00',
  completion_time: '2027-01-15 08:00:00.250000+00:00',
  promotion_time: null,
  volume_id: 0,
  volume_name: 'DEFAULT',
}

describe('sandbox: builds', () => {
  it('are imported, and tell all that Koji tells', () => {
    const { rpc } = hub()
    const whole = {
      ...gcc,
      creation_ts: 1_800_000_000.25,
      start_ts: 1_800_000_000.25,
      completion_ts: 1_800_000_000.25,
      promotion_ts: null,
      source: 'git+https://x#1',
      extra: { a: [1] },
      cg_id: null,
      cg_name: null,
    }
    runCases(rpc, [
      ['getBuild', ['gcc-16-1'], whole],
      ['getBuild', ['1:gcc-16-1'], whole],
      ['getBuild', [3], whole],
      ['getBuild', [{ name: 'gcc', version: '16', release: '1' }], whole],
      ['getBuild', ['gcc-16-2'], null],
    ])
  })

  it('are refused where Koji would refuse them', () => {
    const { sandbox } = hub()
    const build = { name: 'gcc', version: '16', release: '1' }
    expect(() => sandbox.importBuild(build)).to.throw(/duplicate key/)
    expect(() => sandbox.importBuild({ ...build, release: '2', owner: 'nobody' })).to.throw(/No such user/)
    expect(() => sandbox.importBuild({ ...build, name: 'a b' })).to.throw(/RegexNameInternal/)
    expect(sandbox.importBuild({ ...build, release: '3' })).to.be.greaterThan(3)
  })

  it('may be empty', () => {
    const { rpc, sandbox } = hub()
    sandbox.importBuild({ name: 'zsh', version: '5', release: '1', state: 'FAILED' })
    runCases(rpc, [
      ['createEmptyBuild', ['zsh', '6', '1', null], 5],
      ['createEmptyBuild', ['zsh', '6', '2', 1, 'packager', true], 6],
      ['createEmptyBuild', ['zsh', '5', '1', null], 4],
      [
        'createEmptyBuild',
        ['zsh', '6', '1', null],
        fault(
          1000,
          "Build already exists (id=5, state=COMPLETE): {'name': 'zsh', 'version': '6', 'release': '1', " +
            "'epoch': None, 'draft': False, 'pkg_id': 3, 'extra': None, 'state': 1, 'start_time': 'NOW', " +
            "'completion_time': 'NOW', 'source': None, 'owner': 1, 'task_id': None, 'volume_id': 0}",
        ),
      ],
    ])
    expect(rpc.call('getBuild', 6)).to.include({ release: '2,draft_6', draft: true, owner_name: 'packager' })
    expect(rpc.call('getBuild', 4)).to.include({ state: 1 })
  })

  it('give the next release', () => {
    const { rpc, sandbox } = hub()
    for (const [version, release] of [
      ['1', '20260101.n.4'],
      ['2', '7'],
      ['3', 'x'],
    ] as const) {
      sandbox.importBuild({ name: 'zsh', version, release })
    }
    sandbox.importBuild({ name: 'zsh', version: '4', release: '9', state: 'FAILED' })
    const next = (version: string, ...incr: RpcValue[]) =>
      rpc.call('getNextRelease', { name: 'zsh', version }, ...incr)
    expect(rpc.call('getNextRelease', { name: 'bash', version: '5.2' })).to.equal('3.fc44')
    expect(['1', '2', '4', 'new'].map(version => next(version))).to.deep.equal([
      '20260101.n.5',
      '8',
      '1',
      '1',
    ])
    expect(next('2', 5)).to.equal('12')
    expect(next('3')).to.deep.equal(fault(1005, 'Unable to increment release value: x'))
    expect(next('2', 'x')).to.deep.equal(fault(1019, 'incr parameter must be an integer'))
  })

  const refused: Case[] = [
    ['getBuild', ['bash'], fault(1000, 'invalid format: bash')],
    ['getBuild', ['bash--1'], fault(1000, 'invalid format: bash--1')],
    ['getBuild', ['bash-5-1', true], fault(1000, "No such build: 'bash-5-1'")],
    ['getBuild', [99, true], fault(1000, 'No such build: 99')],
    ['getBuild', [[]], fault(1000, "Invalid type for argument: <class 'list'>")],
    ['getBuild', [{ name: 'a' }], fault(1000, 'did not provide name, version, and release')],
    ['listTags', ['bash-5-1'], fault(1000, 'No such build: bash-5-1')],
    ['listTagged', ['nope'], fault(1000, "No such tagInfo: 'nope'")],
    ['listTagged', ['child', kw({ type: 'nope' })], fault(1000, 'unsupported build type: nope')],
    ['getLatestBuilds', ['nope'], fault(1000, 'No such entry in table tag: nope')],
  ]
  for (const call of refused) {
    it(`${call[0]}(${JSON.stringify(call[1])}) is refused`, () => runCases(hub().rpc, [call]))
  }
})

describe('sandbox: tagging', () => {
  it('lists the last tagged first, then what is inherited', () => {
    const { rpc } = hub()
    rpc.call('tagBuildBypass', 'child', 'bash-5.2-2.fc44')
    rpc.call('tagBuildBypass', 'child', 'bash-5.2-1.fc44')
    const before = rpc.lastEvent()
    expect(rpc.call('massTag', 'parent', ['gcc-16-1', 'bash-5.2-2.fc44'])).to.equal(null)
    expect(rpc.lastEvent()).to.equal(before + 2)
    const own = ['bash-5.2-1.fc44 (child)', 'bash-5.2-2.fc44 (child)']
    const inherited = ['bash-5.2-2.fc44 (parent)', 'gcc-16-1 (parent)']
    const list = (options: { [name: string]: RpcValue }) => nvrs(rpc.call('listTagged', 'child', kw(options)))
    expect(list({})).to.deep.equal(own)
    expect(list({ inherit: true })).to.deep.equal([...own, ...inherited])
    expect(list({ inherit: true, event: before })).to.deep.equal(own)
    expect(list({ inherit: true, latest: true })).to.deep.equal([own[0], inherited[1]])
    expect(list({ inherit: true, latest: 2 })).to.deep.equal([...own, inherited[1]])
    expect(list({ inherit: true, package: 'gcc' })).to.deep.equal([inherited[1]])
    expect(list({ inherit: true, prefix: 'GC' })).to.deep.equal([inherited[1]])
    expect(list({ owner: 'packager' })).to.deep.equal([own[1]])
    expect(list({ draft: true })).to.deep.equal([])
    expect(list({ type: 'maven' })).to.deep.equal([])
    expect(nvrs(rpc.call('getLatestBuilds', 'child'))).to.deep.equal([own[0], inherited[1]])
    expect(rpc.call('listTagged', 'parent', kw({ package: 'gcc', extra: true }))).to.deep.equal([
      { ...gcc, tag_id: 1, tag_name: 'parent', create_event: before + 1, extra: { a: [1] } },
    ])
  })

  it('hides what the package list lacks or blocks', () => {
    const { rpc } = hub()
    rpc.call('massTag', 'child', ['bash-5.2-1.fc44', 'gcc-16-1'])
    rpc.call('packageListBlock', 'child', 'gcc')
    expect(nvrs(rpc.call('listTagged', 'child'))).to.deep.equal(['bash-5.2-1.fc44 (child)'])
    rpc.call('deleteTag', 'parent')
    expect(rpc.call('listTagged', 'child')).to.deep.equal([])
    const tags = rpc.call('listTags', 'gcc-16-1')
    expect(Array.isArray(tags) && tags.map(tag => tag.name)).to.deep.equal(['child'])
  })

  it('tags again only by force, and untags what is tagged', () => {
    const { rpc, sandbox } = hub()
    sandbox.importBuild({ name: 'gcc', version: '16', release: '2', state: 'BUILDING' })
    const absent = fault(1003, 'build gcc-16-1 not in tag child')
    runCases(rpc, [
      ['tagBuildBypass', ['child', 'gcc-16-1'], null],
      ['tagBuildBypass', ['child', 'gcc-16-1'], fault(1003, 'build gcc-16-1 already tagged (child)')],
      ['tagBuildBypass', ['child', 'gcc-16-1', true], null],
      ['tagBuildBypass', ['child', 'gcc-16-2'], fault(1003, 'build gcc-16-2 not complete: state BUILDING')],
      ['untagBuild', ['child', 'gcc-16-1'], null],
      ['untagBuild', ['child', 'gcc-16-1'], absent],
      ['untagBuildBypass', ['child', 'gcc-16-1'], absent],
      ['untagBuild', ['child', 'gcc-16-1', false], null],
    ])
    const history = rpc.call('queryHistory', kw({ build: 'gcc-16-1' }))
    const rows = isStruct(history) && Array.isArray(history.tag_listing) ? history.tag_listing : []
    expect(rows.map(row => [row.active, row.name, row.version, row.epoch, row['build.state']])).to.deep.equal(
      [
        [null, 'gcc', '16', null, 1],
        [null, 'gcc', '16', null, 1],
      ],
    )
    expect(rpc.call('queryHistory', kw({ tables: ['tag_listing'], package: 'bash' }))).to.deep.equal({
      tag_listing: [],
    })
  })

  it('heeds locks and permissions, which an admin may override, and massTag never', () => {
    const { rpc, sandbox } = hub()
    const [tagger, packager] = [Rpc.as('tagger', sandbox), Rpc.as('packager', sandbox)]
    rpc.call('createTag', 'locked', kw({ locked: true }))
    rpc.call('createTag', 'guarded', kw({ perm: 'tag' }))
    const [locked, guarded] = [fault(1004, 'tag is locked'), fault(1004, 'tag requires tag permission')]
    runCases(rpc, [
      ['checkTagAccess', ['locked'], [false, true, 'tag is locked']],
      ['checkTagAccess', ['guarded'], [false, true, 'tag requires tag permission']],
      ['checkTagAccess', ['guarded', 2], [true, false, '']],
      ['tagBuildBypass', ['locked', 'gcc-16-1'], locked],
      ['tagBuildBypass', ['locked', 'gcc-16-1', true], null],
      ['tagBuildBypass', ['guarded', 'gcc-16-1'], guarded],
    ])
    runCases(tagger, [
      ['tagBuildBypass', ['locked', 'bash-5.2-1.fc44', true], locked],
      ['tagBuildBypass', ['guarded', 'gcc-16-1'], null],
      ['massTag', ['locked', ['bash-5.2-1.fc44']], null],
    ])
    runCases(packager, [
      [
        'tagBuildBypass',
        ['child', 'gcc-16-1'],
        fault(1004, 'tag permission required (logged in as packager)'),
      ],
      ['untagBuild', ['guarded', 'gcc-16-1'], guarded],
      [
        'createEmptyBuild',
        ['x', '1', '1', 0],
        fault(1004, 'admin permission required (logged in as packager)'),
      ],
    ])
    expect(new Rpc(sandbox).call('checkTagAccess', 'child')).to.deep.equal(
      fault(1000, 'a user_id is required'),
    )
  })
})
