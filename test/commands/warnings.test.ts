import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { example } from './cli.js'
import { ServedHub } from './served-hub.js'

const pem = (name: string) => readFileSync(new URL(`../sandbox/tls/${name}`, import.meta.url), 'utf8')
const base = example('fedora-44-base.yaml')

/** Every command that talks to a hub. */
const commands: readonly string[][] = [
  ['hub', 'hello'],
  ['tags', 'plan', base],
  ['tags', 'apply', base, '--yes'],
  ['tags', 'apply', base],
  ['tags', 'show', 'f44'],
  ['tags', 'graph'],
]
const unchecked = /^the hub's certificate is not checked/
const readable = /^the password and all else can be read on the way/

describe('warnings of a connection', () => {
  const [secure, plain] = [new ServedHub(), new ServedHub()]
  before(async () => {
    await secure.start({}, [], { tls: { cert: pem('localhost.crt'), key: pem('localhost.key') } })
    secure.profile(secure.url, 'password', 'no_ssl_verify = yes')
    await plain.start()
    // The machine itself cannot be listened to.
    plain.profile(plain.url.replace('127.0.0.1', 'hub.test'))
    plain.cli.env.http_proxy = plain.url.replace('/kojihub', '')
  })
  after(async () => {
    await secure.stop()
    await plain.stop()
  })

  for (const args of commands) {
    it(`are told: ${args.slice(0, 2).join(' ')}`, async () => {
      const { code, stderr } = await secure.run(...args)
      expect(code).to.equal(0)
      expect(stderr).to.match(/^warning: the hub's certificate is not checked/)
    })

    it(`are in the document of --json: ${args.slice(0, 2).join(' ')}`, async () => {
      const { code, stdout, stderr } = await secure.run(...args, '--json')
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      const { warnings } = JSON.parse(stdout)
      expect(warnings).to.have.length(1)
      expect(warnings[0]).to.match(unchecked)
    })
  }

  it('are events of --json-events', async () => {
    const { stdout } = await secure.run('tags', 'apply', base, '--json-events')
    const [first, ...rest] = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(first).to.include({ event: 'warning' }).and.to.have.property('message').that.matches(unchecked)
    expect(rest.at(-1)).to.have.property('warnings').that.has.length(1)
  })

  it('are of a password by http, too', async () => {
    const { stdout } = await plain.run('tags', 'plan', base, '--json')
    expect(JSON.parse(stdout).warnings[0]).to.match(readable)
  })

  it('are of a session that could not be closed', async () => {
    const hub = new ServedHub()
    const interceptRequest = ({ methods }: { readonly methods: readonly string[] }) =>
      methods.includes('logout') ? { status: 403, headers: {}, body: '' } : undefined
    await hub.start({ interceptRequest })
    const { code, stdout } = await hub.run('tags', 'apply', base, '--yes', '--json')
    await hub.stop()
    expect(code).to.equal(0)
    expect(JSON.parse(stdout).warnings).to.deep.equal(['the hub answers HTTP 403'])
  })
})
