import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { RelengError } from '../../src/koji/error.js'
import { createSandbox, openState, refuseForeignFile, replaceState } from '../../src/sandbox/index.js'
import { kw, Rpc, testSandbox } from './rpc.js'

describe('sandbox: the state file', () => {
  let directory = ''
  let path = ''
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'sandbox-'))
    path = join(directory, 'deep', 'state.json')
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  const open = (path: string) => Rpc.as('kojiadmin', testSandbox({ state: openState(path) }))

  /** A bit of everything that a hub can hold. */
  function fill(rpc: Rpc): void {
    rpc.call(
      'createTag',
      'parent',
      kw({ arches: 'x86_64', extra: JSON.parse('{"__proto__": [1, null, "ü"], "b": 1.5}') }),
    )
    rpc.call('createTag', 'child', 'parent')
    rpc.call('createTag', 'gone')
    rpc.call('deleteTag', 'gone')
    rpc.call('editTag2', 'parent', kw({ block_extra: ['blocked'], perm: 'admin', name: 'renamed' }))
    rpc.call('groupListAdd', 'child', 'build')
    rpc.call('groupPackageListAdd', 'child', 'build', 'bash')
    rpc.call('groupReqListAdd', 'child', 'build', 'build')
    rpc.call('createBuildTarget', 'target', 'child', 'renamed')
    rpc.call('grantPermission', 'kojiadmin', 'new-permission', true, 'described')
    rpc.call('createExternalRepo', 'repo', 'https://example.org/')
    rpc.call('addExternalRepoToTag', 'child', 'repo', 5)
    rpc.call('packageListAdd', 'child', 'bash', 'kojiadmin')
    rpc.call('createEmptyBuild', 'bash', '5', '1', 7)
    rpc.call('createEmptyBuild', 'bash', '5', '2', null, null, true)
    rpc.call('massTag', 'child', ['bash-5-1'])
    rpc.call('repo.request', 'child', 'last', null, { src: true })
    rpc.call('createUser', 'someone', kw({ krb_principal: 'someone@EXAMPLE.ORG' }))
  }

  const reads: [string, ...string[]][] = [
    ['queryHistory'],
    ['getTag', 'renamed'],
    ['getBuildConfig', 'child'],
    ['getTagGroups', 'child'],
    ['listPackages', 'child'],
    ['getTagExternalRepos', 'child'],
    ['getBuild', 'bash-5-1'],
    ['getBuild', 'bash-5-2,draft_2'],
    ['listTagged', 'child'],
    ['repo.checkRequest', '1'],
    ['repo.get', 'child'],
    ['getAllPerms'],
    ['getUser', 'someone@EXAMPLE.ORG'],
    ['getLastEvent'],
  ]

  it('brings everything back but the sessions', () => {
    const before = open(path)
    fill(before)
    const after = new Rpc(testSandbox({ state: openState(path) }))
    for (const [method, ...params] of reads) {
      expect(after.call(method, ...params), method).to.deep.equal(before.call(method, ...params))
    }
    after.headers = before.headers
    expect(after.call('hello')).to.have.nested.property('fault[0]', 1002)
    after.headers = {}
    after.login('kojiadmin')
    expect(after.call('createTag', 'gone')).to.equal(3)
    expect(after.call('createTag', 'next')).to.equal(4)
  })

  it('is written by what commits, and by nothing else', () => {
    const rpc = open(path)
    rpc.call('createTag', 'a')
    const written = statSync(path, { bigint: true }).ino
    rpc.call('getTag', 'a')
    rpc.call('createTag', 'a')
    rpc.call('editTag2', 'a')
    rpc.multiCall(['getTag', 'a'])
    expect(statSync(path, { bigint: true }).ino).to.equal(written)
    rpc.call('editTag2', 'a', kw({ locked: true }))
    expect(statSync(path, { bigint: true }).ino).to.not.equal(written)
    expect(readdirSync(join(directory, 'deep'))).to.deep.equal(['state.json'])
  })

  it('is for its owner only, and holds no password', () => {
    const sandbox = testSandbox({
      state: openState(path),
      users: [{ name: 'someone', password: 'open sesame' }],
    })
    Rpc.as('kojiadmin', sandbox).call('createTag', 'a')
    expect(statSync(path).mode & 0o777).to.equal(0o600)
    expect(readFileSync(path, 'utf8')).to.include('scrypt$').and.not.include('open sesame')
    const again = new Rpc(testSandbox({ state: openState(path) }))
    expect(again.call('login', 'someone', 'open sesame')).to.have.property('session-id')
  })

  it('takes in the users and permissions that a run asks for', () => {
    open(path).call('createTag', 'a')
    const users = [{ name: 'tagger', permissions: ['tag', 'autosign'] }]
    const rpc = Rpc.as('tagger', testSandbox({ state: openState(path), users }))
    expect(rpc.call('getPerms')).to.deep.equal(['tag', 'autosign'])
    expect(rpc.call('getTagID', 'a')).to.equal(1)
  })

  it('reads what was written before there were builds', () => {
    open(path).call('createTag', 'a')
    const { builds: _b, repos: _r, repoRequests: _q, ...state } = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...state, format: 1 }))
    expect(open(path).call('getTagID', 'a')).to.equal(1)
  })

  const broken: [string, string, RegExp][] = [
    ['no JSON', '{"format": 1', /broken/],
    ['nothing', '', /broken/],
    ['JSON of something else', '{"name": "x"}', /broken/],
    ['a state without its tables', '{"format": 1}', /broken/],
    ['a state of the future', '{"format": 99}', /newer/],
  ]
  for (const [what, contents, message] of broken) {
    it(`is refused and left alone if it holds ${what}`, () => {
      path = join(directory, 'state.json')
      writeFileSync(path, contents)
      expect(() => openState(path))
        .to.throw(RelengError, message)
        .with.property('where', path)
      expect(readFileSync(path, 'utf8')).to.equal(contents)
    })
  }

  it('is refused whole if one row of it is broken', () => {
    open(path).call('createTag', 'a')
    const contents = readFileSync(path, 'utf8')
    writeFileSync(path, contents.replace('"locked"', '"lokced"'))
    expect(() => openState(path)).to.throw(RelengError, /broken/)
  })

  it('has one writer at a time: the other is told, and its change is taken back', () => {
    open(path).call('createTag', 'a')
    const [one, two] = [open(path), open(path)]
    expect(one.call('createTag', 'b')).to.equal(2)
    expect(() => two.call('createTag', 'c'))
      .to.throw(RelengError, /another process changed/)
      .with.property('next')
      .that.matches(/nothing was written/)
    expect(two.call('getTag', 'c')).to.equal(null)
    expect(two.call('getTag', 'a')).to.include({ id: 1 })
    expect(open(path).call('getTag', 'b')).to.include({ id: 2 })
  })

  it('notices one who makes the file first', () => {
    const [one, two] = [open(path), open(path)]
    one.call('createTag', 'a')
    expect(() => two.call('createTag', 'b')).to.throw(RelengError, /another process changed/)
  })

  it('waits for nobody who is writing, and not for the dead', () => {
    const rpc = open(path)
    rpc.call('createTag', 'a')
    writeFileSync(`${path}.lock`, String(process.pid))
    expect(() => rpc.call('createTag', 'b')).to.throw(RelengError, /is writing/)
    // No process has this number.
    writeFileSync(`${path}.lock`, '999999999')
    expect(rpc.call('createTag', 'b')).to.be.a('number')
  })

  it('says so if it cannot be written', function () {
    if (process.getuid?.() === 0) this.skip()
    const rpc = open(path)
    rpc.call('createTag', 'a')
    chmodSync(join(directory, 'deep'), 0o500)
    expect(() => rpc.call('createTag', 'b')).to.throw(RelengError)
    chmodSync(join(directory, 'deep'), 0o700)
    expect(rpc.call('getTag', 'b')).to.equal(null)
  })

  it('is put aside where another takes its place', () => {
    open(path).call('createTag', 'a')
    const contents = readFileSync(path, 'utf8')
    const fresh = join(directory, 'fresh.json')
    createSandbox({ state: openState(fresh) }).save()
    replaceState(path, fresh)
    expect(readFileSync(`${path}.old`, 'utf8')).to.equal(contents)
    expect(open(path).call('getTag', 'a')).to.equal(null)
  })

  it('takes the place of nothing but a state, whole or broken', () => {
    const foreign = join(directory, 'precious.yaml')
    writeFileSync(foreign, 'version: 1\n')
    expect(() => refuseForeignFile(foreign)).to.throw(RelengError, /this is no state of a sandbox/)
    expect(() => refuseForeignFile(directory)).to.throw(RelengError, /this is no state of a sandbox/)
    writeFileSync(foreign, '{"format":1,"eve')
    refuseForeignFile(foreign)
    refuseForeignFile(join(directory, 'not-there-yet'))
  })
})
