import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { writeCall, writeResponse } from '../../src/hub/codec/writer.js'
import { HttpTransport, HubError } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { type Answering, errorOf, LocalServer, type Received } from './local-server.js'

const file = (name: string) => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url))
const body = writeCall('echo', ['ä🐧'])
const post = (transport: HttpTransport, at = '') => transport.post({ path: at, headers: {}, body })

const good: Answering = (response, { call }) => response.end(writeResponse(call.params[0] ?? null))

/** Runs a test against a server, and closes both ends after it. */
async function serving(
  answer: Answering,
  tls: ServerOptions | undefined,
  test: (server: LocalServer, transports: TransportMaker) => Promise<void>,
): Promise<void> {
  const server = await LocalServer.start(answer, tls)
  const open: HttpTransport[] = []
  try {
    await test(server, options => {
      const transport = new HttpTransport({ server: server.url, ...options })
      open.push(transport)
      return transport
    })
  } finally {
    for (const transport of open) transport.close()
    await server.close()
  }
}

type TransportMaker = (options?: Partial<ConstructorParameters<typeof HttpTransport>[0]>) => HttpTransport

describe('HttpTransport over HTTP', () => {
  it('posts XML, with the headers it is given, and reads all of the answer as UTF-8', () =>
    serving(
      (response, { call }) => {
        const bytes = Buffer.from(writeResponse(call.params[0] ?? null))
        const middle = bytes.indexOf(Buffer.from('🐧')) + 2
        // Cut inside a character, and between two packets.
        response.setHeader('Koji-Version', '1.35.3').write(bytes.subarray(0, middle))
        setImmediate(() => response.end(bytes.subarray(middle)))
      },
      undefined,
      async (server, open) => {
        const headers = { 'Koji-Session-Id': '7' }
        const answer = await open().post({ path: '', headers, body })
        expect(answer).to.deep.include({ status: 200, body: writeResponse('ä🐧') })
        expect(answer.headers).to.include({ 'koji-version': '1.35.3' })
        expect(server.received[0]).to.deep.include({
          path: '/kojihub',
          call: { method: 'echo', params: ['ä🐧'] },
        })
        expect(server.received[0]?.headers).to.include({
          'koji-session-id': '7',
          'content-type': 'text/xml',
          'content-length': String(Buffer.byteLength(body)),
        })
      },
    ))

  it("adds a path to the hub's own, with or without a slash at its end", () =>
    serving(good, undefined, async (server, open) => {
      await post(open(), '/ssllogin')
      await post(open({ server: `${server.url}/` }), '/ssllogin')
      await post(open({ server: new URL('/', server.url).href }))
      expect(server.received.map(request => request.path)).to.deep.equal([
        '/kojihub/ssllogin',
        '/kojihub/ssllogin',
        '/',
      ])
    }))

  it('uses one connection for requests that follow each other', () =>
    serving(good, undefined, async (server, open) => {
      const transport = open()
      for (let turn = 0; turn < 3; turn += 1) await post(transport)
      expect(new Set(server.received.map(({ socket }) => socket)).size).to.equal(1)
    }))

  it('answers with what is no success, too', () =>
    serving(
      response => response.writeHead(503).end('later'),
      undefined,
      async (_server, open) => {
        expect(await post(open())).to.deep.include({ status: 503, body: 'later' })
      },
    ))

  const slow: [string, Answering][] = [
    ['no answer comes', () => undefined],
    [
      'an answer stops half way',
      response => {
        response.writeHead(200, { 'Content-Length': 100 }).write('<methodResponse>')
      },
    ],
  ]
  for (const [what, answer] of slow) {
    it(`gives up where ${what} in time`, () =>
      serving(answer, undefined, async (server, open) => {
        const error = await errorOf(post(open({ timeout: 0.05 })))
        expect(error).to.be.an.instanceof(HubError)
        expect(error).to.include({ message: 'no answer within 0.05 seconds', where: server.url })
      }))
  }

  it('waits for a login as long as for logins', () =>
    serving(
      () => undefined,
      undefined,
      async (_server, open) => {
        const error = await errorOf(post(open({ timeout: 3600, authTimeout: 0.05 }), '/ssllogin'))
        expect(error.message).to.equal('no answer within 0.05 seconds')
      },
    ))

  it('says that nobody listens', async () => {
    const server = await LocalServer.start(good)
    const { url } = server
    await server.close()
    const error = await errorOf(post(new HttpTransport({ server: url })))
    expect(error).to.be.an.instanceof(HubError)
    expect(error).to.include({ message: 'the hub refuses the connection', where: url })
  })

  const urls: [string, RegExp][] = [
    ['koji.example.org', /is no URL of a hub/],
    ['', /is no URL of a hub/],
    ['ftp://koji.example.org/kojihub', /over http or https, not ftp:/],
    ['file:///etc/passwd', /over http or https, not file:/],
  ]
  for (const [url, why] of urls) {
    it(`refuses ${JSON.stringify(url)} as a hub`, () => {
      expect(() => new HttpTransport({ server: url })).to.throw(RelengError, why)
    })
  }
})

const pem = readFileSync(file('server.pem'))
const server: ServerOptions = { cert: pem, key: pem }
const asking: ServerOptions = {
  ...server,
  requestCert: true,
  rejectUnauthorized: false,
  ca: readFileSync(file('ca.pem')),
}
const ca = { serverca: file('ca.pem') }

function tlsOf({ socket }: Received) {
  if (!(socket instanceof TLSSocket)) throw new Error('no TLS')
  const subject = socket.authorized ? socket.getPeerCertificate().subject : undefined
  return { user: subject?.CN, protocol: socket.getProtocol() }
}

describe('HttpTransport and a connection that was closed while it lay idle', () => {
  it('sends the request once more, on a new one', async () => {
    // Closed without a word: no `Connection: close`, no hint of how long it would be kept.
    const closing: Answering = (response, { call, socket }) =>
      response.end(writeResponse(call.params[0] ?? null), () => setImmediate(() => socket.destroy()))
    await serving(closing, undefined, async (server, open) => {
      const transport = open()
      for (let call = 0; call < 4; call += 1) expect(await post(transport)).to.include({ status: 200 })
      expect(server.received).to.have.length(4)
    })
  })

  it('gives up where the new one is closed as well', async () => {
    let answers = 0
    const once: Answering = (response, { call, socket }) => {
      answers += 1
      if (answers === 1) response.end(writeResponse(call.params[0] ?? null))
      else socket.destroy()
    }
    await serving(once, undefined, async (server, open) => {
      const transport = open()
      await post(transport)
      expect(await errorOf(post(transport)))
        .to.be.an.instanceof(HubError)
        .and.include({ message: 'the hub closed the connection before it answered', wasSent: true })
      expect(server.received).to.have.length(3)
    })
  })
})

describe('HttpTransport over TLS', () => {
  it('trusts a hub that the given CA vouches for', () =>
    serving(good, server, async (_server, open) => {
      expect(await post(open(ca))).to.include({ status: 200, body: writeResponse('ä🐧') })
    }))

  const untrusted: [string, { serverca?: string }][] = [
    ["the system's CAs do not", {}],
    ['another CA does not', { serverca: file('stranger-ca.pem') }],
  ]
  for (const [what, options] of untrusted) {
    it(`does not trust one for whom ${what} vouch, and says how to`, () =>
      serving(good, server, async (hub, open) => {
        const error = await errorOf(post(open(options)))
        expect(error).to.be.an.instanceof(HubError)
        expect(error.message).to.match(/^the hub's certificate is not trusted: /)
        expect(error).to.include({ where: hub.url, next: 'set `serverca` in the profile to its CA' })
        expect(hub.received).to.have.length(0)
      }))
  }

  it('does not trust a certificate of another host', () => {
    const elsewhere = readFileSync(file('elsewhere.pem'))
    return serving(good, { cert: elsewhere, key: elsewhere }, async (hub, open) => {
      const error = await errorOf(post(open(ca)))
      expect(error.message).to.match(/^the hub's certificate is for another host: /)
      expect(error)
        .to.have.property('next')
        .that.matches(/check `server`/)
      expect(hub.received).to.have.length(0)
    })
  })

  it('trusts any, where it is told so', () =>
    serving(good, server, async (_server, open) => {
      expect(await post(open({ verify: false }))).to.include({ status: 200 })
    }))

  it('shows the client certificate at the login alone, there over TLS 1.2', () =>
    serving(good, asking, async (hub, open) => {
      const transport = open({ ...ca, cert: file('client.pem') })
      for (const at of ['', '/ssllogin', '']) await post(transport, at)
      expect(hub.received.map(request => [request.path, tlsOf(request).user])).to.deep.equal([
        ['/kojihub', undefined],
        ['/kojihub/ssllogin', 'kojiadmin'],
        ['/kojihub', undefined],
      ])
      expect(hub.received.map(request => tlsOf(request).protocol)).to.deep.equal([
        'TLSv1.3',
        'TLSv1.2',
        'TLSv1.3',
      ])
    }))

  it('shows none where there is none', () =>
    serving(good, asking, async (hub, open) => {
      await post(open(ca), '/ssllogin')
      expect(hub.received.map(request => tlsOf(request).user)).to.deep.equal([undefined])
    }))

  it('tells of a server that insists on a certificate', () =>
    serving(good, { ...asking, rejectUnauthorized: true, maxVersion: 'TLSv1.2' }, async (_server, open) => {
      expect((await errorOf(post(open(ca)))).message).to.match(/^the (TLS handshake failed|hub closed)/)
    }))

  it('tells of a server that speaks no TLS', () =>
    serving(good, undefined, async (hub, open) => {
      const error = await errorOf(post(open({ ...ca, server: hub.url.replace('http:', 'https:') })))
      expect(error).to.be.an.instanceof(HubError)
      expect(error.message).to.match(/^the TLS handshake failed: /)
    }))
})

describe('PEM files', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-tls-'))
    writeFileSync(path.join(folder, 'words.pem'), 'no certificate')
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const named = (name: string) => path.join(folder, name)

  it('that cannot be read are named: the CA', () => {
    expect(() => new HttpTransport({ server: 'https://hub.test/kojihub', serverca: named('none.pem') }))
      .to.throw(RelengError, 'the server CA cannot be read')
      .and.include({ where: named('none.pem'), next: 'check `serverca` in the profile' })
  })

  it('that cannot be read are named: the certificate, but only where it is needed', () =>
    serving(good, server, async (_server, open) => {
      const transport = open({ ...ca, cert: named('none.pem') })
      expect(await post(transport)).to.include({ status: 200 })
      expect(await errorOf(post(transport, '/ssllogin')))
        .to.be.an.instanceof(RelengError)
        .and.include({
          message: 'the client certificate cannot be read',
          where: named('none.pem'),
          next: 'check `cert` in the profile',
        })
    }))

  it('that hold no certificate are named: the CA', () => {
    expect(() => new HttpTransport({ server: 'https://hub.test/kojihub', serverca: named('words.pem') }))
      .to.throw(RelengError, 'the server CA holds no certificate in PEM form')
      .and.include({ where: named('words.pem'), next: 'check `serverca` in the profile' })
  })

  it('that hold no certificate are named: the client certificate', () =>
    serving(good, server, async (_server, open) => {
      expect(await errorOf(post(open({ ...ca, cert: named('words.pem') }), '/ssllogin')))
        .to.be.an.instanceof(RelengError)
        .and.include({ where: named('words.pem'), next: 'check `cert` in the profile' })
    }))

  it('that hold a certificate without its key are named', () =>
    serving(good, server, async (_server, open) => {
      expect(await errorOf(post(open({ ...ca, cert: file('ca.pem') }), '/ssllogin')))
        .to.be.an.instanceof(RelengError)
        .and.include({ where: file('ca.pem'), next: 'check `cert` in the profile' })
    }))
})
