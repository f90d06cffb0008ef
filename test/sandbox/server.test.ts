import { readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import type { RequestOptions } from 'node:https'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { readResponse } from '../../src/hub/codec/reader.js'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { writeCall } from '../../src/hub/codec/writer.js'
import { RelengError } from '../../src/koji/error.js'
import { maxRequestLength, type RunningServer, serve } from '../../src/sandbox/index.js'
import { post } from './post.js'
import { testSandbox } from './rpc.js'

const pem = (name: string) => readFileSync(new URL(`tls/${name}`, import.meta.url), 'utf8')

async function call(url: string, method: string, params: RpcValue[] = [], options: RequestOptions = {}) {
  const { status, body } = await post(url, writeCall(method, params), options)
  expect(status).to.equal(200)
  const answer = readResponse(body)
  return 'value' in answer ? answer.value : [answer.fault.faultCode, answer.fault.faultString]
}

function sessionHeaders(info: RpcValue): RequestOptions {
  if (!isStruct(info)) throw new Error('no session')
  return {
    headers: {
      'Koji-Session-Id': String(info['session-id']),
      'Koji-Session-Key': String(info['session-key']),
    },
  }
}

describe('sandbox: the server', () => {
  const servers: RunningServer[] = []
  const start = async (...[sandbox, options]: Parameters<typeof serve>) => {
    const server = await serve(sandbox, options)
    servers.push(server)
    return server.url
  }
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close()
  })

  it('answers over HTTP; a password logs in, a claim does not', async () => {
    const url = await start(
      testSandbox({ users: [{ name: 'tagger', password: 'secret', permissions: ['tag'] }] }),
    )
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/kojihub$/)
    expect(await call(url, 'getKojiVersion')).to.equal('1.35.3')
    expect(await call(`${url}/ssllogin`, 'sslLogin')).to.deep.equal([1002, 'could not verify client: None'])
    const session = sessionHeaders(await call(url, 'login', ['tagger', 'secret']))
    expect(await call(url, 'createTag', ['f44'], session)).to.equal(1)
    expect(await call(url, 'getTagID', ['f44'])).to.equal(1)
  })

  it('keeps a connection for the next request', async () => {
    const url = await start(testSandbox())
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let time = 0; time < 3; time += 1) await call(url, 'hello', [], { agent })
    const sockets = Object.values(agent.freeSockets).flat()
    expect(sockets).to.have.length(1)
    agent.destroy()
  })

  it('takes a client certificate for a login, and no other', async () => {
    const tls = { cert: pem('localhost.crt'), key: pem('localhost.key'), ca: pem('ca.crt') }
    const url = await start(testSandbox(), { tls })
    const ca = pem('ca.crt')
    const releng = { ca, cert: pem('releng.crt'), key: pem('releng.key'), agent: false as const }
    const nobody = { ca, agent: false as const }
    const session = sessionHeaders(await call(`${url}/ssllogin`, 'sslLogin', [], releng))
    expect(await call(url, 'getLoggedInUser', [], { ...nobody, ...session })).to.include({ name: 'releng' })
    expect(await call(`${url}/ssllogin`, 'sslLogin', [], nobody)).to.deep.equal([
      1002,
      'could not verify client: None',
    ])
    expect(await call(url, 'sslLogin', [], releng)).to.deep.equal([1002, 'could not verify client: None'])
  })

  it('refuses what is no post, and what is too long, as a hub does', async () => {
    const url = await start(testSandbox())
    expect(await post(url, '', { method: 'GET' })).to.include({ status: 405 })
    expect(await post(url, ' '.repeat(maxRequestLength + 1))).to.include({
      status: 400,
      body: 'Invalid request: Request too long\n',
    })
    expect(await call(url, 'hello')).to.equal('Hello World')
  })

  describe('with gzip', () => {
    const hello = writeCall('hello', [])
    const gzipped = { 'Content-Encoding': 'gzip' }

    it('answers in gzip where it is asked to, and offers to take requests so', async () => {
      const url = await start(testSandbox(), { gzip: true })
      const plain = await post(url, hello)
      expect(plain.headers)
        .to.include({ 'accept-encoding': 'gzip' })
        .and.not.have.property('content-encoding')
      const { headers, bytes } = await post(url, hello, { headers: { 'Accept-Encoding': 'br, gzip' } })
      expect(headers).to.include({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
      expect(headers['content-length']).to.equal(String(bytes.length))
      expect(gunzipSync(bytes).toString()).to.equal(plain.body)
    })

    // What is sent, as which encoding; what is answered.
    const requests: [string, string, string | Buffer, number, RegExp][] = [
      ['reads one', 'gzip', gzipSync(hello), 200, /Hello World/],
      ['refuses one that is none', 'gzip', hello, 400, /^Invalid request: broken gzip/],
      [
        'holds its limit for what it grows to',
        'gzip',
        gzipSync(' '.repeat(maxRequestLength + 1)),
        400,
        /^Invalid request: Request too long/,
      ],
      ['refuses another encoding', 'br', hello, 415, /^no such encoding here: br/],
      ['reads what is not encoded', 'identity', hello, 200, /Hello World/],
    ]
    for (const [what, coding, sent, status, answer] of requests) {
      it(`${what}`, async () => {
        const url = await start(testSandbox(), { gzip: true })
        const answered = await post(url, sent, { headers: { 'Content-Encoding': coding } })
        expect(answered).to.have.property('status', status)
        expect(answered.body).to.match(answer)
      })
    }

    it('is off unless it is asked for, as on a hub', async () => {
      const url = await start(testSandbox())
      const { headers, body } = await post(url, hello, { headers: { 'Accept-Encoding': 'gzip' } })
      expect(headers).not.to.have.any.keys('accept-encoding', 'content-encoding', 'vary')
      expect(body).to.match(/Hello World/)
      expect(await post(url, gzipSync(hello), { headers: gzipped })).to.include({ status: 400 })
    })
  })

  it('answers 500 with the reason if the state cannot be saved', async () => {
    const broken = new RelengError('the disk is full', { where: 'state.json', next: 'make room' })
    const url = await start({
      handle: () => {
        throw broken
      },
    })
    expect(await post(url, 'x')).to.include({
      status: 500,
      body: 'the disk is full\nstate.json\nmake room\n',
    })
  })

  it('says which port it cannot have', async () => {
    const port = Number(new URL(await start(testSandbox())).port)
    const error = await serve(testSandbox(), { port }).catch((error: unknown) => error)
    expect(error).to.be.instanceOf(RelengError).with.property('where', `127.0.0.1:${port}`)
  })

  it('closes at once, whoever is still connected', async () => {
    const server = await serve(testSandbox())
    const agent = new Agent({ keepAlive: true })
    await call(server.url, 'hello', [], { agent })
    await server.close()
    const error = await post(server.url, 'x').catch((error: unknown) => error)
    expect(error).to.be.instanceOf(Error).with.property('code', 'ECONNREFUSED')
    agent.destroy()
  })
})
