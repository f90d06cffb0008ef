import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import type { Hooks } from '../../src/sandbox/index.js'
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
      hub.profile('http://127.0.0.1:1/kojihub')
      const { code, stdout, stderr } = await hub.run('tags', 'plan', flatpak)
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
      expect(lines(stderr)).to.deep.equal([
        'error: the hub refuses the connection',
        'where: http://127.0.0.1:1/kojihub',
        'next:  check `server` in the profile, and that the hub is up',
      ])
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

  it('wants a permission that the user lacks: exit code 3', async () => {
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

  it('says that a write was done already (1009): exit code 4, for its answer is lost', async () => {
    const fault = { faultCode: 1009, faultString: 'unable to retry call 0 (method multiCall) for session 1' }
    const interceptCall = ({ method, params }: { method: string; params: readonly RpcValue[] }) =>
      method === 'multiCall' && JSON.stringify(params).includes('createTag') ? fault : undefined
    await withHub({ interceptCall }, async hub => {
      const { code, stderr } = await hub.run('tags', 'apply', base, '--yes')
      expect(stderr).to.contain('stopped: 0 of 43 calls were done, 5 without an answer')
      expect(code).to.equal(4)
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

  it('loses the answer to a write: exit code 4, and says so', async () => {
    const gone = { status: 502, headers: {}, body: '' }
    const interceptResponse = ({ methods }: { methods: readonly string[] }) =>
      methods.includes('createTag') ? gone : undefined
    await withHub({ interceptResponse }, async hub => {
      const { code, stdout, stderr } = await hub.run('tags', 'apply', base, '--yes', '--json')
      expect({ code, stderr }).to.deep.equal({ code: 4, stderr: '' })
      const { error } = JSON.parse(stdout)
      expect(error.data.results[0]).to.have.nested.property('results[0].status', 'unknown')
      expect(error.data.results[1]).to.have.nested.property('results[0].status', 'not-run')
      const again = await hub.run('tags', 'plan', base)
      expect(again.stdout).to.match(/2 targets to create, 5 tags to change/)
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
