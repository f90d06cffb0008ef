import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { writeFault, writeResponse } from '../../src/hub/codec/writer.js'
import { greet, HubClient, KojiFault, webServerLogin } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { SandboxHub } from '../sandbox-hub.js'
import { errorOf, ScriptedTransport } from './local-server.js'

const login = webServerLogin('client certificate releng.pem', 'check the certificate')
const granted = writeResponse({ 'session-id': 12, 'session-key': '77-key', 'header-auth': true })
const refused = (faultCode: number, faultString: string) => ({ faultCode, faultString })

/** A Koji hub in short; `answers` are those of its methods, a fault included. */
function hub(answers: { readonly [method: string]: RpcValue }, logout = writeResponse(null)) {
  const methods: { readonly [method: string]: RpcValue } = {
    getAPIVersion: 1,
    mavenEnabled: true,
    getKojiVersion: '1.33.0',
    listUsers: [
      { name: 'zoe', status: 0 },
      { name: 'blocked', status: 1 },
      { name: 'ann', status: 0 },
    ],
    getLoggedInUser: { name: 'releng' },
    getSessionInfo: { authtype: 2 },
    getPerms: ['target', 'tag'],
    ...answers,
  }
  const entry = (name: string): RpcValue => {
    const answer = methods[name] ?? null
    return typeof answer === 'object' && answer !== null && 'faultCode' in answer ? answer : [answer]
  }
  const transport = new ScriptedTransport(({ method, params }) => {
    if (method === 'logout') return logout
    if (method !== 'multiCall') return granted
    const [calls] = params
    return writeResponse(
      Array.isArray(calls) ? calls.map(call => entry(String(Object(call).methodName))) : [],
    )
  })
  const sent = () => transport.requests.map(({ call }) => call.method)
  return { client: new HubClient(transport), sent }
}

describe('greet', () => {
  it('asks the hub, logs in, asks who that is, and logs out', async () => {
    const sandbox = new SandboxHub()
    const { greeting, warnings } = await greet(sandbox.client, sandbox.login)
    expect(greeting).to.deep.equal({
      hub: { url: 'sandbox:memory', version: '1.35.3', api: 1, maven: true },
      user: { name: 'kojiadmin', authentication: 'certificate', permissions: ['admin'] },
      administrators: ['kojiadmin'],
    })
    expect(warnings).to.deep.equal([])
    expect(sandbox.takeRequests()).to.deep.equal([
      ['multiCall', 'getAPIVersion', 'mavenEnabled', 'getKojiVersion', 'listUsers'],
      ['sslLogin'],
      ['multiCall', 'getLoggedInUser', 'getSessionInfo', 'getPerms'],
      ['logout'],
    ])
  })

  it('does not log in without a login', async () => {
    const sandbox = new SandboxHub()
    const { greeting } = await greet(sandbox.client, undefined)
    expect(greeting.user).to.equal(null)
    expect(sandbox.takeRequests()).to.have.length(1)
  })

  it('sorts permissions, and the administrators who may still log in', async () => {
    const { greeting } = await greet(hub({}).client, login)
    expect(greeting.user?.permissions).to.deep.equal(['tag', 'target'])
    expect(greeting.administrators).to.deep.equal(['ann', 'zoe'])
  })

  // Koji's AUTHTYPES.
  const ways: [RpcValue, string | null][] = [
    [0, 'password'],
    [1, 'kerberos'],
    [2, 'certificate'],
    [3, 'kerberos'],
    [4, null],
    [null, null],
  ]
  for (const [authtype, expected] of ways) {
    it(`takes authtype ${authtype} for ${expected}`, async () => {
      const { greeting } = await greet(hub({ getSessionInfo: { authtype } }).client, login)
      expect(greeting.user?.authentication).to.equal(expected)
    })
  }

  it('gets on with a hub that is too old to tell its version and its administrators', async () => {
    const old = hub({
      getKojiVersion: refused(1000, 'Invalid method: getKojiVersion'),
      listUsers: refused(1019, "listUsers() got an unexpected keyword argument 'perm'"),
    })
    const { greeting } = await greet(old.client, login)
    expect(greeting.hub.version).to.equal(null)
    expect(greeting.administrators).to.equal(null)
  })

  it('does not log in where the hub speaks another API', async () => {
    const strange = hub({ getAPIVersion: 2 })
    expect(await errorOf(greet(strange.client, login)))
      .to.be.an.instanceof(RelengError)
      .and.include({ message: "the hub speaks version 2 of Koji's API, this tool version 1" })
    expect(strange.sent()).to.deep.equal(['multiCall'])
  })

  for (const method of ['getLoggedInUser', 'getSessionInfo', 'getPerms']) {
    it(`logs out where ${method} fails`, async () => {
      const broken = hub({ [method]: refused(1, 'out of luck') })
      expect(await errorOf(greet(broken.client, login)))
        .to.be.an.instanceof(KojiFault)
        .and.include({ method })
      expect(broken.sent().at(-1)).to.equal('logout')
    })
  }

  it('says so where the hub does not know who logged in', async () => {
    const odd = hub({ getLoggedInUser: null })
    expect((await errorOf(greet(odd.client, login))).message).to.match(/does not know who we are/)
    expect(odd.sent().at(-1)).to.equal('logout')
  })

  it('warns where it cannot log out, but has greeted', async () => {
    const { greeting, warnings } = await greet(hub({}, writeFault(refused(1014, 'offline'))).client, login)
    expect(greeting.user?.name).to.equal('releng')
    expect(warnings.map(({ message }) => message)).to.deep.equal(['logout: offline'])
  })
})
