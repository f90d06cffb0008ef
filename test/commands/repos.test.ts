import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { outputSchemas } from '../../src/report/index.js'
import { TestClock } from '../sandbox/rpc.js'
import { example } from './cli.js'
import { ServedHub } from './served-hub.js'
import { hasTerminals, Terminal } from './terminal.js'

const base = example('fedora-44-base.yaml')
const connected = ['--profile', 'hub', '--config', 'koji.conf']
const lines = (text: string) => text.trimEnd().split('\n')

describe('repos, on the command line', () => {
  let hub = new ServedHub()
  /** seconds that pass with each look at a request */
  let pace = 0
  beforeEach(async () => {
    hub = new ServedHub()
    pace = 3600
    const clock = new TestClock()
    const interceptRequest = ({ methods }: { readonly methods: readonly string[] }) => {
      if (methods.includes('repo.checkRequest')) clock.now += pace
      return undefined
    }
    await hub.start({ interceptRequest }, [], {}, { clock: clock.read })
  })
  afterEach(() => hub.stop())

  const apply = (...flags: string[]) => hub.run('tags', 'apply', base, '--yes', ...flags)
  const wait = (...args: string[]) => hub.run('repos', 'wait', ...args)
  const requests = () => hub.methods.filter(method => method === 'repo.request').length

  function expectFit(name: string, value: unknown): void {
    const validate = new Ajv2020({ strict: false }).compile(outputSchemas.get(name) ?? false)
    validate(value)
    expect(validate.errors ?? []).to.deep.equal([])
  }

  it('are asked for after an apply, of the build tags that changed, and waited for', async () => {
    const { code, stdout, stderr } = await apply('--wait-repos')
    expect(lines(stderr).slice(-2)).to.deep.equal([
      'waiting for 1 repo: f44-build',
      'repo of f44-build: ready (1)',
    ])
    expect(lines(stdout).at(-1)).to.equal('1 repo is ready: f44-build (1).')
    expect(code).to.equal(0)
    expect(requests()).to.equal(1)
  })

  it('are not asked for where nothing changed, nor unless told so', async () => {
    await apply()
    const { code, stdout } = await apply('--wait-repos', '--json')
    expect(code).to.equal(0)
    expect(JSON.parse(stdout)).to.include({ repos: null })
    expect(requests()).to.equal(0)
  })

  it('are told as data', async () => {
    const { code, stdout } = await apply('--wait-repos', '--json')
    expect(code).to.equal(0)
    const document = JSON.parse(stdout)
    expectFit('tags apply', document)
    expect(document.repos).to.have.length(1)
    expect(document.repos[0]).to.include({ tag: 'f44-build', state: 'ready', repo: 1, request: 1 })
  })

  it('are told as events', async () => {
    const { stdout } = await apply('--wait-repos', '--json-events')
    const events = lines(stdout).map(line => JSON.parse(line))
    for (const event of events) expectFit('json-events', event)
    expect(events.slice(-4).map(({ event, state }) => `${event} ${state ?? ''}`.trim())).to.deep.equal([
      'repos',
      'repo waiting',
      'repo ready',
      'applied',
    ])
  })

  it('that do not come in time do not undo the apply, and end it with 4', async () => {
    pace = 0
    const { code, stdout, stderr } = await apply('--wait-repos', '--wait-timeout', '1s')
    expect(code).to.equal(4)
    expect(stdout).to.contain('Done. Applied to hub')
    expect(lines(stderr).slice(-4)).to.deep.equal([
      'error: the apply is done, but not all repos are ready: it took more than 1 s',
      'the repo of f44-build is not ready (request 1, no task yet)',
      `where: ${hub.url}`,
      'next:  the hub goes on making them; to wait again: koji-releng repos wait f44-build',
    ])
    expect((await hub.run('tags', 'plan', base, '--detailed-exitcode')).code).to.equal(0)
  })

  it('that do not come in time are in the document, with the error', async () => {
    pace = 0
    const { code, stdout } = await apply('--wait-repos', '--wait-timeout', '0s', '--json')
    expect(code).to.equal(4)
    const document = JSON.parse(stdout)
    expectFit('tags apply', document)
    expect(document.remaining).to.deep.equal([])
    expect(document.repos[0]).to.include({ tag: 'f44-build', state: 'waiting' })
    expect(document.error.message).to.contain('the apply is done, but not all repos are ready')
  })

  it('refuses times that are none', async () => {
    for (const time of ['60', 'm', '1d', '-1s', '1.5h']) {
      const { code, stderr } = await wait('f44-build', `--wait-timeout=${time}`)
      expect(stderr).to.contain(`${JSON.stringify(time)} is no time to wait: write it as 90s, 60m or 2h`)
      expect(code).to.equal(1)
    }
  })

  describe('by themselves', () => {
    beforeEach(() => apply())

    it('are asked for where they are not there, and found where they are', async () => {
      const first = await wait('f44-build', 'f44-updates')
      expect(first.code).to.equal(0)
      expect(first.stdout).to.equal('2 repos are ready: f44-build (1) and f44-updates (2).\n')
      const again = await wait('f44-build', '--json')
      expect(again).to.include({ code: 0, stderr: '' })
      expectFit('repos wait', JSON.parse(again.stdout))
      expect(requests()).to.equal(2)
    })

    it('are waited for without a login', async () => {
      delete hub.cli.env.KOJI_RELENG_PASSWORD
      const { code, stderr } = await wait('f44-build', '--no-request', '--wait-timeout', '0s')
      expect(stderr).to.contain('the repo of f44-build is not ready (nobody has asked for it)')
      expect(code).to.equal(1)
      expect(requests()).to.equal(0)
    })

    it('take a login to ask for them', async () => {
      delete hub.cli.env.KOJI_RELENG_PASSWORD
      const { code, stderr } = await wait('f44-build')
      expect(code).to.equal(1)
      expect(stderr).to.contain('set KOJI_RELENG_USER and KOJI_RELENG_PASSWORD')
    })

    it('are told as events', async () => {
      const { stdout } = await wait('f44-build', '--json-events')
      const events = lines(stdout).map(line => JSON.parse(line))
      for (const event of events) expectFit('json-events', event)
      expect(events.map(({ event }) => event)).to.deep.equal(['repos', 'repo', 'repo', 'ready'])
    })

    it('of a tag that does not exist are refused', async () => {
      const { code, stderr } = await wait('f44-buidl')
      expect(stderr).to.contain('error: there is no tag f44-buidl; did you mean f44-build?')
      expect(code).to.equal(1)
    })
  })

  describe('on a terminal', () => {
    before(function () {
      if (!hasTerminals()) this.skip()
    })

    it('show how far they are; Ctrl-C leaves them to the hub', async () => {
      pace = 0
      const terminal = new Terminal(hub.cli, ['tags', 'apply', base, '--yes', '--wait-repos', ...connected])
      await terminal.shows(
        /^Done\.[\s\S]*\nwaiting for 1 repo: f44-build\nwaiting for 1 of 1 repo \([1-9]\d* s\): f44-build \(request 1, no task yet\)\nCtrl-C leaves them to the hub$/m,
      )
      terminal.type('\u0003')
      expect(await terminal.ended).to.equal('exit 4')
      const text = terminal.screen.join('\n')
      expect(text).to.contain(
        'interrupted: no longer waiting; the hub goes on\nerror: the apply is done, but',
      )
      expect(text).not.to.contain('Ctrl-C leaves them')
      expect((await wait('f44-build', '--no-request', '--wait-timeout', '0s')).code).to.equal(1)
    })
  })
})
