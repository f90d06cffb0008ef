import { expect } from 'chai'
import type { CallOptions } from '../../src/hub/client.js'
import type { RpcStruct, RpcValue } from '../../src/hub/codec/value.js'
import { writeFault, writeResponse } from '../../src/hub/codec/writer.js'
import { type Exchange, HttpTransport, HubClient, HubError, KojiFault } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { type Answering, errorOf, LocalServer, ScriptedTransport } from './local-server.js'

const xml = { 'Content-Type': 'text/xml' }
const answering =
  (body: string, status = 200, headers: Record<string, string> = xml): Answering =>
  response => {
    response.writeHead(status, headers).end(body)
  }

const hello = { method: 'hello', params: [] }

describe('what answers instead of a hub', () => {
  // What it does; what the error says; what it advises.
  const cases: [string, Answering, RegExp, RegExp][] = [
    [
      'a web page',
      answering('<!DOCTYPE html><html><body>Welcome</body></html>', 200, { 'Content-Type': 'text/html' }),
      /^a web page answers, not a Koji hub$/,
      /check `server` in the profile/,
    ],
    [
      'a web page without a content type',
      answering('\n<html>', 200, {}),
      /^a web page answers, not a Koji hub$/,
      /check `server`/,
    ],
    ['404', answering('not found', 404), /^the hub answers HTTP 404$/, /check `server`/],
    ['401', answering('', 401), /^the hub answers HTTP 401$/, /check `authtype`/],
    ['500', answering('oops', 500), /^the hub answers HTTP 500$/, /try again later/],
    ['502', answering('<html>Bad Gateway</html>', 502), /^the hub answers HTTP 502$/, /try again later/],
    ['400', answering('Invalid request: Request too long', 400), /HTTP 400$/, /cannot read .* --debug shows/],
    ['403', answering('no', 403), /HTTP 403$/, /check `server` and the login/],
    ['408', answering('', 408), /HTTP 408$/, /came too slowly/],
    ['413', answering('', 413), /HTTP 413$/, /no request of this size/],
    ['429', answering('', 429), /HTTP 429$/, /too often.* --connections/],
    ['429 with a wait', answering('', 429, { 'Retry-After': '7' }), /HTTP 429$/, /left alone for 7 seconds/],
    ['a redirection to nowhere', answering('', 302), /HTTP 302$/, /^check `server`/],
    [
      'a redirection',
      answering('', 302, { Location: 'https://elsewhere/kojihub' }),
      /HTTP 302$/,
      /^it points to https:\/\/elsewhere\/kojihub: check `server` in the profile$/,
    ],
    [
      'a redirection on the same host',
      answering('', 308, { Location: '/hub' }),
      /HTTP 308$/,
      /^it points to http:\/\/127\.0\.0\.1:\d+\/hub: check `server`/,
    ],
    [
      'a redirection with what nobody should see',
      answering('', 307, { Location: 'https://me:pa55word@elsewhere/a\u009Bb?token=1#x' }),
      /HTTP 307$/,
      /^it points to https:\/\/elsewhere\/a[%\w]+: check `server` in the profile$/,
    ],
    [
      'a redirection that is no URL',
      answering('', 301, { Location: 'https://[' }),
      /HTTP 301$/,
      /^check `server`/,
    ],
    ['an empty answer', answering(''), /^the answer is broken: /, /check `server`/],
    [
      'broken XML',
      answering('<methodResponse><params></methodResponse>'),
      /^the answer is broken: /,
      /check/,
    ],
    [
      'other XML',
      answering('<rss/>'),
      /^the answer is broken: expected <methodResponse>, found <rss>$/,
      /check/,
    ],
    [
      'an XML-RPC answer that ends too early',
      answering(writeResponse('x').slice(0, 60)),
      /^the answer is broken: /,
      /check/,
    ],
    [
      'a connection cut in the answer',
      response => {
        response.writeHead(200, { ...xml, 'Content-Length': 1000 }).write('<methodResponse>')
        setImmediate(() => response.destroy())
      },
      /^the hub closed the connection before it answered$/,
      /try again/,
    ],
    [
      'a connection closed before the answer',
      response => response.destroy(),
      /^the hub closed the connection before it answered$/,
      /try again/,
    ],
  ]
  for (const [what, answer, message, next] of cases) {
    it(`is told: ${what}`, async () => {
      const server = await LocalServer.start(answer)
      const client = new HubClient(new HttpTransport({ server: server.url }))
      try {
        const error = await errorOf(client.call(hello))
        expect(error).to.be.an.instanceof(HubError).and.include({ where: server.url, exitCode: 1 })
        expect(error.message).to.match(message)
        expect(error).to.have.property('next').that.matches(next)
      } finally {
        client.close()
        await server.close()
      }
    })
  }

  it('is kept for --debug, cut short', async () => {
    const server = await LocalServer.start(answering('x'.repeat(10_000), 500))
    const client = new HubClient(new HttpTransport({ server: server.url }))
    try {
      expect(await errorOf(client.call(hello))).to.deep.include({ details: ['HTTP 500', 'x'.repeat(500)] })
    } finally {
      client.close()
      await server.close()
    }
  })
})

/** The entries of a multicall request, as they were sent. */
function entries([calls]: readonly RpcValue[]): readonly RpcStruct[] {
  if (!Array.isArray(calls)) throw new Error('no list of calls')
  return calls
}

const answer = (value: RpcValue) => new ScriptedTransport(() => writeResponse(value))
const echo = () =>
  new ScriptedTransport(({ method, params }) =>
    writeResponse(method === 'multiCall' ? entries(params).map(entry => [entry.params ?? null]) : params),
  )

describe('HubClient', () => {
  it('answers with what the hub answers', async () => {
    expect(await new HubClient(answer({ a: [1, null] })).call(hello)).to.deep.equal({ a: [1, null] })
  })

  it('sends keyword arguments as one marked struct behind the others', async () => {
    const client = new HubClient(echo())
    const named = { inherit: true, tag: 'a' }
    const sent = { inherit: true, tag: 'a', __starstar: true }
    expect(await client.call({ method: 'm', params: [1], named })).to.deep.equal([1, sent])
    expect(await client.call({ method: 'm', params: [1], named: {} })).to.deep.equal([1])
    expect(await client.multiCall([{ method: 'm', params: [], named }])).to.deep.equal([{ value: [sent] }])
  })

  it('throws a fault of any length, with as much of it as a person may read', async () => {
    const fault = { faultCode: 1, faultString: `Traceback: ${'x'.repeat(1_000_000)} out of luck` }
    const client = new HubClient(new ScriptedTransport(() => writeFault(fault)))
    const error = await errorOf(client.call(hello))
    expect(error.message)
      .to.have.length.below(20_100)
      .and.to.match(/^hello: Traceback: x+…x+ out of luck$/)
    expect(JSON.stringify(error)).to.have.length.below(50_000)
  })

  it('throws the fault of a call, with the words of the hub', async () => {
    const fault = { faultCode: 1000, faultString: "No such tagInfo: 'x'" }
    const client = new HubClient(new ScriptedTransport(() => writeFault(fault)))
    const error = await errorOf(client.call({ method: 'getTag', params: ['x'] }))
    expect(error).to.be.an.instanceof(KojiFault).and.instanceof(RelengError)
    expect(error).to.deep.include({
      code: 1000,
      text: "No such tagInfo: 'x'",
      method: 'getTag',
      message: "getTag: No such tagInfo: 'x'",
      where: 'http://hub.test/kojihub',
      details: ["fault 1000: No such tagInfo: 'x'"],
    })
    expect(await errorOf(client.multiCall([hello]))).to.include({ method: 'multiCall', code: 1000 })
  })

  it('gives the fault of an entry in its place, and the others their values', async () => {
    const client = new HubClient(
      answer([[1], { faultCode: 1004, faultString: 'tag permission required', traceback: ['…'] }, [null]]),
    )
    const outcomes = await client.multiCall([hello, { method: 'createTag', params: ['a'] }, hello])
    expect([outcomes[0], outcomes[2]]).to.deep.equal([{ value: 1 }, { value: null }])
    expect(outcomes[1])
      .to.have.property('fault')
      .that.includes({ code: 1004, message: 'createTag: tag permission required' })
  })

  const shapes: [string, RpcValue][] = [
    ['no list', 'x'],
    ['nothing', null],
    ['too few entries', [[1]]],
    ['too many entries', [[1], [2], [3]]],
    ['a bare value', [[1], 2]],
    ['a list of two', [[1], [2, 3]]],
    ['an empty list', [[1], []]],
    ['half a fault', [[1], { faultCode: 1 }]],
  ]
  for (const [what, value] of shapes) {
    it(`refuses as the answer to a multicall of two: ${what}`, async () => {
      const error = await errorOf(new HubClient(answer(value)).multiCall([hello, hello]))
      expect(error).to.be.an.instanceof(HubError)
      expect(error.message).to.equal('the hub answered a multicall with something else')
      expect(error)
        .to.have.property('next')
        .that.matches(/check `server`/)
    })
  }

  it('sends no request for no calls', async () => {
    const transport = echo()
    expect(await new HubClient(transport).multiCall([])).to.deep.equal([])
    expect(transport.requests).to.have.length(0)
  })

  it('splits a multicall only where it would grow beyond 2 MiB, and keeps the order', async () => {
    const transport = echo()
    const text = (index: number) => `${index} ${'ä&'.repeat(100_000)}`
    const calls = Array.from({ length: 9 }, (_, index) => ({ method: 'm', params: [text(index)] }))
    const outcomes = await new HubClient(transport).multiCall(calls)
    expect(outcomes).to.deep.equal(calls.map(({ params }) => ({ value: params })))
    // 100 000 times two bytes and five for `&amp;`: two entries fit.
    expect(transport.requests.map(({ call }) => entries(call.params).length)).to.deep.equal([2, 2, 2, 2, 1])
    for (const { body } of transport.requests) expect(Buffer.byteLength(body)).to.be.at.most(2 * 1024 * 1024)
  })

  // A call with options; how many requests are under way at a time.
  const ways: [string, CallOptions, number[]][] = [
    ['a read together, after the first', {}, [1, 3]],
    ['a session one by one', { headers: () => ({}) }, [1, 1, 1, 1]],
  ]
  for (const [what, options, expected] of ways) {
    it(`sends the parts of ${what}, and keeps the order of the answers`, async () => {
      const waiting: (() => void)[] = []
      const transport = new ScriptedTransport(
        ({ params }) =>
          new Promise(resolve => {
            const first = String(entries(params)[0]?.params).charAt(0)
            waiting.push(() => resolve(writeResponse([[first]])))
          }),
      )
      const calls = ['a', 'b', 'c', 'd'].map(name => ({ method: 'm', params: [name.repeat(1_500_000)] }))
      const outcomes = new HubClient(transport).multiCall(calls, options)
      const together: number[] = []
      for (let left = calls.length; left > 0; left -= together.at(-1) ?? 0) {
        while (waiting.length === 0) await new Promise(resolve => setImmediate(resolve))
        together.push(waiting.length)
        for (const respond of waiting.splice(0).reverse()) respond()
      }
      expect(together).to.deep.equal(expected)
      expect(await outcomes).to.deep.equal(['a', 'b', 'c', 'd'].map(value => ({ value })))
    })
  }

  it('sends a call that is too large by itself, for the hub to refuse', async () => {
    const transport = echo()
    const large = { method: 'm', params: ['x'.repeat(3_000_000)] }
    await new HubClient(transport).multiCall([large, hello, large, hello])
    expect(transport.requests.map(({ call }) => entries(call.params).length)).to.deep.equal([1, 1, 1, 1])
  })

  it('sends thousands of small calls in one request', async () => {
    const transport = echo()
    await new HubClient(transport).multiCall(Array.from({ length: 5000 }, () => hello))
    expect(transport.requests).to.have.length(1)
  })

  it('tells of each exchange, and no parameters', async () => {
    const told: Exchange[] = []
    const transport = echo()
    const client = new HubClient(transport, exchange => told.push(exchange))
    await client.multiCall([hello, { method: 'login', params: ['me', 'secret'] }])
    expect(told).to.have.length(1)
    expect(told[0]).to.deep.include({
      methods: ['hello', 'login'],
      loggedIn: false,
      status: 200,
      bytesSent: Buffer.byteLength(transport.requests[0]?.body ?? ''),
    })
    expect(told[0]?.bytesReceived).to.be.greaterThan(0)
    expect(told[0]?.milliseconds).to.be.at.least(0)
    expect(JSON.stringify(told)).not.to.contain('secret')
  })

  it("knows the hub's release once a header says it", async () => {
    const server = await LocalServer.start(
      answering(writeResponse(1), 200, { ...xml, 'Koji-Version': '1.35.3' }),
    )
    const client = new HubClient(new HttpTransport({ server: server.url }))
    try {
      expect(client.version).to.equal(undefined)
      await client.call(hello)
      expect(client.version).to.equal('1.35.3')
    } finally {
      client.close()
      await server.close()
    }
  })
})

describe('KojiFault', () => {
  const fault = (code: number, text: string) => new KojiFault(code, text, 'm', 'http://hub.test')

  const hints: [number, RegExp][] = [
    [1, /administrators/],
    [1000, /its own words/],
    [1002, /log in again/],
    [1004, /permission/],
    [1007, /logs in anew/],
    [1008, /logs in anew/],
    [1009, /done already/],
    [1014, /maintenance/],
    [4711, /its own words/],
  ]
  for (const [code, next] of hints) {
    it(`${code} says what to do`, () => expect(fault(code, 'x').next).to.match(next))
  }

  const lines: [string, string, string][] = [
    ['its one line', 'No such tag', 'm: No such tag'],
    ['its first line', 'one\ntwo', 'm: one'],
    [
      'the last of a traceback',
      'Traceback (most recent call last):\n  File "x"\nKeyError: 1\n',
      'm: KeyError: 1',
    ],
    ['nothing', '', 'm: '],
  ]
  for (const [what, text, message] of lines) {
    it(`shows ${what}, and keeps all for --debug`, () => {
      expect(fault(1, text).message).to.equal(message)
      expect(fault(1, text).details).to.deep.equal([`fault 1: ${text}`])
    })
  }

  it('tells names that no table ever held from all else', () => {
    expect(fault(1000, 'No such entry in table tag: x').isUnknownName).to.equal(true)
    expect(fault(1000, "No such tagInfo: 'x'").isUnknownName).to.equal(false)
    expect(fault(1, 'No such entry in table tag: x').isUnknownName).to.equal(false)
  })
})
