import { inspect } from 'node:util'
import { expect } from 'chai'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { writeFault, writeResponse } from '../../src/hub/codec/writer.js'
import {
  type Exchange,
  HubClient,
  HubError,
  KojiFault,
  passwordLogin,
  Session,
  webServerLogin,
} from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { errorOf, ScriptedTransport } from './local-server.js'

const key = '77-s3cr3tSessionKey'
const granted = writeResponse({ 'session-id': 12, 'session-key': key, 'header-auth': true })
const login = webServerLogin('client certificate releng.pem', 'check the certificate')

type Methods = Readonly<Record<string, string | (() => string | Promise<string>)>>

/** A hub that grants logins, answers as told, and `1` to all else. */
function hub(methods: Methods = {}) {
  const told: Exchange[] = []
  const answers: Methods = { sslLogin: granted, login: granted, logout: writeResponse(null), ...methods }
  const transport = new ScriptedTransport(({ method }) => {
    const answer = answers[method]
    return typeof answer === 'function' ? answer() : (answer ?? writeResponse(1))
  })
  return { transport, told, client: new HubClient(transport, exchange => told.push(exchange)) }
}

const fault = (faultCode: number, faultString: string) => writeFault({ faultCode, faultString })
const call = (method: string, ...params: RpcValue[]) => ({ method, params })
const numbers = ({ requests }: ScriptedTransport) =>
  requests.map(({ headers }) => headers['Koji-Session-Callnum'])

describe('Session.open', () => {
  it('logs in where the web server knows the user, without the headers of a session', async () => {
    const { transport, client } = hub()
    await Session.open(client, login)
    expect(transport.requests).to.have.length(1)
    expect(transport.requests[0]).to.deep.include({
      path: '/ssllogin',
      headers: {},
      call: { method: 'sslLogin', params: [{ proxyuser: null, __starstar: true }] },
    })
  })

  it('logs in with a password on the plain path', async () => {
    const { transport, client } = hub()
    await Session.open(client, passwordLogin('releng', 'pw'))
    expect(transport.requests[0]).to.deep.include({
      path: '',
      call: { method: 'login', params: ['releng', 'pw'] },
    })
  })

  it("tells of a refusal with the hub's words, the way of login, and what to do", async () => {
    const { client } = hub({ sslLogin: fault(1002, 'could not verify client: None') })
    const error = await errorOf(Session.open(client, login))
    expect(error).to.be.an.instanceof(RelengError).and.include({
      message: 'the hub refuses the login with client certificate releng.pem: could not verify client: None',
      where: 'http://hub.test/kojihub',
      next: 'check the certificate',
    })
    expect(error.cause).to.be.an.instanceof(KojiFault)
  })

  it('leaves other faults as they are', async () => {
    const { client } = hub({ sslLogin: fault(1014, 'server is offline') })
    expect(await errorOf(Session.open(client, login)))
      .to.be.an.instanceof(KojiFault)
      .and.include({ code: 1014 })
  })

  const odd: [string, RpcValue][] = [
    ['nothing', null],
    ['a number', 1],
    ['no key', { 'session-id': 1 }],
    ['an id that is none', { 'session-id': '1', 'session-key': key }],
    ['a key that no header carries', { 'session-id': 1, 'session-key': 'ke\ny' }],
    ['a key that XML writes otherwise', { 'session-id': 1, 'session-key': '1-<key>' }],
  ]
  for (const [what, value] of odd) {
    it(`refuses ${what} as an answer`, async () => {
      const { client } = hub({ sslLogin: writeResponse(value) })
      const error = await errorOf(Session.open(client, login))
      expect(error).to.be.an.instanceof(HubError)
      expect(error.message).to.equal('the hub answered the login with something else')
      expect(error)
        .to.have.property('next')
        .that.matches(/check `server`/)
    })
  }
})

describe('Session', () => {
  it('sends its id, its key and the number of the call with each request', async () => {
    const { transport, told, client } = hub({ multiCall: writeResponse([[1]]) })
    const session = await Session.open(client, login)
    expect(await session.call(call('createTag', 'a'))).to.equal(1)
    expect(await session.multiCall([call('createTag', 'b')])).to.deep.equal([{ value: 1 }])
    const headers = (callnum: string) => ({
      'Koji-Session-Id': '12',
      'Koji-Session-Key': key,
      'Koji-Session-Callnum': callnum,
    })
    expect(transport.requests.slice(1).map(request => [request.path, request.headers])).to.deep.equal([
      ['', headers('0')],
      ['', headers('1')],
    ])
    expect(told.map(({ loggedIn }) => loggedIn)).to.deep.equal([false, true, true])
  })

  it('numbers each part of a multicall that is split', async () => {
    const { transport, client } = hub({ multiCall: writeResponse([[1]]) })
    const session = await Session.open(client, login)
    const large = call('m', 'x'.repeat(1_500_000))
    expect(await session.multiCall([large, large])).to.have.length(2)
    await session.call(call('m'))
    expect(numbers(transport)).to.deep.equal([undefined, '0', '1', '2'])
  })

  it('sends one call after the other, in the order they were asked for', async () => {
    const events: string[] = []
    const slow = (name: string) => async () => {
      events.push(`${name} begins`)
      for (let turn = 0; turn < 5; turn += 1) await new Promise(resolve => setImmediate(resolve))
      events.push(`${name} ends`)
      return writeResponse(name)
    }
    const { transport, client } = hub({ one: slow('one'), two: slow('two'), three: slow('three') })
    const session = await Session.open(client, login)
    const answers = await Promise.all(['one', 'two', 'three'].map(name => session.call(call(name))))
    expect(answers).to.deep.equal(['one', 'two', 'three'])
    expect(events.join(', ')).to.equal('one begins, one ends, two begins, two ends, three begins, three ends')
    expect(numbers(transport)).to.deep.equal([undefined, '0', '1', '2'])
  })

  it('goes on after a call that failed', async () => {
    const { client } = hub({ bad: fault(1000, 'no') })
    const session = await Session.open(client, login)
    const [bad, good] = await Promise.allSettled([session.call(call('bad')), session.call(call('good'))])
    expect(bad.status).to.equal('rejected')
    expect(good).to.deep.equal({ status: 'fulfilled', value: 1 })
  })

  it('says that a call that is sent again was done already', async () => {
    const { client } = hub({ m: fault(1009, 'unable to retry call 0 (method m) for session 12') })
    const session = await Session.open(client, login)
    expect(await errorOf(session.call(call('m'))))
      .to.have.property('next')
      .that.matches(/done already/)
  })
})

describe('Session.close', () => {
  it('logs out', async () => {
    const { transport, client } = hub()
    await (await Session.open(client, login)).close()
    expect(transport.requests[1]).to.deep.include({ call: { method: 'logout', params: [] } })
    expect(numbers(transport)).to.deep.equal([undefined, '0'])
  })

  const gone: [string, number][] = [
    ['is unknown by now', 1002],
    ['has expired', 1007],
  ]
  for (const [what, code] of gone) {
    it(`is content with a session that ${what}`, async () => {
      const { client } = hub({ logout: fault(code, 'gone') })
      expect(await (await Session.open(client, login)).close()).to.equal(undefined)
    })
  }

  it('tells of all else', async () => {
    const { client } = hub({ logout: fault(1014, 'offline') })
    const session = await Session.open(client, login)
    expect(await errorOf(session.close())).to.include({ code: 1014 })
  })
})

describe('secrets', () => {
  const show = (value: unknown) => inspect(value, { depth: null, showHidden: true, getters: true })

  it('of a session do not show when it is inspected, serialised or listened to', async () => {
    const { told, client } = hub()
    const session = await Session.open(client, login)
    await session.call(call('m'))
    expect(JSON.stringify(session)).not.to.contain(key)
    expect(show(session)).not.to.contain(key)
    expect(show(told)).not.to.contain(key)
  })

  // A hub that breaks in the middle of its answer to a login has told the key, or been told a password.
  const answers: [string, string][] = [
    ['a fault', fault(1, 'Traceback: it broke')],
    ['a refusal', fault(1002, 'invalid username or password')],
    ['an answer cut behind the key', granted.slice(0, granted.indexOf(key) + key.length)],
    ['an answer of another form', writeResponse([{ 'session-id': 12, 'session-key': key }])],
    ['a key that is no number', `<methodResponse><params><param><value><int>${key}</int></value>`],
    ['a fault that tells what it was told', fault(1000, "invalid call: login('releng', 'pa55word')")],
    ['a refusal that tells what it was told', fault(1002, 'no password pa55word is known')],
  ]
  for (const [what, answer] of answers) {
    it(`do not show in the error after ${what} to the login`, async () => {
      const { client } = hub({ login: answer })
      const error = await errorOf(Session.open(client, passwordLogin('releng', 'pa55word')))
      expect(show(error)).not.to.contain(key).and.not.to.contain('pa55word')
    })
  }

  it('do not show in the error about a password that XML cannot carry', async () => {
    const error = await errorOf(Session.open(hub().client, passwordLogin('releng', 'pa55word\u0007')))
    expect(show(error)).not.to.contain('pa55word')
  })

  it('do not show in the error of a later call', async () => {
    const broken = ['<html>', writeResponse(1).slice(0, 50), fault(1007, 'session "12" has expired')]
    for (const answer of broken) {
      const session = await Session.open(hub({ m: answer }).client, login)
      expect(show(await errorOf(session.call(call('m'))))).not.to.contain(key)
    }
  })
})
