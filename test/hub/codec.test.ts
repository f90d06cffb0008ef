import { expect } from 'chai'
import fc from 'fast-check'
import { MessageReader, readCall, readResponse } from '../../src/hub/codec/reader.js'
import { CodecError, type Content, Double, Late, type RpcValue } from '../../src/hub/codec/value.js'
import {
  MessageWriter,
  type WriterOptions,
  writeCall,
  writeFault,
  writeResponse,
} from '../../src/hub/codec/writer.js'

const answer = (inner: string) =>
  `<?xml version='1.0'?><methodResponse><params><param><value>${inner}</value></param></params></methodResponse>`

const xmlText = fc
  .string({ unit: 'grapheme' })
  .filter(text => !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text))
const value: fc.Memo<RpcValue> = fc.memo(depth =>
  depth <= 1
    ? fc.oneof(
        fc.constant(null),
        fc.boolean(),
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        xmlText,
      )
    : fc.oneof(
        value(1),
        fc.array(value(depth - 1)),
        fc.dictionary(xmlText, value(depth - 1), { noNullPrototype: true }),
      ),
)

function readAnswer(writer: MessageWriter): { value: RpcValue } {
  const answer = readResponse(writer.bytes().toString())
  if (!('value' in answer)) throw new Error('a fault')
  return answer
}

describe('XML-RPC codec', () => {
  it('reads back every value it writes', () => {
    fc.assert(
      fc.property(value(3), sent => {
        expect(readResponse(writeResponse(sent))).to.deep.equal({ value: sent })
        expect(readCall(writeCall('echo', [sent]))).to.deep.equal({ method: 'echo', params: [sent] })
      }),
    )
  })

  it('reads a message in pieces as it reads the whole', () => {
    fc.assert(
      fc.property(value(3), fc.integer({ min: 1, max: 9 }), (sent, size) => {
        const xml = writeResponse(sent)
        const reader = new MessageReader()
        for (let at = 0; at < xml.length; at += size) reader.write(xml.slice(at, at + size))
        expect(reader.response()).to.deep.equal({ value: sent })
      }),
    )
  })

  const readings: [string, string, RpcValue][] = [
    ['an int', '<int>7</int>', 7],
    ['an i8 beyond 32 bits', '<i8>5000000000</i8>', 5_000_000_000],
    ['a double as Python prints it', '<double>1e+300</double>', 1e300],
    ['a double that ends in its point', '<double>-5.</double>', -5],
    ['a double that starts with its point', '<double>.5e1</double>', 5],
    ['bare text as a string', 'plain', 'plain'],
    ['an empty value as an empty string', '', ''],
    ['an empty string', '<string></string>', ''],
    ['white space in strings', '<string> a\n b </string>', ' a\n b '],
    ['a boolean', '<boolean>0</boolean>', false],
    ['nil', '<nil/>', null],
    ['nil with a prefix', '<ex:nil/>', null],
    ['an empty array', '<array><data/></array>', []],
    ['CDATA', '<string><![CDATA[<b>]]></string>', '<b>'],
    ['an escaped carriage return', '<string>a&#13;b</string>', 'a\rb'],
    ['base64', '<base64>aGk=</base64>', new Uint8Array([104, 105])],
    [
      'nested multicall results',
      '<array><data><value><array><data><value><nil/></value></data></array></value>' +
        '<value><struct><member><name>faultCode</name><value><int>1000</int></value></member></struct></value></data></array>',
      [[null], { faultCode: 1000 }],
    ],
  ]
  for (const [what, xml, expected] of readings) {
    it(`reads ${what}`, () => expect(readResponse(answer(xml))).to.deep.equal({ value: expected }))
  }

  it('keeps a member called __proto__ a member', () => {
    const xml = '<struct><member><name>__proto__</name><value><int>1</int></value></member></struct>'
    const read = readResponse(answer(xml))
    if (!('value' in read)) throw new Error('a fault')
    expect(Object.entries(read.value ?? {})).to.deep.equal([['__proto__', 1]])
    expect(Object.getPrototypeOf(read.value)).to.equal(Object.prototype)
  })

  it('reads faults with their code and text', () => {
    const fault = { faultCode: 1000, faultString: "No such tagInfo: 'x'" }
    expect(readResponse(writeFault(fault))).to.deep.equal({ fault })
  })

  const numbers: [string, RpcValue, string][] = [
    ['an integral double as a double', new Double(3), '<double>3.0</double>'],
    ['a fraction', 1.5, '<double>1.5</double>'],
    ['the negative zero with its sign', -0, '<double>-0.0</double>'],
    ['32 bits as an int', -(2 ** 31), '<int>-2147483648</int>'],
    ['more as an i8', 2 ** 31, '<i8>2147483648</i8>'],
    ['more than is exact as a double', 2 ** 53, '<double>9007199254740992.0</double>'],
  ]
  for (const [what, sent, xml] of numbers) {
    it(`writes ${what}`, () => expect(writeResponse(sent)).to.contain(xml))
  }

  const refused: [string, string, RegExp][] = [
    ['an HTML page', '<html><body>Bad Gateway</body></html>', /expected <methodResponse>, found <html>/],
    ['a cut message', answer('<string>x').slice(0, 60), /unclosed tag|unexpected end/i],
    ['nothing', '', /document must contain a root element/],
    ['an entity declaration', `<!DOCTYPE a [<!ENTITY b "c">]>${answer('&b;')}`, /document type declarations/],
    ['a number that is none', answer('<int>x</int>'), /"x" is no number/],
    // A form that could split the digits in more than one way would try all of them, for minutes.
    ['a long number that is none', answer(`<double>${'1'.repeat(1e6)}x</double>`), /1x" is no number/],
    ['an unknown type', answer('<date>x</date>'), /unknown type <date>/],
    [
      'endless nesting',
      `<methodResponse><params><param>${'<value><array><data>'.repeat(400)}`,
      /nested deeper/,
    ],
  ]
  for (const [what, xml, message] of refused) {
    it(`refuses ${what}`, () => expect(() => readResponse(xml)).to.throw(CodecError, message))
  }

  it('writes lists item by item, and what is late last, in its place', () => {
    const asked: string[] = []
    function* items(): Generator<Content> {
      for (const item of ['a', 'b']) {
        yield new Late(() => {
          asked.push(`late ${item}`)
          return [item]
        })
        asked.push(item)
      }
      yield 'c'
    }
    const { value } = readAnswer(new MessageWriter().response([items(), 'd']))
    expect(value).to.deep.equal([[['a'], ['b'], 'c'], 'd'])
    expect(asked).to.deep.equal(['a', 'b', 'late a', 'late b'])
  })

  it('writes long messages in pieces, none of which cuts a character in two', () => {
    const long = Array.from({ length: 30 }, () => '😀'.repeat(10_000))
    const message = new MessageWriter().response(long).bytes()
    expect(message.pieces.length).to.be.greaterThan(1)
    expect(message.length).to.equal(message.joined().length)
    expect(readResponse(message.pieces.map(String).join(''))).to.deep.equal({ value: long })
  })

  it('lets the next message have the memory of one that was sent, and of no other', () => {
    const write = (character: string) =>
      new MessageWriter().response(Array.from({ length: 20 }, () => character.repeat(10_000))).bytes()
    const [sent, kept] = [write('a'), write('b')]
    sent.release()
    sent.release()
    const [next, last] = [write('c'), write('d')]
    expect(sent.pieces).to.deep.equal([])
    expect(
      [kept, next, last].map(message => /[a-d](?=<\/string>)/.exec(message.toString())?.[0]),
    ).to.deep.equal(['b', 'c', 'd'])
    expect(kept.toString()).not.to.match(/[acd]{10}/)
  })

  const limits: [WriterOptions, RpcValue, RegExp][] = [
    [{ maxDepth: 2 }, [[[]]], /^nested deeper than 2 values$/],
    [{ maxLength: 200 }, 'x'.repeat(200), /^longer than 200 bytes$/],
  ]
  for (const [limit, sent, message] of limits) {
    it(`keeps to ${JSON.stringify(limit)}`, () => {
      expect(() => new MessageWriter(limit).response(sent).bytes()).to.throw(CodecError, message)
      expect(readAnswer(new MessageWriter(limit).response([]))).to.deep.equal({ value: [] })
    })
  }

  const unwritable: [string, RpcValue, RegExp][] = [
    ['a control character', 'secret\u0007', /^XML cannot carry the character U\+0007$/],
    ['half a surrogate pair', { a: ['x\uD83D'] }, /^XML cannot carry the character U\+D83D$/],
    ['infinity', Number.POSITIVE_INFINITY, /^XML-RPC cannot carry Infinity$/],
  ]
  for (const [what, sent, message] of unwritable) {
    it(`refuses to write ${what}`, () =>
      expect(() => writeCall('echo', [sent])).to.throw(CodecError, message))
  }
})
