import { expect } from 'chai'
import fc from 'fast-check'
import { readResponse } from '../../src/hub/codec/reader.js'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { writeCall } from '../../src/hub/codec/writer.js'
import { maxRequestLength } from '../../src/sandbox/index.js'
import { allMethods } from '../../src/sandbox/methods/index.js'
import { fault, kw, Rpc, testSandbox } from './rpc.js'

const call = (inner: string) => `<?xml version='1.0'?><methodCall>${inner}</methodCall>`

describe('sandbox: the wire', () => {
  it('answers as XML, with the headers of a hub', () => {
    const { status, headers, body } = new Rpc(testSandbox()).post(writeCall('hello', []))
    expect(status).to.equal(200)
    expect(headers).to.deep.equal({
      'Content-Type': 'text/xml',
      'Koji-Version': '1.35.3',
      'Content-Length': String(body.length),
    })
    expect(readResponse(body)).to.deep.equal({ value: 'Hello World' })
  })

  it('counts the length of an answer in bytes', () => {
    const { headers, body } = new Rpc(testSandbox()).post(writeCall('echo', ['ü€😀']))
    expect(headers['Content-Length']).to.equal(String(Buffer.byteLength(body)))
    expect(readResponse(body)).to.deep.equal({ value: ['ü€😀'] })
  })

  it('takes posts only', () => {
    const refusal = new Rpc(testSandbox()).post('', { method: 'GET' })
    expect(refusal.status).to.equal(405)
    expect(refusal.headers).to.include({
      Allow: 'POST',
      'Content-Type': 'text/plain',
      'Koji-Version': '1.35.3',
    })
  })

  const notXmlRpc: [string, string | Uint8Array][] = [
    ['nothing', ''],
    ['no XML', 'x'],
    ['half of a call', '<methodCall><methodName>hello</methodName>'],
    ['another document', '<html/>'],
    [
      'a number that is none',
      call('<methodName>hello</methodName><params><param><value><int>x</int></value></param></params>'),
    ],
    [
      'an unknown type',
      call('<methodName>hello</methodName><params><param><value><foo>x</foo></value></param></params>'),
    ],
    ['a control character', call('<methodName>hel\u0001lo</methodName>')],
    ['a control character, escaped', call('<methodName>hel&#1;lo</methodName>')],
    ['an entity of its own', `<!DOCTYPE a [<!ENTITY b "hello">]>${call('<methodName>&b;</methodName>')}`],
    ['what is no UTF-8', Uint8Array.of(0x3c, 0xff, 0xfe)],
    [
      'lists in lists in lists',
      call(`<methodName>echo</methodName><params><param>${'<value><array><data>'.repeat(100_000)}`),
    ],
    ['more than the hub reads', ' '.repeat(maxRequestLength + 1)],
  ]
  for (const [what, body] of notXmlRpc) {
    it(`answers 400 to ${what}`, () => {
      const { status, headers, body: answer } = new Rpc(testSandbox()).post(body)
      expect(status).to.equal(400)
      expect(headers['Content-Type']).to.equal('text/plain')
      expect(answer).to.match(/^Invalid request: .+\n$/s)
    })
  }

  // As on a hub, where Python's limit of calls inside one another lets an answer nest 497 deep, and a text 992.
  const nested = (levels: number) =>
    Array.from({ length: levels }).reduce<RpcValue>((inner: RpcValue) => [inner], 1)
  const deep: [string, string, RpcValue, RpcValue][] = [
    ['a list that can be answered', 'echo', nested(495), [nested(495)]],
    ['one that cannot', 'echo', nested(496), fault(1, "<class 'ValueError'>: nested deeper than 497 values")],
    [
      'one that a fault can quote',
      'getTag',
      nested(990),
      fault(1019, `Invalid name or id value: ${'['.repeat(990)}1${']'.repeat(990)}`),
    ],
  ]
  for (const [what, method, param, answer] of deep) {
    it(`reads lists in lists: ${what}`, () => {
      expect(new Rpc(testSandbox()).call(method, param)).to.deep.equal(answer)
    })
  }

  it('runs multicalls in multicalls as deep as a hub answers', () => {
    const inside = (levels: number) =>
      Array.from({ length: levels }).reduce<{ methodName: string; params: RpcValue[] }>(
        inner => ({ methodName: 'multiCall', params: [[inner]] }),
        { methodName: 'hello', params: [] },
      )
    const rpc = new Rpc(testSandbox())
    expect(JSON.stringify(rpc.call('multiCall', [inside(247)]))).to.contain('Hello World')
    expect(rpc.call('multiCall', [inside(248)])).to.have.nested.property('fault[0]', 1)
  })

  it('reads characters of several bytes wherever they stand', () => {
    const text = `a${'ä€😀'.repeat(20_000)}`
    expect(new Rpc(testSandbox()).call('echo', text)).to.deep.equal([text])
  })

  it('takes a struct with 100,000 members', () => {
    const members = Array.from({ length: 100_000 }, (_, index) => [index.toString(36), ''])
    const xml = members.map(([name]) => `<member><name>${name}</name><value/></member>`).join('')
    const body = call(
      `<methodName>echo</methodName><params><param><value><struct>${xml}</struct></value></param></params>`,
    )
    const answer = readResponse(new Rpc(testSandbox()).post(body).body)
    expect(answer).to.deep.equal({ value: [Object.fromEntries(members)] })
  })

  it('reads a request that is just short enough', () => {
    const body = call('<methodName>hello</methodName>')
    const padded = body + ' '.repeat(maxRequestLength - body.length)
    expect(new Rpc(testSandbox()).post(padded).status).to.equal(200)
  })

  it('names what it does not know', () => {
    expect(new Rpc(testSandbox()).call('getVersion')).to.deep.equal(fault(1000, 'Invalid method: getVersion'))
  })

  const arguments_: [string, RpcValue[], RpcValue][] = [
    [
      'getKojiVersion',
      [1],
      fault(1019, 'RootExports.getKojiVersion() takes 1 positional argument but 2 were given'),
    ],
    [
      'getTag',
      ['a', 1, 2, 3, 4],
      fault(1019, 'get_tag() takes from 1 to 4 positional arguments but 5 were given'),
    ],
    ['logout', [1, 2, 3], fault(1019, 'logout() takes from 0 to 1 positional arguments but 3 were given')],
    [
      'getTag',
      ['a', kw({ tagInfo: 'b' })],
      fault(1019, "get_tag() got multiple values for argument 'tagInfo'"),
    ],
    [
      'getTag',
      [1, 2, 3, 4, 5, kw({ foo: 1 })],
      fault(1019, "get_tag() got an unexpected keyword argument 'foo'"),
    ],
    ['getTag', [kw({ tagInfo: 'nope', strict: true })], fault(1000, "No such tagInfo: 'nope'")],
    ['getTag', [{ name: 'nope', __starstar: false }], null],
    ['editTag2', ['a', 'b'], fault(1019, 'edit_tag() takes 1 positional argument but 2 were given')],
    ['getEvent', [], fault(1019, "RootExports.getEvent() missing 1 required positional argument: 'id'")],
    ['getTag', [{ a: 'b' }], fault(1019, "Invalid name or id value: {'a': 'b'}")],
    [
      'getTag',
      [["it's", null, true, 1.5]],
      fault(1019, `Invalid name or id value: ["it's", None, True, 1.5]`),
    ],
    ['getTag', [{ name: 1.5 }], fault(1019, 'Invalid name or id value: 1.5')],
    ['getTag', ['a\n\\"\'\u00a0', true], fault(1000, `No such tagInfo: 'a\\n\\\\"\\'\\xa0'`)],
    ['echo', [1, 'a', null, { b: [] }], [1, 'a', null, { b: [] }]],
    ['mavenEnabled', [], false],
    ['winEnabled', [], false],
    ['getAPIVersion', [], 1],
    ['showSession', [], 'session: not logged in (no session header or session args)'],
  ]
  for (const [method, params, answer] of arguments_) {
    it(`${method}(${JSON.stringify(params)})`, () => {
      expect(new Rpc(testSandbox()).call(method, ...params)).to.deep.equal(answer)
    })
  }

  it('answers anything with a fault or a status', () => {
    const scalar = fc.oneof(
      fc.constantFrom<RpcValue[]>(
        null,
        true,
        0,
        1,
        2,
        -1,
        1.5,
        2 ** 40,
        '',
        'a',
        'build',
        '__proto__',
        'constructor',
        'x y',
      ),
      fc.string(),
      fc.uint8Array(),
    )
    const names = fc.constantFrom(
      'id',
      'name',
      '__proto__',
      '__starstar',
      'extra',
      'arches',
      'parent_id',
      'priority',
      'delete link',
      'tables',
      'queryOpts',
      'order',
      'tag',
      'after',
      'active',
      'block_extra',
      'remove_extra',
      'strict',
      'event',
    )
    const { value } = fc.letrec<{ value: RpcValue }>(tie => ({
      value: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        scalar,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(names, tie('value'), { maxKeys: 6, noNullPrototype: true }),
      ),
    }))
    const calls = fc.array(
      fc.tuple(fc.constantFrom(...allMethods.map(({ name }) => name)), fc.array(value, { maxLength: 5 })),
      {
        maxLength: 12,
      },
    )
    const isPlain = (params: RpcValue[]) =>
      !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(JSON.stringify(params))
    fc.assert(
      fc.property(calls, made => {
        const rpc = Rpc.as('kojiadmin')
        rpc.call('createTag', 'a', kw({ extra: { a: 1 } }))
        rpc.call('groupListAdd', 'a', 'build')
        for (const [method, params] of made.filter(([, params]) => isPlain(params))) {
          const { status, body } = rpc.post(writeCall(method, params))
          expect(status).to.equal(200)
          readResponse(body)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('answers any bytes with a fault or a status', () => {
    const rpc = new Rpc(testSandbox())
    const body = writeCall('getTag', ['f44', kw({ strict: true })])
    fc.assert(
      fc.property(fc.nat(body.length), fc.nat(20), fc.uint8Array({ maxLength: 8 }), (at, cut, bytes) => {
        const broken = Buffer.concat([
          Buffer.from(body.slice(0, at)),
          bytes,
          Buffer.from(body.slice(at + cut)),
        ])
        expect(rpc.post(broken).status).to.be.oneOf([200, 400])
      }),
      { numRuns: 500 },
    )
  })
})
