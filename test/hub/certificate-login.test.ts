import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { isStruct } from '../../src/hub/codec/value.js'
import { HttpTransport, HubClient, loginOf, profileOf, readProfiles, Session } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { type RunningServer, serve } from '../../src/sandbox/index.js'
import { Cli } from '../commands/cli.js'
import { testSandbox } from '../sandbox/rpc.js'

const tls = (name: string) => fileURLToPath(new URL(`../sandbox/tls/${name}`, import.meta.url))
const pem = (name: string) => readFileSync(tls(name), 'utf8')

describe('a login with a client certificate', () => {
  const home = new Cli()
  let server: RunningServer
  before(async () => {
    const sandbox = testSandbox({ users: [{ name: 'releng' }], hub: { loginCreatesUser: false } })
    const keys = { cert: pem('localhost.crt'), key: pem('localhost.key'), ca: pem('ca.crt') }
    server = await serve(sandbox, { tls: keys, host: 'localhost' })
  })
  after(async () => {
    await server.close()
    home.remove()
  })

  /** Logs in with a PEM file of this content, and gives the name that the hub knows. */
  async function logIn(content: string, serverca = tls('ca.crt')): Promise<unknown> {
    const cert = `${home.home}/${home.file('client.pem', content)}`
    const client = new HubClient(new HttpTransport({ server: server.url, serverca, cert }))
    const config = home.file('koji.conf', `[hub]\nserver = ${server.url}\nauthtype = ssl\ncert = ${cert}\n`)
    const profiles = readProfiles({ home: home.home, config: `${home.home}/${config}` })
    try {
      const session = await Session.open(client, loginOf(profileOf(profiles, 'hub'), {}))
      const user = await session.call({ method: 'getLoggedInUser', params: [] })
      await session.close()
      return isStruct(user) ? user.name : user
    } finally {
      client.close()
    }
  }

  it('is the user of its common name', async () => {
    expect(await logIn(pem('releng.crt') + pem('releng.key'))).to.equal('releng')
  })

  const refused: [what: string, content: string, message: RegExp, next: RegExp][] = [
    [
      'expired',
      pem('expired.crt') + pem('expired.key'),
      /has expired: it was valid until Jan .* 2021/,
      /get a new one/,
    ],
    [
      'of another authority',
      pem('foreign.crt') + pem('foreign.key'),
      /could not verify client/,
      /is valid and belongs/,
    ],
    [
      'of a user whom the hub does not know',
      pem('stranger.crt') + pem('stranger.key'),
      /Unknown user: stranger/,
      /belongs to a user/,
    ],
    ['without its key', pem('releng.crt'), /holds no private key/, /names one file with both/],
    [
      'with the key of another',
      pem('releng.crt') + pem('stranger.key'),
      /holds a private key that does not belong to its certificate/,
      /its own key/,
    ],
  ]
  for (const [what, content, message, next] of refused) {
    it(`is refused ${what}`, async () => {
      const error: unknown = await logIn(content).then(
        () => undefined,
        (caught: unknown) => caught,
      )
      expect(error).to.be.instanceOf(RelengError).with.property('message').that.matches(message)
      expect(error).to.have.property('next').that.matches(next)
    })
  }

  it('is not shown to a hub that cannot prove who it is', async () => {
    const attempt = logIn(pem('releng.crt') + pem('releng.key'), tls('foreign.crt'))
    const error: unknown = await attempt.then(
      () => undefined,
      (caught: unknown) => caught,
    )
    expect(error).to.be.instanceOf(RelengError).with.property('message').that.contains('is not trusted')
  })
})
