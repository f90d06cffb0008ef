import { inspect } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import { writeFault, writeResponse } from '../../src/hub/codec/writer.js'
import { HubClient, type HubResponse } from '../../src/hub/index.js'
import { Secrets } from '../../src/hub/secrets.js'
import { ConnectProxy } from './connect-proxy.js'
import { type Answering, errorOf, type Received } from './local-server.js'
import { body, serving } from './serving.js'

const key = '1731234567-mWvJq3kTz0aBcDeFgHi'
const ticket = 'YIICjwYGKwYBBQUCoIICgzCCAn'

describe('the secrets of a request', () => {
  const cases: [string, Record<string, string>, string, string][] = [
    ['a session key', { 'koji-session-key': key }, `key ${key}, ${key}!`, 'key (secret), (secret)!'],
    ['a ticket', { authorization: `Negotiate ${ticket}` }, `Negotiate ${ticket}`, 'Negotiate (secret)'],
    ['a password for a proxy', { 'proxy-authorization': 'Basic bWU6czNjcjN0' }, 'bWU6czNjcjN0', '(secret)'],
    ['a key of a few letters, which many words hold', { 'koji-session-key': 'key' }, 'a key', 'a key'],
    ['none', {}, 'nothing', 'nothing'],
  ]
  for (const [what, headers, text, rest] of cases) {
    it(`are taken out of a text: ${what}`, () =>
      expect(Secrets.ofHeaders(headers).outOf(text)).to.equal(rest))
  }
})

describe('the secrets of a request, in an answer that comes in pieces,', () => {
  it('are taken out wherever it is cut', () => {
    const secrets = Secrets.ofHeaders({ 'koji-session-key': key, authorization: `Negotiate ${ticket}` })
    const whole = `${key}a${key.slice(0, -1)}b${ticket}${ticket}${key.slice(1)}${key.slice(0, 9)}`
    const cuts = fc.array(fc.integer({ min: 0, max: whole.length }))
    fc.assert(
      fc.property(cuts, places => {
        const ends = [...places.sort((a, b) => a - b), whole.length]
        const { write, end } = secrets.filter()
        const pieces = ends.map((place, index) => write(whole.slice(ends[index - 1] ?? 0, place)))
        expect(pieces.join('') + end()).to.equal(secrets.outOf(whole))
      }),
    )
  })
})

describe('a hub that answers with what it was sent', () => {
  const headers = {
    'Koji-Session-Id': '1',
    'Koji-Session-Key': key,
    Authorization: `Negotiate ${ticket}`,
  }
  const sent = ({ headers }: Received) => JSON.stringify(headers)
  const value = (received: Received) => writeResponse(sent(received))
  const echoes: [string, Answering][] = [
    ['an error page', (response, received) => response.writeHead(500).end(sent(received))],
    ['a broken answer', (response, received) => response.end(`<methodResponse>${sent(received)}</oops>`)],
    [
      'a number that is none',
      (response, received) =>
        response.end(
          `<methodResponse><params><param><value><int>${received.headers['koji-session-key']}</int></value></param></params></methodResponse>`,
        ),
    ],
    ['a value', (response, received) => response.end(value(received))],
    [
      'a fault',
      (response, received) => response.end(writeFault({ faultCode: 1, faultString: sent(received) })),
    ],
    [
      'headers',
      (response, received) =>
        response.writeHead(200, { 'Koji-Version': key, 'X-Told': sent(received) }).end(writeResponse(1)),
    ],
    ['an encoding', response => response.writeHead(200, { 'Content-Encoding': key }).end('x')],
    ['a redirect', response => response.writeHead(302, { Location: `http://hub.test/?${key}` }).end()],
  ]
  for (const [what, answer] of echoes) {
    it(`shows no secret: ${what}`, () =>
      serving(answer, undefined, async (_hub, open) => {
        const transport = open()
        const client = new HubClient(transport)
        const calls: Promise<unknown>[] = [
          transport.post({ path: '', headers, body }),
          client.call({ method: 'm', params: [] }, { headers: () => headers }),
          client.multiCall([{ method: 'm', params: [] }], { headers: () => headers }),
        ]
        const came: unknown[] = await Promise.all(calls.map(call => call.catch((error: unknown) => error)))
        const shown = inspect([...came, client.version], { depth: null, showHidden: true })
        expect(shown).not.to.contain(key)
        expect(shown).not.to.contain(ticket)
      }))
  }

  it('is a proxy: its password does not come back either', async () => {
    const proxy = await ConnectProxy.start()
    const answer: Answering = response => response.writeHead(500).end(`asked by ${btoa('me:s3cr3t')}`)
    try {
      await serving(answer, undefined, async (_hub, open) => {
        const transport = open({ env: { ALL_PROXY: `http://me:s3cr3t@${proxy.host}` } })
        const response: HubResponse = await transport.post({ path: '', headers: {}, body })
        expect(response.body).to.equal('asked by (secret)')
        const error = await errorOf(new HubClient(transport).call({ method: 'm', params: [] }))
        expect(inspect(error, { depth: null })).not.to.contain(btoa('me:s3cr3t'))
      })
    } finally {
      await proxy.close()
    }
  })
})
