import { lookup } from 'node:dns/promises'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { writeCall, writeResponse } from '../../src/hub/codec/writer.js'
import { type HttpOptions, HttpTransport, HubError } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { type Answering, errorOf, LocalServer } from './local-server.js'
import { asking, body, ca, good, pemFile, post, serving, tls, tlsOf } from './serving.js'

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

  const slow: [string, Answering, Partial<HttpOptions>, string][] = [
    ['no answer comes', () => undefined, { timeout: 0.05 }, 'no answer within 0.05 seconds'],
    [
      'an answer stops half way',
      response => {
        response.writeHead(200, { 'Content-Length': 100 }).write('<methodResponse>')
      },
      { timeout: 0.05 },
      'the answer stopped: nothing came for 0.05 seconds',
    ],
    [
      'an answer drips',
      response => {
        response.writeHead(200)
        const drip = setInterval(() => response.write(' '), 5)
        response.on('close', () => clearInterval(drip))
      },
      { timeout: 60, totalTimeout: 0.1 },
      'no complete answer within 0.1 seconds',
    ],
  ]
  for (const [what, answer, limits, message] of slow) {
    it(`gives up where ${what}, and says which limit was passed`, () =>
      serving(answer, undefined, async (server, open) => {
        const error = await errorOf(post(open(limits)))
        expect(error).to.be.an.instanceof(HubError)
        expect(error).to.include({ message, where: server.url, fate: 'unknown' })
        expect(error).to.have.property('outlook', 'temporary')
      }))
  }

  // TLS does not get beyond its first message; the proxy does not answer.
  const mutes: [string, (url: string) => Partial<HttpOptions>][] = [
    ['hub', url => ({ server: `https://${url}/kojihub` })],
    ['proxy', url => ({ server: 'https://hub.test', env: { HTTPS_PROXY: url } })],
  ]
  for (const [what, options] of mutes) {
    it(`gives up where the ${what} takes the connection and says nothing: nothing was sent`, async () => {
      const sockets: Socket[] = []
      const mute = createServer(socket => sockets.push(socket))
      await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve))
      const address = mute.address()
      const url = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
      const transport = new HttpTransport({ server: '', connectTimeout: 0.05, ...options(url) })
      try {
        const error = await errorOf(post(transport))
        expect(error).to.be.an.instanceof(HubError)
        expect(error).to.include({ message: 'no connection within 0.05 seconds', fate: 'not-sent' })
        expect(error).to.have.property('outlook', 'doubtful')
      } finally {
        transport.close()
        for (const socket of sockets) socket.destroy()
        await new Promise(resolve => mute.close(resolve))
      }
    })
  }

  it('waits as long as Node can where it may wait longer', () =>
    serving(good, tls, async (_hub, open) => {
      const transport = open({ ...ca, timeout: 1e9, authTimeout: 1e9, connectTimeout: 1e9 })
      expect(await post(transport)).to.include({ status: 200 })
    }))

  it('has no more requests under way than it may', async () => {
    const waiting: (() => void)[] = []
    const together: number[] = []
    const held: Answering = (response, received, request) => {
      waiting.push(() => good(response, received, request))
      if (waiting.length < 3) return
      // A while for one too many to come in.
      setTimeout(() => {
        if (waiting.length > 0) together.push(waiting.length)
        for (const answer of waiting.splice(0)) answer()
      }, 20)
    }
    await serving(held, undefined, async (server, open) => {
      const transport = open({ connections: 3 })
      await Promise.all(Array.from({ length: 9 }, () => post(transport)))
      expect(together).to.deep.equal([3, 3, 3])
      expect(new Set(server.received.map(({ socket }) => socket)).size).to.equal(3)
    })
  })

  it('waits for a login or a logout as long as for logins', () =>
    serving(
      () => undefined,
      undefined,
      async (_server, open) => {
        const transport = open({ timeout: 3600, authTimeout: 0.05 })
        const error = await errorOf(
          transport.post({ path: '', headers: {}, body: writeCall('logout', []), isBrief: true }),
        )
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
    ['https://koji.example.org/\nkojihub', /holds white space or a character that cannot be seen: "h/],
    [' https://koji.example.org', /holds white space/],
    ['ftp://koji.example.org/kojihub', /over http or https, not ftp:/],
    ['file:///etc/passwd', /over http or https, not file:/],
  ]
  for (const [url, why] of urls) {
    it(`refuses ${JSON.stringify(url)} as a hub`, () => {
      expect(() => new HttpTransport({ server: url })).to.throw(RelengError, why)
    })
  }
})

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

  it('does not try the next one that lay idle as long', async () => {
    const ready: (() => void)[] = []
    // Answers when three are here, and then closes all connections without a word.
    const closing: Answering = (response, { call, socket }) => {
      ready.push(() =>
        response.end(writeResponse(call.params[0] ?? null), () => setImmediate(() => socket.destroy())),
      )
      if (ready.length >= 3) for (const answer of ready) answer()
    }
    await serving(closing, undefined, async (server, open) => {
      const transport = open({ connections: 3 })
      await Promise.all([post(transport), post(transport), post(transport)])
      expect(await post(transport)).to.include({ status: 200 })
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
        .and.include({ message: 'the hub closed the connection before it answered', fate: 'unknown' })
      expect(server.received).to.have.length(3)
    })
  })
})

describe('HttpTransport over TLS', () => {
  it('trusts a hub that the given CA vouches for', () =>
    serving(good, tls, async (_server, open) => {
      expect(await post(open(ca))).to.include({ status: 200, body: writeResponse('ä🐧') })
    }))

  const untrusted: [string, { serverca?: string }][] = [
    ["the system's CAs do not", {}],
    ['another CA does not', { serverca: pemFile('stranger-ca.pem') }],
  ]
  for (const [what, options] of untrusted) {
    it(`does not trust one for whom ${what} vouch, and says how to`, () =>
      serving(good, tls, async (hub, open) => {
        const error = await errorOf(post(open(options)))
        expect(error).to.be.an.instanceof(HubError)
        expect(error.message).to.match(/^the hub's certificate is not trusted: /)
        expect(error).to.include({ where: hub.url, next: 'set `serverca` in the profile to its CA' })
        expect(hub.received).to.have.length(0)
      }))
  }

  it('does not trust a certificate of another host', () => {
    const elsewhere = readFileSync(pemFile('elsewhere.pem'))
    return serving(good, { cert: elsewhere, key: elsewhere }, async (hub, open) => {
      const error = await errorOf(post(open(ca)))
      expect(error.message).to.match(/^the hub's certificate is for another host: /)
      expect(error)
        .to.have.property('next')
        .that.matches(/check `server`/)
      expect(hub.received).to.have.length(0)
    })
  })

  // Which certificate; what is wrong with it.
  const odd: [string, RegExp][] = [
    ['client-only', /: it is not made for servers, or /],
    ['too-deep', /: there are more CAs between than its authority allows \(/],
  ]
  for (const [name, why] of odd) {
    it(`does not trust a certificate that its authority did not mean so, and says why: ${name}`, () => {
      const chain = readFileSync(pemFile(`${name}.pem`))
      return serving(good, { cert: chain, key: chain }, async (hub, open) => {
        const error = await errorOf(post(open({ serverca: pemFile('odd-ca.pem') })))
        expect(error.message)
          .to.match(/^the hub's certificate is not trusted: /)
          .and.match(why)
        expect(error).to.include({
          fate: 'not-sent',
          outlook: 'permanent',
          next: 'the administrators of the hub must get another certificate',
        })
        expect(hub.received).to.have.length(0)
      })
    })
  }

  it('does not trust a certificate that has expired', () => {
    const file = (name: string) => fileURLToPath(new URL(`../sandbox/tls/${name}`, import.meta.url))
    const expired = { cert: readFileSync(file('expired.crt')), key: readFileSync(file('expired.key')) }
    return serving(good, expired, async (_hub, open) => {
      const error = await errorOf(post(open({ serverca: file('ca.crt') })))
      expect(error).to.include({
        message: "the hub's certificate is not trusted: certificate has expired",
        next: 'the administrators of the hub must get another certificate, unless the clock of this machine is wrong',
      })
    })
  })

  it('trusts any, where it is told so', () =>
    serving(good, tls, async (_server, open) => {
      expect(await post(open({ verify: false }))).to.include({ status: 200 })
    }))

  it('shows the client certificate at the login alone, there over TLS 1.2', () =>
    serving(good, asking, async (hub, open) => {
      const transport = open({ ...ca, cert: pemFile('client.pem') })
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

describe('HttpTransport over IPv6', () => {
  const loopback = '::1'
  before(async function () {
    try {
      await (await LocalServer.start(good, undefined, loopback)).close()
    } catch {
      // This machine has no ::1.
      this.skip()
    }
  })

  const own = readFileSync(pemFile('ipv6.pem'))

  it('reaches a hub by its address', () =>
    serving(
      good,
      undefined,
      async (hub, open) => {
        expect(hub.url).to.match(/^http:\/\/\[::1\]:\d+\/kojihub$/)
        expect(await post(open())).to.include({ status: 200 })
        expect(hub.received[0]?.headers).to.include({ host: `[::1]:${hub.port}` })
      },
      loopback,
    ))

  it('checks the certificate for the address', () =>
    serving(
      good,
      { cert: own, key: own },
      async (_hub, open) => {
        expect(await post(open({ serverca: pemFile('ipv6.pem') }))).to.include({ status: 200 })
        expect((await errorOf(post(open(ca)))).message).to.match(/^the hub's certificate is not trusted: /)
      },
      loopback,
    ))

  it('does not trust the certificate of another address', () =>
    serving(
      good,
      tls,
      async (_hub, open) => {
        const error = await errorOf(post(open(ca)))
        expect(error.message).to.match(/^the hub's certificate is for another host: /)
      },
      loopback,
    ))

  for (const host of ['127.0.0.1', loopback]) {
    it(`reaches a hub on localhost that listens at ${host} alone`, async function () {
      const addresses = await lookup('localhost', { all: true })
      // On this machine localhost has no such address.
      if (!addresses.some(({ address }) => address === host)) this.skip()
      await serving(
        good,
        tls,
        async (hub, open) => {
          const transport = open({ ...ca, server: `https://localhost:${hub.port}/kojihub` })
          expect(await post(transport)).to.include({ status: 200 })
        },
        host,
      )
    })
  }

  it('tells of a localhost that refuses at every address', async () => {
    const server = await LocalServer.start(good)
    const { port } = server
    await server.close()
    const error = await errorOf(post(new HttpTransport({ server: `http://localhost:${port}/kojihub` })))
    expect(error).to.include({ message: 'the hub refuses the connection', fate: 'not-sent' })
    expect(error)
      .to.have.nested.property('details[0]')
      .that.matches(/^ECONNREFUSED .*127\.0\.0\.1/)
  })
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
    serving(good, tls, async (_server, open) => {
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
    serving(good, tls, async (_server, open) => {
      expect(await errorOf(post(open({ ...ca, cert: named('words.pem') }), '/ssllogin')))
        .to.be.an.instanceof(RelengError)
        .and.include({ where: named('words.pem'), next: 'check `cert` in the profile' })
    }))
})
