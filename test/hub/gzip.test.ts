import { pipeline, Readable } from 'node:stream'
import { createGzip, deflateSync, gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { readBody } from '../../src/hub/answer-body.js'
import { writeCall, writeResponse } from '../../src/hub/codec/writer.js'
import { HubClient, HubError } from '../../src/hub/index.js'
import { type Answering, errorOf } from './local-server.js'
import { good, post, serving } from './serving.js'

const text = writeResponse('ä🐧'.repeat(10_000))
const encoded =
  (coding: string | undefined, bytes: Buffer | string): Answering =>
  response =>
    response.writeHead(200, coding === undefined ? {} : { 'Content-Encoding': coding }).end(bytes)

describe('an answer in gzip', () => {
  it('is asked for', () =>
    serving(encoded(undefined, text), undefined, async (hub, open) => {
      await post(open())
      expect(hub.received[0]?.headers).to.include({ 'accept-encoding': 'gzip' })
    }))

  const codings: [string | undefined, Buffer | string][] = [
    ['gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['identity', text],
    [undefined, text],
  ]
  for (const [coding, bytes] of codings) {
    it(`is read: Content-Encoding ${coding ?? 'not given'}`, () =>
      serving(encoded(coding, bytes), undefined, async (_hub, open) => {
        const transport = open()
        for (let turn = 0; turn < 2; turn += 1)
          expect(await post(transport)).to.include({ status: 200, body: text })
      }))
  }

  // What comes; what the error says; whether another try may help.
  const broken: [string, Answering, RegExp, string][] = [
    ['none at all', encoded('gzip', text), /^the answer is broken: incorrect header check$/, 'doubtful'],
    [
      'one cut short',
      encoded('gzip', gzipSync(text).subarray(0, -20)),
      /^the answer is broken: /,
      'doubtful',
    ],
    [
      'one with a flipped bit',
      encoded('gzip', flipped(gzipSync(text))),
      /^the answer is broken: /,
      'doubtful',
    ],
    ['another encoding', encoded('br', text), /^the answer is encoded in a way .*: br$/, 'permanent'],
    ['one over another', encoded('gzip, gzip', text), /^the answer is encoded in a way /, 'permanent'],
    ['no known name', encoded('__proto__', text), /^the answer is encoded in a way /, 'permanent'],
  ]
  for (const [what, answer, message, outlook] of broken) {
    it(`is refused where it is ${what}`, () =>
      serving(answer, undefined, async (hub, open) => {
        const error = await errorOf(post(open()))
        expect(error).to.be.an.instanceof(HubError).and.include({ where: hub.url, fate: 'unknown' })
        expect(error.message).to.match(message)
        expect(error).to.have.property('outlook', outlook)
      }))
  }
})

describe('an answer that grows too large', () => {
  const bytes = Buffer.alloc(3_000_000, ' ')
  const answers: [string, Buffer, string | undefined][] = [
    ['plain', bytes, undefined],
    ['out of three kB of gzip', gzipSync(bytes), 'gzip'],
  ]
  const incoming = (sent: Buffer) => Readable.from([sent], { objectMode: false })
  const read = async (stream: Readable, coding: string | undefined, limit: number) => {
    let length = 0
    const text = {
      write: (piece: string) => {
        length += piece.length
        return true
      },
      end: () => undefined,
    }
    await readBody(stream, { coding, where: 'hub', text, limit })
    return length
  }
  for (const [what, sent, coding] of answers) {
    it(`is given up: ${what}`, async () => {
      expect(await read(incoming(sent), coding, 3_000_000)).to.equal(3_000_000)
      const stream = incoming(sent)
      const error = await errorOf(read(stream, coding, 2_000_000))
      expect(error).to.be.an.instanceof(HubError)
      expect(error).to.include({ message: 'the answer is larger than 2 MB', where: 'hub' })
      expect(stream.destroyed).to.equal(true)
    })
  }
})

describe('an answer of which nobody wants to hear more', () => {
  // A megabyte of gzip that stands for a gigabyte is made piece by piece, as far as it is asked for.
  const endless = (bytes: Buffer): [Answering, { sent: number }] => {
    const count = { sent: 0 }
    const answer: Answering = response => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' })
      const zip = createGzip({ level: 1 })
      const source = Readable.from(
        (function* () {
          for (; count.sent < 1e9; count.sent += bytes.length) yield bytes
        })(),
      )
      pipeline(source, zip, response, () => undefined)
    }
    return [answer, count]
  }

  const bombs: [string, Buffer, RegExp][] = [
    ['zeros', Buffer.alloc(1_000_000), /^the answer is broken: .*disallowed character/],
    ['words', Buffer.alloc(1_000_000, 'no XML '), /^the answer is broken: /],
    [
      'deep elements',
      Buffer.from('<methodResponse>'.repeat(60_000)),
      /^the answer is broken: nested deeper than/,
    ],
  ]
  for (const [what, bytes, message] of bombs) {
    it(`is read no further: ${what}`, async () => {
      const [answer, count] = endless(bytes)
      await serving(answer, undefined, async (_hub, open) => {
        const error = await errorOf(new HubClient(open()).call({ method: 'm', params: [] }))
        expect(error.message).to.match(message).and.have.length.below(400)
        expect(error).to.have.property('outlook', 'doubtful')
        expect(count.sent).to.be.below(1e9)
      })
    })
  }

  it('is an error page: its beginning is enough', () =>
    serving(
      response => response.writeHead(500).end('x'.repeat(10_000_000)),
      undefined,
      async (_hub, open) => {
        const { status, body } = await post(open())
        expect([status, body.length]).to.deep.equal([500, 16_384])
      },
    ))

  it('is taken piece by piece: no more than its beginning is kept', () =>
    serving(encoded('gzip', gzipSync(text)), undefined, async (_hub, open) => {
      const pieces: string[] = []
      const take = (piece: string) => pieces.push(piece) > 0
      const long = writeCall('echo', [])
      const { body } = await open().post({ path: '', headers: {}, body: long, take })
      expect(pieces.join('')).to.equal(text)
      expect(body).to.equal(text.slice(0, 16_384))
    }))
})

describe('requests in gzip', () => {
  const large = writeCall('echo', ['ä🐧'.repeat(5000)])
  const small = writeCall('echo', ['ä🐧'])
  /** Sends them one after the other, and tells how each came: its encoding, and whether it fell short of its text. */
  const sending = (answer: Answering, ...texts: string[]) => {
    let came: (readonly [string | undefined, boolean])[] = []
    return serving(answer, undefined, async (hub, open) => {
      const transport = open()
      for (const one of texts) expect((await post(transport, '', one)).status).to.equal(200)
      came = hub.received.map(({ headers, bytes }) => [headers['content-encoding'], bytes.length < 2000])
      for (const [index, { headers, bytes }] of hub.received.entries()) {
        expect(headers['content-length']).to.equal(String(bytes.length))
        expect(hub.received[index]?.call.method).to.equal('echo')
      }
    }).then(() => came)
  }
  const saying =
    (accepted: string | undefined): Answering =>
    (response, received, request) => {
      if (accepted !== undefined) response.setHeader('Accept-Encoding', accepted)
      good(response, received, request)
    }
  const plain = [undefined, false] as const
  const zipped = ['gzip', true] as const

  const offers: [string | undefined, boolean][] = [
    [undefined, false],
    ['gzip', true],
    ['deflate, GZIP;q=0.5', true],
    ['gzip;q=1.0', true],
    ['gzip;q=0', false],
    ['gzip; q=0.000', false],
    ['identity', false],
    ['gzipped', false],
  ]
  for (const [accepted, isTaken] of offers) {
    it(`are ${isTaken ? '' : 'not '}sent after an answer with Accept-Encoding: ${accepted ?? 'nothing'}`, async () => {
      const second = isTaken ? zipped : plain
      expect(await sending(saying(accepted), large, large)).to.deep.equal([plain, second])
    })
  }

  it('are sent where they are worth it', async () => {
    const came = await sending(saying('gzip'), small, small, large)
    expect(came.map(([coding]) => coding)).to.deep.equal([undefined, undefined, 'gzip'])
  })

  it('are sent plain where the server will not have one after all (415), and ever after', async () => {
    const changing: Answering = (response, received, request) => {
      response.setHeader('Accept-Encoding', 'gzip')
      if (received.headers['content-encoding'] === undefined) good(response, received, request)
      else response.writeHead(415).end()
    }
    expect(await sending(changing, large, large, large)).to.deep.equal([plain, zipped, plain, plain])
  })
})

function flipped(bytes: Buffer): Buffer {
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 16
  return bytes
}
