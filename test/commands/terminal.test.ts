import { expect } from 'chai'
import { example } from './cli.js'
import { ServedHub } from './served-hub.js'
import { hasTerminals, Terminal } from './terminal.js'

const base = example('fedora-44-base.yaml')
const connected = ['--profile', 'hub', '--config', 'koji.conf']
const apply = ['tags', 'apply', base, ...connected]

/** Slow enough to be seen at work. */
const slow = { latency: 400 }
const gone = { status: 503, headers: {}, body: '' }

describe('an apply on a terminal', () => {
  let hub = new ServedHub()
  let refusals = 0
  before(function () {
    // Python's module pty makes terminals.
    if (!hasTerminals()) this.skip()
  })
  beforeEach(async () => {
    refusals = 0
    hub = new ServedHub()
    const interceptRequest = ({ methods }: { methods: readonly string[] }) =>
      methods.includes('groupPackageListAdd') && refusals-- > 0 ? gone : undefined
    await hub.start({ interceptRequest }, [], slow)
  })
  afterEach(() => hub.stop())

  const start = (args: readonly string[], size = {}) => new Terminal(hub.cli, args, size)
  const requestsOf = (method: string) => hub.methods.filter(one => one === method).length

  it('shows what goes on, and leaves what was done', async () => {
    const terminal = start([...apply, '--yes'])
    await terminal.shows(/^create \(\d s\): request 1 of 1, 5 of 5 calls: f44, f44-override and 3 more$/m)
    await terminal.shows(
      /^create \(5 calls\): done\nfill \(\d s\): request 1 of 1, 32 of 32 calls: .*\nto come: switch \(2 calls\)$/m,
    )
    await terminal.shows(/^reading back \(\d s\)$/m)
    expect(await terminal.ended).to.equal('exit 0')
    const last = terminal.screen.slice(terminal.screen.findIndex(line => line.startsWith('create (5')))
    expect(last.slice(0, 3)).to.deep.equal([
      'create (5 calls): done',
      'fill (32 calls): done',
      'switch (2 calls): done',
    ])
    expect(last[3]).to.match(/^Done\. Applied to hub/)
    expect(terminal.screen.join('\n')).not.to.match(/ s\)|to come/)
  })

  it('tells at once of a request that is made again, above the moving lines', async () => {
    refusals = 2
    const terminal = start([...apply, '--yes'])
    await terminal.shows(
      /^the hub answers HTTP 503 .*: retry 1 of 3 in 0\.0 s; Ctrl-C ends it\nfill \(\d s\)/m,
    )
    await terminal.shows(/retry 1 of 3[\s\S]*\n.*retry 2 of 3 in 0\.0 s\nfill \(\d s\)/m)
    expect(await terminal.ended).to.equal('exit 0')
    expect(requestsOf('createTag')).to.equal(5)
  })

  it('is told to stop, and says so at once; the request under way is finished', async () => {
    const terminal = start([...apply, '--yes'])
    await terminal.shows(/^fill \(\d s\): request/m)
    terminal.type('\u0003')
    await terminal.shows(
      /^interrupted: stopping after the request under way; Ctrl-C again ends at once\nfill \(/m,
    )
    expect(await terminal.ended).to.equal('exit 4')
    expect(terminal.screen.join('\n')).to.match(
      /stopped: 37 of 39 calls were done, 0 failed, 2 were not done/,
    )
    expect(requestsOf('logout')).to.equal(1)
    expect(requestsOf('createBuildTarget')).to.equal(0)
  })

  it('ends at once when it is told so twice', async () => {
    const terminal = start([...apply, '--yes'])
    await terminal.shows(/^fill \(\d s\): request/m)
    terminal.type('\u0003')
    await terminal.shows(/^interrupted:/m)
    terminal.type('\u0003')
    expect(await terminal.ended).to.equal('signal 2')
    expect(requestsOf('logout')).to.equal(0)
  })

  it('finishes the request under way where the terminal is closed', async () => {
    const terminal = start([...apply, '--yes'])
    await terminal.shows(/^fill \(\d s\): request/m)
    terminal.hangUp()
    expect(await terminal.ended).to.equal('exit 4')
    expect(requestsOf('logout')).to.equal(1)
    expect(requestsOf('createBuildTarget')).to.equal(0)
  })

  for (const { what, columns, rows, env } of [
    { what: 'a usual one', columns: 100, rows: 30, env: {} },
    { what: 'a narrow one', columns: 20, rows: 30, env: {} },
    { what: 'a low one', columns: 100, rows: 2, env: {} },
    { what: 'one without a size', columns: 0, rows: 0, env: {} },
    { what: 'one without colours', columns: 100, rows: 30, env: { NO_COLOR: '1' } },
    { what: 'a dumb one', columns: 100, rows: 30, env: { TERM: 'dumb' } },
  ]) {
    it(`asks, and goes on after a yes: ${what}`, async () => {
      Object.assign(hub.cli.env, env)
      const terminal = start(apply, { columns, rows })
      await terminal.asks(/Only ?"yes" ?applies ?it:/)
      terminal.type('yes\r')
      expect(await terminal.ended).to.equal('exit 0')
      for (const name of Object.keys(env)) delete hub.cli.env[name]
      const asked = terminal.output.indexOf('applies it:')
      const after = terminal.output.slice(asked)
      expect(after).to.contain('switch (2 calls): done')
      if ('NO_COLOR' in env) expect(terminal.output).not.to.match(/\u001B\[\d*m/)
      if ('TERM' in env) expect(terminal.output).not.to.contain('\u001B')
      else expect(after).to.match(/create \(\d s\): re/)
      // What moved is gone.
      expect(terminal.screen.join('')).not.to.contain('to come')
    })
  }

  for (const flag of ['--json', '--json-events']) {
    it(`is not asked where ${flag} shows it no plan`, async () => {
      const terminal = start([...apply, flag])
      expect(await terminal.ended).to.equal('exit 3')
      expect(terminal.output).not.to.contain('applies it:')
      expect(terminal.output).to.contain('nobody is there to ask: the plan is printed as data, for programs')
      expect(terminal.output).to.contain('review the plan, then add --yes')
      expect(requestsOf('createTag')).to.equal(0)
    })
  }

  it('writes nothing where the answer is another, or the question is left open', async () => {
    for (const answer of ['no\r', '\r', '\u0003', '\u0004']) {
      const terminal = start(apply)
      await terminal.shows(/applies it:/)
      terminal.type(answer)
      expect(await terminal.ended, JSON.stringify(answer)).to.equal('exit 3')
    }
    expect(requestsOf('createTag')).to.equal(0)
  })
})
