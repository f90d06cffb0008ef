import { expect } from 'chai'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { type Case, fault, kw, Rpc, runCases, testSandbox } from './rpc.js'

/** `child` inherits from `parent`; there are the repos `main` and `extras`, which no tag uses yet. */
function hub(): Rpc {
  const rpc = Rpc.as('kojiadmin')
  rpc.call('createTag', 'parent')
  rpc.call('createTag', 'child', 'parent')
  rpc.call('createExternalRepo', 'main', 'https://example.org/main')
  rpc.call('createExternalRepo', 'extras', 'https://example.org/extras/')
  return rpc
}

const main = { id: 1, name: 'main', url: 'https://example.org/main/' }
const extras = { id: 2, name: 'extras', url: 'https://example.org/extras/' }
const mainOfChild = {
  tag_id: 2,
  tag_name: 'child',
  external_repo_id: 1,
  external_repo_name: 'main',
  url: 'https://example.org/main/',
  priority: 10,
  merge_mode: 'koji',
  arches: null,
}

describe('sandbox: external repos', () => {
  it('are made, found, edited, deleted, and made again under one id', () => {
    const rpc = hub()
    const made = rpc.lastEvent()
    runCases(rpc, [
      ['createExternalRepo', ['third', ''], { id: 3, name: 'third', url: '/' }],
      ['getExternalRepo', ['main'], main],
      ['getExternalRepo', [{ id: 2 }, true], extras],
      ['getExternalRepo', ['nope'], null],
      ['listExternalRepos', [null, 'https://example.org/extras/'], [extras]],
      ['listExternalRepos', [null, 'https://example.org/extras'], []],
      ['listExternalRepos', [kw({ queryOpts: { countOnly: true } })], 3],
      ['editExternalRepo', ['third', 'fourth', 'https://example.org/4'], null],
      ['getExternalRepo', [3], { id: 3, name: 'fourth', url: 'https://example.org/4/' }],
      ['deleteExternalRepo', ['fourth'], null],
      ['getExternalRepo', [3], null],
      ['createExternalRepo', ['fourth', '/'], { id: 3, name: 'fourth', url: '/' }],
      ['listExternalRepos', ['fourth', null, made], []],
    ])
  })

  it('takes a url without its slash for another one, and writes nothing where nothing is given', () => {
    const rpc = hub()
    const before = rpc.lastEvent()
    rpc.call('editExternalRepo', 'main')
    rpc.call('editExternalRepo', 'main', '', '')
    rpc.call('editExternalRepo', 'main', 'main', main.url)
    expect(rpc.lastEvent()).to.equal(before)
    rpc.call('editExternalRepo', 'main', null, 'https://example.org/main')
    expect(rpc.lastEvent()).to.equal(before + 1)
  })

  it('null stands for the only repo there is', () => {
    const rpc = hub()
    expect(rpc.call('getExternalRepo', null)).to.deep.equal(fault(1000, 'More than one repo in the result.'))
    rpc.call('deleteExternalRepo', 'main')
    expect(rpc.call('getExternalRepo', null)).to.deep.equal(extras)
  })

  const refused: Case[] = [
    ['createExternalRepo', ['main', '/'], fault(1000, 'An external repo named "main" already exists')],
    ['createExternalRepo', ['a b', '/'], fault(1000, 'Name a b does not match RegexNameInternal value')],
    ['editExternalRepo', ['nope'], fault(1000, 'No such repo: nope')],
    [
      'editExternalRepo',
      ['main', 'extras'],
      fault(1000, 'name "extras" is already taken by external repo 2'),
    ],
    ['deleteExternalRepo', ['nope'], fault(1000, 'No such repo: nope')],
    ['getExternalRepo', ['nope', true], fault(1000, 'No such repo: nope')],
    ['getExternalRepo', ['main', true, 'x'], fault(1000, "Invalid event: 'x'")],
  ]
  for (const call of refused) {
    it(`${call[0]}(${JSON.stringify(call[1])}) is refused`, () => runCases(hub(), [call]))
  }

  it('need an admin, their use by tags the permission tag', () => {
    const rpc = Rpc.as('tagger', testSandbox({ users: [{ name: 'tagger', permissions: ['tag'] }] }))
    const needed = fault(1004, 'admin permission required (logged in as tagger)')
    runCases(rpc, [
      ['createExternalRepo', ['a', '/'], needed],
      ['editExternalRepo', ['a'], needed],
      ['deleteExternalRepo', ['a'], needed],
      ['addExternalRepoToTag', ['nope', 'a', 1], fault(1000, "No such tagInfo: 'nope'")],
    ])
  })
})

describe('sandbox: external repos of tags', () => {
  it('are added, edited and removed', () => {
    const rpc = hub()
    runCases(rpc, [
      ['addExternalRepoToTag', ['child', 'main', '10'], null],
      ['getTagExternalRepos', ['child'], [mainOfChild]],
      ['addExternalRepoToTag', ['child', 'extras', 5.9, 'bare', 'x86_64,i686'], null],
      ['editTagExternalRepo', ['child', 'main', 20, 'simple', 'aarch64'], true],
      [
        'getTagExternalRepos',
        ['child', 'main'],
        [{ ...mainOfChild, priority: 20, merge_mode: 'simple', arches: 'aarch64' }],
      ],
      ['removeExternalRepoFromTag', ['child', 'extras'], null],
      ['getTagExternalRepos', [null, 'extras'], []],
      ['deleteExternalRepo', ['main'], null],
      ['getTagExternalRepos', [], []],
    ])
  })

  it('are not written again where nothing changes', () => {
    const rpc = hub()
    rpc.call('addExternalRepoToTag', 'child', 'main', 10)
    const before = rpc.lastEvent()
    expect(rpc.call('editTagExternalRepo', 'child', 'main')).to.equal(false)
    expect(rpc.call('editTagExternalRepo', 'child', 'main', 10, 'koji')).to.equal(false)
    expect(rpc.lastEvent()).to.equal(before)
    // compared before it is converted
    expect(rpc.call('editTagExternalRepo', 'child', 'main', '10')).to.equal(true)
    expect(rpc.lastEvent()).to.equal(before + 1)
  })

  it('come to a tag from its ancestors, too, each repo once', () => {
    const rpc = hub()
    rpc.call('addExternalRepoToTag', 'child', 'main', 10)
    rpc.call('addExternalRepoToTag', 'parent', 'main', 1)
    rpc.call('addExternalRepoToTag', 'parent', 'extras', 2)
    const shown = (answer: RpcValue) =>
      Array.isArray(answer) ? answer.map(row => `${row.external_repo_name} (${row.tag_name})`) : answer
    expect(shown(rpc.call('getExternalRepoList', 'child'))).to.deep.equal(['main (child)', 'extras (parent)'])
    rpc.call('deleteTag', 'parent')
    expect(shown(rpc.call('getExternalRepoList', 'child'))).to.deep.equal(['main (child)'])
    expect(rpc.call('getTagExternalRepos', 'parent')).to.deep.equal([])
    expect(rpc.call('getExternalRepoList', 'parent')).to.deep.equal(fault(1000, "No such tagInfo: 'parent'"))
  })

  it('are a change of the tag, and so is a change of what they are', () => {
    const rpc = hub()
    rpc.call('addExternalRepoToTag', 'parent', 'main', 1)
    const added = rpc.lastEvent()
    const last = (...params: RpcValue[]) => rpc.call('tagLastChangeEvent', 'child', ...params)
    expect(last()).to.equal(added)
    rpc.call('editExternalRepo', 'main', null, 'https://example.org/other')
    const edited = rpc.lastEvent()
    expect(last()).to.equal(edited)
    expect(last(edited)).to.equal(added)
    expect(last(kw({ inherit: false }))).to.be.lessThan(added)
    expect(rpc.call('tagFirstChangeEvent', 'child', added)).to.equal(edited)
    expect(rpc.call('tagFirstChangeEvent', 'child', edited)).to.equal(null)
    rpc.call('deleteTag', 'parent')
    expect(rpc.call('tagLastChangeEvent', 'parent')).to.equal(rpc.lastEvent())
    expect(rpc.call('tagLastChangeEvent', 'nope')).to.deep.equal(fault(1000, "No such tagInfo: 'nope'"))
  })

  it('leave their history', () => {
    const rpc = hub()
    rpc.call('addExternalRepoToTag', 'child', 'main', 10)
    rpc.call('editTagExternalRepo', 'child', 'main', 20)
    const answer = rpc.call('queryHistory', kw({ external_repo: 'main' }))
    expect(isStruct(answer) && Object.keys(answer)).to.deep.equal([
      'external_repo_config',
      'external_repo_data',
      'tag_external_repos',
    ])
    const rows = isStruct(answer) && Array.isArray(answer.tag_external_repos) ? answer.tag_external_repos : []
    expect(
      rows.map(row => [row.priority, row.active, row['external_repo.name'], row['tag.name']]),
    ).to.deep.equal([
      [10, null, 'main', 'child'],
      [20, true, 'main', 'child'],
    ])
  })

  const notUsed = fault(1000, 'external repo extras not associated with tag child')
  const refused: Case[] = [
    ['addExternalRepoToTag', ['child', 'extras', 1, 'other'], fault(1000, 'No such merge mode: other')],
    ['addExternalRepoToTag', ['child', 'nope', 1], fault(1000, 'No such repo: nope')],
    [
      'addExternalRepoToTag',
      ['child', 'extras', 'x'],
      fault(1019, "Invalid type for value 'x': <class 'str'>, expected type <class 'int'>"),
    ],
    [
      'addExternalRepoToTag',
      ['child', 'extras', null],
      fault(1019, "Invalid type, expected type <class 'int'>"),
    ],
    [
      'addExternalRepoToTag',
      ['child', 'main', 1],
      fault(1000, 'tag child already associated with external repo main'),
    ],
    [
      'addExternalRepoToTag',
      ['child', 'extras', 10],
      fault(1000, 'tag child already associated with an external repo at priority 10'),
    ],
    ['editTagExternalRepo', ['child', 'extras', 1], notUsed],
    [
      'editTagExternalRepo',
      ['child', 'main', null, null, 'a,b'],
      fault(1000, 'Architecture can be only [a-zA-Z0-9_-]'),
    ],
    ['removeExternalRepoFromTag', ['child', 'extras'], notUsed],
    ['removeExternalRepoFromTag', ['nope', 'extras'], fault(1000, "No such tagInfo: 'nope'")],
    ['getTagExternalRepos', ['nope'], fault(1000, 'No such entry in table tag: nope')],
  ]
  for (const call of refused) {
    it(`${call[0]}(${JSON.stringify(call[1])}) is refused`, () => {
      const rpc = hub()
      rpc.call('addExternalRepoToTag', 'child', 'main', 10)
      runCases(rpc, [call])
    })
  }
})
