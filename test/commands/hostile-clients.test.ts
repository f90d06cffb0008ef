import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { maxRequestLength } from '../../src/sandbox/index.js'
import { post, RawConnection } from '../sandbox/post.js'
import { Cli } from './cli.js'
import { Served } from './served.js'

const call = (method: string, ...params: string[]) =>
  `<?xml version='1.0'?><methodCall><methodName>${method}</methodName><params>${params
    .map(value => `<param>${value}</param>`)
    .join('')}</params></methodCall>`
const string = (text: string) => `<value><string>${text}</string></value>`
const list = (items: string) => `<value><array><data>${items}</data></array></value>`
const member = (name: string, value: string) => `<member><name>${name}</name>${value}</member>`
const struct = (members: string) => `<value><struct>${members}</struct></value>`
const entry = (method: string) => struct(member('methodName', string(method)) + member('params', list('')))

/** As often as a request takes it. */
const fill = (piece: string) => piece.repeat(Math.floor((maxRequestLength - 1000) / piece.length))
const members = (count: number) =>
  Array.from({ length: count }, (_, index) => member(index.toString(36), '<value/>')).join('')
const attributes = Array.from({ length: 300_000 }, (_, index) => `a${index}=""`).join(' ')
const nested = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels)
const lists = nested('<value><array><data>', '</data></array></value>', 95_000)
const multiCalls = nested(
  `<value><array><data><value><struct>${member('methodName', string('multiCall'))}` +
    '<member><name>params</name><value><array><data>',
  '</data></array></value></member></struct></value></data></array></value>',
  17_000,
)

const entities = Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`,
)
const billionLaughs = `<!DOCTYPE a [<!ENTITY e0 "lol">${entities.join('')}]>${call('&e9;')}`
const [badRequest, faulty, well] = [
  { status: 400, body: /^Invalid request: / },
  { status: 200, body: /<fault>/ },
  { status: 200, body: /<params>/ },
] as const

// Everything as long as a request may be, or nearly.
const requests: [string, string, { readonly status: number; readonly body: RegExp }][] = [
  ['malformed XML', call('hello').slice(0, -3) + fill(' '), badRequest],
  ['entities of entities of entities', billionLaughs, badRequest],
  ['95,000 lists in one another', call('echo', lists), badRequest],
  ['17,000 multicalls in one another', call('multiCall', multiCalls), badRequest],
  ['elements in one another that mean nothing', `<methodCall>${fill('<x>')}`, badRequest],
  ['a struct with 100,000 members', call('echo', struct(members(100_000))), well],
  ['95,000 keywords', call('getTag', struct(member('__starstar', string('x')) + members(95_000))), faulty],
  ['a list of empty structs', call('echo', list(fill('<value><struct/></value>'))), well],
  ['as many arguments as fit', call('hello', fill('</param><param><value/>')), well],
  ['a name without end', call('getTag', string(fill('x')), string('strict')), faulty],
  ['a method without end', call(fill('x')), faulty],
  ['a number without end', call('echo', `<value><int>${fill('9')}</int></value>`), faulty],
  ['an element without end', `<methodCall><${fill('x')}`, badRequest],
  ['300,000 attributes', `<methodCall ${attributes}/>`, badRequest],
  ['a text in a million pieces', call('echo', `<value>${fill('&#120;')}</value>`), well],
  ['a multicall of 100,000 entries that are none', call('multiCall', list('<value/>'.repeat(100_000))), well],
  ['one of 500,000, whose answer would be too long', call('multiCall', list(fill('<value/>'))), faulty],
  ['a multicall of 20,000 entries', call('multiCall', list(fill(entry('hello')))), well],
  [
    'one that asks for a hundred times its length',
    call('multiCall', list(fill(entry('system.listMethods')))),
    faulty,
  ],
  [
    '__proto__ as a method, a key and a name',
    call('__proto__', struct(member('__proto__', string('__proto__')))),
    faulty,
  ],
]

describe('sandbox serve, for clients that mean no good', () => {
  const cli = new Cli()
  let served: Served
  before(async () => {
    served = await Served.start(cli, '--state', 'state.json')
  })
  after(async () => {
    await served.stop()
    cli.remove()
  })
  const stillAnswers = async () =>
    expect((await post(served.url, call('hello'))).body).to.contain('Hello World')
  const isLong = `Content-Length: ${maxRequestLength}`

  for (const [what, request, answer] of requests) {
    it(`answers ${what}`, async () => {
      expect(Buffer.byteLength(request)).to.be.at.most(maxRequestLength)
      const { status, body } = await post(served.url, request)
      expect(status).to.equal(answer.status)
      expect(body.slice(0, 1000)).to.match(answer.body)
    })
  }

  it('cuts a body of 1 GB off', async () => {
    const connection = new RawConnection(served.url).post(`Content-Length: ${2 ** 30}`).pour()
    expect(await connection.received).to.match(/^HTTP\/1\.1 400 .*Request too long/s)
    expect(connection.socket.bytesWritten).to.be.lessThan(2 ** 26)
  })

  it('reads a body of single bytes', async () => {
    const body = `1\r\n \r\n`.repeat(500_000)
    const connection = new RawConnection(served.url).post('Transfer-Encoding: chunked', body)
    connection.socket.end('0\r\n\r\n')
    expect(await connection.received).to.match(/^HTTP\/1\.1 400 /)
  })

  it('answers 20 clients that send all they may at once', async () => {
    const body = call('echo', list(fill('<value/>')))
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(served.url, body)))
    expect(answers.every(({ status }) => status === 200)).to.equal(true)
  })

  it('answers while 50 clients have stopped halfway', async () => {
    const stopped = Array.from({ length: 50 }, (_, index) =>
      new RawConnection(served.url).post(isLong, index % 2 === 0 ? '' : fill('x').slice(1000)),
    )
    await Promise.all(stopped.map(({ socket }) => once(socket, 'connect')))
    await stillAnswers()
    for (const { socket } of stopped) socket.destroy()
    await stillAnswers()
  })

  it('answers when 20 clients that never read are gone', async () => {
    const body = call('multiCall', list(entry('system.listMethods').repeat(9000)))
    const deaf = Array.from({ length: 20 }, () =>
      new RawConnection(served.url).post(`Content-Length: ${body.length}`, body),
    )
    for (const { socket } of deaf) socket.pause()
    await Promise.race(deaf.map(({ socket }) => once(socket, 'readable')))
    for (const { socket } of deaf) socket.destroy()
    await stillAnswers()
  })

  it('never takes more than 300 MB (skipped where no /proc tells it)', function () {
    const status = `/proc/${served.pid}/status`
    if (!existsSync(status)) this.skip()
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8')) ?? []
    expect(Number(kilobytes) / 1000).to.be.lessThan(300)
  })
})
