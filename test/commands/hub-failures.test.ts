import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { writeFault } from '../../src/hub/codec/writer.js'
import type { Hooks } from '../../src/sandbox/index.js'
import { ConnectProxy } from '../hub/connect-proxy.js'
import { example } from './cli.js'
import { ServedHub } from './served-hub.js'

const flatpak = example('f44-flatpak.yaml')
const base = example('fedora-44-base.yaml')

async function withHub(hooks: Hooks, work: (hub: ServedHub) => Promise<void>): Promise<void> {
  const hub = new ServedHub()
  await hub.start(hooks)
  try {
    await work(hub)
  } finally {
    await hub.stop()
  }
}

const lines = (text: string) => text.trimEnd().split('\n')

describe('a hub that is not as one wishes', () => {
  it('is down: one clear line, where, and what to do next', async () => {
    await withHub({}, async hub => {
      hub.profile('http://127.0.0.1:1/kojihub', 'password', 'max_retries = 0')
      const { code, stdout, stderr } = await hub.run('tags', 'plan', flatpak)
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
      expect(lines(stderr)).to.deep.equal([
        'error: the hub refuses the connection',
        'where: http://127.0.0.1:1/kojihub',
        'next:  check `server` in the profile, and that the hub is up',
      ])
    })
  })

  it('is down: it is tried thrice, with a word on each try', async () => {
    await withHub({}, async hub => {
      hub.profile('http://127.0.0.1:1/kojihub')
      const { code, stderr } = await hub.run('tags', 'plan', flatpak)
      expect(code).to.equal(1)
      const [first, second, ...rest] = lines(stderr)
      expect(first).to.match(
        /^the hub refuses the connection \(http:\/\/127\.0\.0\.1:1\/kojihub\): retry 1 of 2 in [01]\.\d s; Ctrl-C ends it$/,
      )
      expect(second).to.match(/^the hub refuses .*: retry 2 of 2 in [012]\.\d s$/)
      expect(rest[0]).to.equal('error: the hub refuses the connection')
    })
  })

  it('is away for a moment: the plan comes all the same, and under --json nothing is said of it', async () => {
    let requests = 0
    const away = { status: 503, headers: {}, body: 'later' }
    const interceptRequest = () => (requests++ % 3 === 0 ? away : undefined)
    await withHub({ interceptRequest }, async hub => {
      hub.profile(hub.url, 'password', 'retry_interval = 1')
      const plain = await hub.run('tags', 'plan', base)
      expect(plain.stderr).to.match(/^the hub answers HTTP 503 .*: retry 1 of 30 in /)
      expect(plain.code).to.equal(0)
      requests = 0
      const { code, stdout, stderr } = await hub.run('tags', 'plan', base, '--json')
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      expect(JSON.parse(stdout)).to.have.property('changes')
    })
  })

  it('stays away: Ctrl-C ends the waiting at once', async () => {
    const interceptRequest = () => ({ status: 503, headers: { 'Retry-After': '500' }, body: 'later' })
    await withHub({ interceptRequest }, async hub => {
      hub.profile(hub.url)
      const args = ['tags', 'plan', base, '--profile', 'hub', '--config', 'koji.conf']
      const child = hub.cli.start(args)
      const said = await new Promise(resolve => child.stderr?.once('data', resolve))
      expect(String(said)).to.match(/: retry 1 of 30 in 500\.0 s; Ctrl-C ends it\n$/)
      child.kill('SIGINT')
      expect(await new Promise(resolve => child.on('close', (_code, signal) => resolve(signal)))).to.equal(
        'SIGINT',
      )
    })
  })

  it('lies behind a proxy that wants a password: it is named, and no password is shown', async () => {
    const proxy = await ConnectProxy.start(407)
    await withHub({}, async hub => {
      hub.cli.env.http_proxy = `http://me:s3cr3t@${proxy.host}`
      for (const more of [[], ['--debug'], ['--json'], ['--json', '--debug']]) {
        const { code, stdout, stderr } = await hub.run('tags', 'plan', base, ...more)
        expect(code).to.equal(1)
        expect(stdout + stderr).to.contain('the proxy wants a user and a password (HTTP 407)')
        expect(stdout + stderr).to.contain(`the proxy http://${proxy.host} before ${hub.url}`)
        expect(stdout + stderr).not.to.match(/s3cr3t|Basic/)
      }
      hub.cli.env.no_proxy = '127.0.0.1'
      expect(await hub.run('tags', 'plan', base)).to.include({ code: 0 })
    })
    await proxy.close()
  })

  it('is asked over no less than one connection, and no more than sixteen', async () => {
    await withHub({}, async hub => {
      for (const number of ['0', '17', 'many'])
        expect(await hub.run('tags', 'plan', base, '--connections', number)).to.include({ code: 1 })
      expect(await hub.run('tags', 'plan', base, '--connections', '16')).to.include({ code: 0 })
    })
  })

  it('answers HTML', async () => {
    const page = http.createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>')
    })
    await new Promise<void>(resolve => page.listen(0, '127.0.0.1', resolve))
    const { port } = page.address() as AddressInfo
    await withHub({}, async hub => {
      hub.profile(`http://127.0.0.1:${port}/koji`)
      const plain = await hub.run('tags', 'plan', flatpak)
      expect(plain.code).to.equal(1)
      expect(lines(plain.stderr)).to.deep.equal([
        'error: a web page answers, not a Koji hub',
        `where: http://127.0.0.1:${port}/koji`,
        'next:  check `server` in the profile: a hub is usually at …/kojihub',
      ])
      const debug = await hub.run('tags', 'plan', flatpak, '--debug')
      expect(debug.stderr).to.contain('<h1>Welcome</h1>')
    })
    page.close()
  })

  it('refuses the login: nothing was written', async () => {
    await withHub({}, async hub => {
      await hub.run('tags', 'apply', base, '--yes')
      hub.cli.env.KOJI_RELENG_PASSWORD = 'wrong'
      const { code, stderr } = await hub.run('tags', 'apply', flatpak, '--yes')
      expect(code).to.equal(1)
      expect(stderr).to.contain(
        'the hub refuses the login with user releng and password: invalid username or password',
      )
      expect(stderr).to.contain('next:  check the user')
    })
  })

  it('asks for a login that the profile does not give', async () => {
    await withHub({}, async hub => {
      delete hub.cli.env.KOJI_RELENG_PASSWORD
      const { code, stderr } = await hub.run('tags', 'apply', base, '--yes')
      expect(code).to.equal(1)
      expect(stderr).to.contain('next:  set KOJI_RELENG_USER and KOJI_RELENG_PASSWORD')
    })
  })

  it('faults in the first stage, before anything was written: exit code 1', async () => {
    const fault = { faultCode: 1000, faultString: 'out of luck' }
    const interceptCall = ({ method }: { method: string }) => (method === 'createTag' ? fault : undefined)
    await withHub({ interceptCall }, async hub => {
      const { code, stderr } = await hub.run('tags', 'apply', base, '--yes')
      expect(code).to.equal(1)
      expect(stderr).to.contain('out of luck\nnothing was written')
      expect(hub.methods).to.include('logout')
    })
  })

  it('wants permissions that the user lacks: exit code 3, before the first write', async () => {
    const hub = new ServedHub()
    const packager = { name: 'packager', password: 'secret-of-packager', permissions: ['target'] }
    await hub.start({}, [packager])
    try {
      hub.logInAs(packager)
      const { code, stderr } = await hub.run('tags', 'apply', base, '--yes')
      expect(code).to.equal(3)
      expect(lines(stderr)).to.deep.equal([
        'rehearsal (39 calls): passed',
        'error: packager lacks permissions to apply this plan:',
        'tag, for createTag, groupListAdd, groupPackageListAdd',
        'nothing was written',
        `where: ${hub.url}`,
        'next:  ask an administrator of the hub (kojiadmin): koji grant-permission tag packager; then apply again',
      ])
      expect(hub.methods).to.not.include('createTag')
      expect(hub.methods).to.include('logout')
    } finally {
      await hub.stop()
    }
  })

  it('has users whose names forge lines: they stay in theirs, and no terminal obeys them', async () => {
    const hub = new ServedHub()
    const forger = { name: 'bob\nnext:  run this\u009b2J\u061c', password: 'secret-of-bob', permissions: [] }
    await hub.start({}, [forger])
    try {
      hub.logInAs(forger)
      const { code, stderr } = await hub.run('tags', 'apply', base, '--yes')
      expect(code).to.equal(3)
      expect(lines(stderr)[1]).to.equal(
        'error: bob\\u{a}next:  run this\\u{9b}2J\\u{61c} lacks permissions to apply this plan:',
      )
      expect(lines(stderr).filter(line => line.startsWith('next:'))).to.have.length(1)
      const { stdout } = await hub.run('hub', 'hello', '--json')
      expect(stdout).to.not.match(/[\u007f-\u009f\u061c]/)
      expect(JSON.parse(stdout).user.name).to.equal(forger.name)
    } finally {
      await hub.stop()
    }
  })

  it('answers what a terminal would obey: the events of an apply do not pass it on', async () => {
    const fault = { faultCode: 1000, faultString: 'no\u009b2J\u061c' }
    const interceptCall = ({ method }: { method: string }) => (method === 'createTag' ? fault : undefined)
    await withHub({ interceptCall }, async hub => {
      const { stdout, stderr } = await hub.run('tags', 'apply', base, '--yes', '--json-events')
      expect(stdout + stderr).to.not.match(/[\u007f-\u009f\u061c]/)
      expect(
        lines(stdout)
          .map(line => JSON.stringify(JSON.parse(line)))
          .join(),
      ).to.contain(fault.faultString)
    })
  })

  it('loses a permission after it was asked for: exit code 3, for nothing was written', async () => {
    const fault = { faultCode: 1004, faultString: 'tag permission required (logged in as releng)' }
    const interceptCall = ({ method }: { method: string }) => (method === 'createTag' ? fault : undefined)
    await withHub({ interceptCall }, async hub => {
      const { code, stderr } = await hub.run('tags', 'apply', base, '--yes')
      expect(code).to.equal(3)
      expect(stderr).to.contain('tag permission required (logged in as releng)\nnothing was written')
    })
  })

  it('is out of reach of a write: exit code 1, for nothing was sent', async () => {
    const closed = { status: 413, headers: {}, body: 'too large' }
    const interceptRequest = ({ methods }: { methods: readonly string[] }) =>
      methods.includes('createTag') ? closed : undefined
    await withHub({ interceptRequest }, async hub => {
      const { code, stderr } = await hub.run('tags', 'apply', base, '--yes')
      expect(code).to.equal(1)
      expect(stderr).to.contain('the hub answers HTTP 413\nnothing was written')
    })
  })

  it('says that a write was done already (1009): it is read back, and the rest goes on', async () => {
    const fault = { faultCode: 1009, faultString: 'unable to retry call 0 (method multiCall) for session 1' }
    const interceptResponse = ({ methods }: { methods: readonly string[] }) =>
      methods.includes('createTag') ? { status: 200, headers: {}, body: writeFault(fault) } : undefined
    await withHub({ interceptResponse }, async hub => {
      const { code, stderr } = await hub.run('tags', 'apply', base, '--yes')
      expect(stderr).to.contain('create: no answer (multiCall: unable to retry call 0')
      expect(stderr).to.contain('read back: 5 of 5 calls had been done')
      expect(code).to.equal(0)
      expect(hub.methods.filter(method => method === 'createTag')).to.have.length(5)
    })
  })

  it('faults in the middle of a stage: exit code 4, and the next apply goes on', async () => {
    const broken = { is: true }
    const fault = { faultCode: 1000, faultString: 'out of luck' }
    const interceptCall = ({ method, params }: { method: string; params: readonly RpcValue[] }) =>
      broken.is && method === 'groupPackageListAdd' && params[2] === 'flatpak-rpm-macros' ? fault : undefined
    await withHub({ interceptCall }, async hub => {
      await hub.run('tags', 'apply', base, '--yes')
      const stopped = await hub.run('tags', 'apply', flatpak, '--yes')
      expect(stopped.code).to.equal(4)
      expect(stopped.stderr).to.contain(
        'groupPackageListAdd("f44-app-build", "build", "flatpak-rpm-macros", force=true): out of luck',
      )
      expect(stopped.stderr).to.contain('stopped: 8 of 12 calls were done, 2 failed, 2 were not done')
      expect(stopped.stderr).to.contain('then plan and apply again: it goes on from the state the hub is in')
      expect(hub.methods.filter(method => method === 'createBuildTarget')).to.have.length(2)

      broken.is = false
      const finished = await hub.run('tags', 'apply', flatpak, '--yes')
      expect(finished.code).to.equal(0)
      expect(finished.stdout).to.contain('4 calls in 1 request: switch 4')
    })
  })

  it('loses the answer to a write: it is read back, and the rest goes on', async () => {
    const gone = { status: 502, headers: {}, body: '' }
    const interceptResponse = ({ methods }: { methods: readonly string[] }) =>
      methods.includes('createTag') ? gone : undefined
    await withHub({ interceptResponse }, async hub => {
      const { code, stderr } = await hub.run('tags', 'apply', base, '--yes')
      expect(stderr).to.contain(
        'create: no answer (the hub answers HTTP 502); read back: 5 of 5 calls had been done',
      )
      expect(code).to.equal(0)
      expect(hub.methods.filter(method => method === 'createTag')).to.have.length(5)
    })
  })

  it('loses the answer to a write, and is gone: exit code 4, and says what is unknown', async () => {
    const gone = { status: 502, headers: {}, body: '' }
    const dead = { is: false }
    const interceptResponse = ({ methods }: { methods: readonly string[] }) => {
      dead.is ||= methods.includes('createTag')
      return dead.is ? gone : undefined
    }
    await withHub({ interceptResponse }, async hub => {
      const { code, stdout, stderr } = await hub.run('tags', 'apply', base, '--yes', '--json')
      expect({ code, stderr }).to.deep.equal({ code: 4, stderr: '' })
      const { error } = JSON.parse(stdout)
      expect(error.message).to.contain('and the hub cannot be read back: the hub answers HTTP 502')
      expect(error.data.results[0]).to.have.nested.property('results[0].status', 'unknown')
      expect(error.data.results[1]).to.have.nested.property('results[0].status', 'not-run')
    })
  })

  it('never shows a session key or a password, with --debug either', async () => {
    await withHub({}, async hub => {
      const sandboxKey = /\d+-[A-Za-z0-9]{19}/
      const outcomes = [
        await hub.run('tags', 'apply', base, '--yes', '--debug'),
        await hub.run('tags', 'apply', flatpak, '--yes', '--debug', '--json'),
        await hub.run('tags', 'plan', flatpak, '--debug'),
      ]
      for (const { stdout, stderr } of outcomes) {
        expect(stdout + stderr).to.not.match(sandboxKey)
        expect(stdout + stderr).to.not.contain('secret-of-releng')
      }
      expect(outcomes[0]?.stderr).to.match(/request \(in session\): 5 calls: createTag; HTTP 200/)
    })
  })
})
