import { expect } from 'chai'
import { storeOfLive } from '../../src/sandbox/index.js'
import { link, live, tag } from '../builders.js'
import { ServedHub } from './served-hub.js'

const file = `version: 1
tags:
  new: {}
  c:
    manage: {inheritance: additive}
    inheritance: [{parent: r, priority: 5}]
`

describe('a rehearsal, on the command line', () => {
  const hub = new ServedHub()
  const apply = (...args: string[]) => hub.run('tags', 'apply', ...args, '--yes')
  const writes = () =>
    hub.methods.splice(0).filter(method => /^(create|edit|delete|set|group|login)/.test(method))

  before(async () => {
    // Two parents of one priority: no hub lets them come about, and none takes a third one then.
    const broken = tag('c', { inheritance: [link('p'), link('q')] })
    const store = storeOfLive(live([tag('p'), tag('q'), tag('r'), broken]), new Map(), 0)
    await hub.start({}, [], {}, { store })
    hub.cli.file('state.yaml', file)
    hub.cli.file('fine.yaml', 'version: 1\ntags: {fine: {}}\n')
  })
  after(() => hub.stop())

  const words =
    /^Multiple parent tags \(\[\d+, \d+\]\) cannot have the same priority value \(0\) on child tag \d+$/
  const call =
    'setInheritanceData("c", [{"parent":"r","priority":5,"maxdepth":null,"intransitive":false,"noconfig":false,"pkg_filter":""}]): '

  it('that passes is told in a line, before the stages', async () => {
    const { code, stderr } = await apply('fine.yaml')
    expect(stderr).to.match(/rehearsal \(1 call\): passed\ncreate \(1 call\): done\n$/)
    expect(code).to.equal(0)
    expect(writes()).to.deep.equal(['login', 'createTag'])
  })

  it('that fails refuses the apply with 3, before the login', async () => {
    const { code, stdout, stderr } = await apply('state.yaml')
    expect(code).to.equal(3)
    expect(stdout).to.contain('1 tag to create, 1 tag to change')
    const lines = stderr.split('\n').slice(-6)
    expect(lines[0]).to.equal('error: the rehearsal of this plan failed in stage switch:')
    expect(lines[1]?.startsWith(`state.yaml:6:19: tag c: ${call}`), lines[1]).to.equal(true)
    expect(lines[1]?.split('): ').at(-1)).to.match(words)
    expect(lines.slice(2)).to.deep.equal([
      'nothing was written',
      `where: ${hub.url}`,
      'next:  mend the cause, or, if you know that this hub allows it, add --no-rehearsal',
      '',
    ])
    expect(writes()).to.deep.equal([])
  })

  it('the same with --json, where call, change and fault are data', async () => {
    const { code, stdout, stderr } = await apply('state.yaml', '--json')
    expect({ code, stderr }).to.deep.equal({ code: 3, stderr: '' })
    const { error } = JSON.parse(stdout)
    expect(error).to.include({ name: 'RefusedError', exit_code: 3, where: hub.url })
    expect(error.problems).to.have.length(1)
    expect(error.data).to.include({ rehearsal: 'failed', stage: 'switch' })
    const [failed] = error.data.failed
    expect(failed.call.method).to.equal('setInheritanceData')
    expect(failed.changes[0]).to.include({ kind: 'inheritance', action: 'create', tag: 'c', parent: 'r' })
    expect(failed.changes[0].source).to.deep.include({ file: 'state.yaml', line: 6 })
    expect(failed.fault.code).to.equal(1000)
    expect(failed.fault.text).to.match(words)
  })

  it('is skipped by --no-rehearsal: then it is the hub that refuses, in the middle', async () => {
    const { code, stderr } = await apply('state.yaml', '--no-rehearsal')
    expect(stderr).to.not.contain('rehearsal')
    expect(stderr).to.contain('create (1 call): done').and.to.contain('1 of 2 calls were done')
    expect(code).to.equal(4)
  })

  it('is none where nothing is to be done', async () => {
    const { code, stderr } = await apply('fine.yaml')
    expect(stderr).to.not.contain('rehearsal')
    expect(code).to.equal(0)
  })
})
