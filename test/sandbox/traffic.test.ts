import { once } from 'node:events'
import { expect } from 'chai'
import { readResponse } from '../../src/hub/codec/reader.js'
import { writeCall, writeResponse } from '../../src/hub/codec/writer.js'
import { maxRequestLength, type RunningServer, type ServeOptions, serve } from '../../src/sandbox/index.js'
import { post, RawConnection } from './post.js'
import { testSandbox } from './rpc.js'

const hello = writeCall('hello', [])
const answered = writeResponse('Hello World')
const longHello = hello + ' '.repeat(maxRequestLength - hello.length)

/** Its answer is much longer than what a connection takes that nobody reads. */
const longCall = writeCall('multiCall', [
  Array.from({ length: 6000 }, () => ({ methodName: 'system.listMethods', params: [] })),
])

describe('sandbox: clients that take their time, or more than their share', () => {
  const servers: RunningServer[] = []
  const connections: RawConnection[] = []
  const start = async (options: ServeOptions = {}) => {
    const server = await serve(testSandbox(), options)
    servers.push(server)
    return server.url
  }
  const open = (url: string) => {
    const connection = new RawConnection(url)
    connections.push(connection)
    return connection
  }
  afterEach(async () => {
    for (const { socket } of connections.splice(0)) socket.destroy()
    for (const server of servers.splice(0)) await server.close()
  })

  it('cuts off one that does not stop', async () => {
    const connection = open(await start())
      .post('Content-Length: 99999999999')
      .pour()
    expect(await connection.received).to.match(/^HTTP\/1\.1 400 .*Request too long\n$/s)
  })

  it('gives one up that stops halfway', async () => {
    const connection = open(await start({ patience: 0.1 })).post('Content-Length: 100', '<methodCall>')
    expect(await connection.received).to.match(/^HTTP\/1\.1 408 /)
  })

  it('reads a body that comes byte by byte', async () => {
    const url = await start()
    const bytes = [...hello].map(character => `1\r\n${character}\r\n`).join('')
    const connection = open(url).post('Transfer-Encoding: chunked\r\nConnection: close', `${bytes}0\r\n\r\n`)
    expect(await connection.received).to.contain(answered)
  })

  it('reads many long bodies at once, one after another', async () => {
    const url = await start()
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(url, longHello)))
    expect(answers.map(({ status }) => status)).to.deep.equal(Array.from(answers, () => 200))
  })

  it('answers short requests while long ones are stuck, and long ones when those have gone', async () => {
    const url = await start()
    const stuck = Array.from({ length: 20 }, () =>
      open(url).post(`Content-Length: ${maxRequestLength}`, hello),
    )
    expect(readResponse((await post(url, hello)).body)).to.deep.equal({ value: 'Hello World' })
    const long = post(url, longHello)
    for (const { socket } of stuck) socket.destroy()
    expect(await long).to.include({ status: 200 })
  })

  it('hangs up on one that stops reading its long answer, before it answers others', async () => {
    const whole = await post(await start(), longCall)
    const url = await start({ patience: 0.5 })
    const deaf = open(url).post(`Content-Length: ${longCall.length}`, longCall)
    await once(deaf.socket, 'data')
    deaf.socket.pause()
    expect(await post(url, hello)).to.include({ status: 200, body: answered })
    deaf.socket.resume()
    expect((await deaf.received).length).to.be.lessThan(whole.body.length)
  })
})
