import { copyFileSync, existsSync } from 'node:fs'
import { expect } from 'chai'
import { ticketChecker } from '../../src/cli/ticket-checker.js'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { HttpTransport, HubClient, kerberosLogin, Session } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { type RunningServer, serve } from '../../src/sandbox/index.js'
import { testSandbox } from '../sandbox/rpc.js'
import { Kdc, missingForKerberos } from './kdc.js'

const variables = ['KRB5_CONFIG', 'KRB5_KDC_PROFILE', 'KRB5CCNAME', 'KRB5_CLIENT_KTNAME', 'KRB5_KTNAME']

describe('a login with Kerberos', () => {
  let kdc: Kdc
  let server: RunningServer
  let keytab: string
  const before_ = new Map(variables.map(name => [name, process.env[name]]))

  before(async function () {
    const missing = await missingForKerberos()
    if (missing !== undefined) {
      console.log(`      skipped: ${missing}`)
      this.skip()
    }
    kdc = await Kdc.start()
    Object.assign(process.env, kdc.env)
    keytab = kdc.addPrincipal('releng')
    const kerberos = await ticketChecker(kdc.addPrincipal('HTTP/localhost'))
    const users = [{ name: 'releng', permissions: ['tag'] }]
    server = await serve(testSandbox({ users }), { host: 'localhost', kerberos })
  })
  beforeEach(() => {
    delete process.env.KRB5CCNAME
    delete process.env.KRB5_CLIENT_KTNAME
  })
  after(async () => {
    await server?.close()
    kdc?.stop()
    for (const [name, value] of before_) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })

  /** Logs in as a profile of Koji's configuration would, and gives what the hub knows of the user. */
  async function logIn(profile: { principal?: string; keytab?: string } = {}, url = server.url) {
    const client = new HubClient(new HttpTransport({ server: url }))
    try {
      const login = kerberosLogin({ server: url, principal: profile.principal, keytab: profile.keytab })
      const session = await Session.open(client, login)
      const user = await session.call({ method: 'getLoggedInUser', params: [] })
      await session.close()
      return shown(user)
    } finally {
      client.close()
    }
  }

  function shown(user: RpcValue) {
    if (!isStruct(user)) throw new Error('nobody is logged in')
    const { name, authtype, krb_principal } = user
    return { name, authtype, krb_principal }
  }

  const releng = { name: 'releng', authtype: 3, krb_principal: 'releng@KOJI.TEST' }

  it('shows the ticket of the cache', async () => {
    process.env.KRB5CCNAME = kdc.kinit('releng', keytab)
    expect(await logIn()).to.deep.equal(releng)
    expect(await logIn({ principal: 'releng' }), 'again, and by name').to.deep.equal(releng)
  })

  it('gets a ticket with a keytab, and leaves the cache of the person alone', async () => {
    process.env.KRB5CCNAME = `FILE:${kdc.file('empty-cache')}`
    expect(await logIn({ principal: 'releng', keytab })).to.deep.equal(releng)
    expect(existsSync(kdc.file('empty-cache'))).to.equal(false)
    expect(process.env).to.include({ KRB5CCNAME: `FILE:${kdc.file('empty-cache')}` })
    expect(process.env).not.to.have.property('KRB5_CLIENT_KTNAME')
  })

  it('gets a ticket for one after the other', async () => {
    const robot = kdc.addPrincipal('robot')
    for (const [principal, keys] of [
      ['releng', keytab],
      ['robot', robot],
      ['releng', keytab],
    ] as const) {
      expect(await logIn({ principal, keytab: keys })).to.include({ name: principal })
    }
  })

  it('makes a user of a principal that the hub has never seen, as Koji does', async () => {
    process.env.KRB5CCNAME = kdc.kinit('newcomer', kdc.addPrincipal('newcomer'))
    expect(await logIn()).to.deep.equal({
      name: 'newcomer',
      authtype: 3,
      krb_principal: 'newcomer@KOJI.TEST',
    })
  })

  describe('says what is wrong', () => {
    const cases: [what: string, attempt: () => Promise<unknown>, message: string, next: RegExp][] = [
      ['no ticket', () => logIn(), 'there is no Kerberos ticket', /kinit USER@REALM/],
      [
        'no ticket of this principal',
        () => logIn({ principal: 'releng' }),
        'there is no Kerberos ticket',
        /kinit releng/,
      ],
      [
        'a keytab without the principal',
        () => logIn({ principal: 'packager', keytab }),
        'the keytab holds no key of packager',
        /check `principal` and `keytab` in the profile/,
      ],
      [
        'a keytab with an old key',
        async () => {
          const old = kdc.file('old.keytab')
          copyFileSync(kdc.addPrincipal('careless'), old)
          kdc.addPrincipal('careless')
          return logIn({ principal: 'careless', keytab: old })
        },
        'the keytab holds another key of careless than Kerberos knows',
        /get a new keytab/,
      ],
      [
        'a principal that Kerberos does not know any more',
        () => {
          const gone = kdc.addPrincipal('gone')
          kdc.removePrincipal('gone')
          return logIn({ principal: 'gone', keytab: gone })
        },
        'Kerberos knows no user of this name',
        /check `principal`/,
      ],
      [
        'an expired ticket',
        async () => {
          process.env.KRB5CCNAME = kdc.kinit('releng', keytab, '1s')
          await new Promise(resolve => setTimeout(resolve, 2100))
          return logIn()
        },
        'the Kerberos ticket has expired',
        /kinit/,
      ],
      [
        'a ticket of another realm',
        () => {
          const alien = `alien@${Kdc.otherRealm}`
          process.env.KRB5CCNAME = kdc.kinit(alien, kdc.addPrincipal(alien))
          return logIn()
        },
        "the Kerberos ticket is of a realm that the hub's realm does not trust",
        /kinit USER@REALM/,
      ],
      [
        'a hub by a name that Kerberos does not know',
        () => {
          process.env.KRB5CCNAME = kdc.kinit('releng', keytab)
          return logIn({}, server.url.replace('localhost', '127.0.0.1'))
        },
        'Kerberos knows no web server of this name',
        /check `server` in the profile/,
      ],
    ]
    for (const [what, attempt, message, next] of cases) {
      it(what, async () => {
        process.env.KRB5CCNAME = `FILE:${kdc.file('no-cache')}`
        const error = await attempt().then(
          () => undefined,
          (error: unknown) => error,
        )
        expect(error).to.be.instanceOf(RelengError).with.property('message', message)
        expect(error).to.have.property('next').that.matches(next)
      })
    }
  })

  describe('the served sandbox', () => {
    const post = (authorization?: string) =>
      fetch(`${server.url}/ssllogin`, {
        method: 'POST',
        headers: authorization === undefined ? {} : { authorization },
        body: '<?xml version="1.0"?><methodCall><methodName>sslLogin</methodName></methodCall>',
      })

    it('asks for a ticket', async () => {
      const answer = await post()
      expect([answer.status, answer.headers.get('www-authenticate')]).to.deep.equal([401, 'Negotiate'])
      expect(answer.headers.get('koji-version'), 'the hub itself has not seen it').to.equal(null)
    })
    for (const [what, token] of [
      ['nonsense', 'Zm9v'],
      ['no base64', '%%%'],
      ['a shortened token', 'YIICjwYGKwYBBQUCoIICgzCCAn+gDTALBgkqhkiG9xIBAgI='],
    ]) {
      it(`takes ${what} for no ticket`, async () => {
        expect((await post(`Negotiate ${token}`)).status).to.equal(401)
      })
    }
  })
})
