import { expect } from 'chai'
import { HttpTransport, HubClient, passwordLogin, Session } from '../../src/hub/index.js'
import { RelengError } from '../../src/koji/error.js'
import { createSandbox, type FaultMode, faultHooks, parseFaultRule, serve } from '../../src/sandbox/index.js'

describe('sandbox: injected faults', () => {
  const rules: [string, object][] = [
    ['createTag=fault', { method: 'createTag', nth: undefined, mode: 'fault' }],
    ['multiCall:3=drop-after', { method: 'multiCall', nth: 3, mode: 'drop-after' }],
    ['*:4=hang', { method: '*', nth: 4, mode: 'hang' }],
    ['repo.request=502', { method: 'repo.request', nth: undefined, mode: '502' }],
  ]
  for (const [text, rule] of rules) {
    it(`reads ${text}`, () => expect(parseFaultRule(text)).to.deep.equal(rule))
  }
  for (const text of ['createTag', 'createTag=explode', 'createTag:0=fault', '=fault', 'a b=fault']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseFaultRule(text)).to.throw(RelengError, /is no fault to inject/)
    })
  }

  // What a client sees of the first createTag, and whether the hub has done it.
  const seen: [FaultMode, RegExp, boolean][] = [
    ['fault', /createTag: an injected fault/, false],
    ['offline', /createTag: server is offline/, false],
    ['502', /the hub answers HTTP 502/, false],
    ['503', /the hub answers HTTP 503/, false],
    ['504', /the hub answers HTTP 504/, false],
    ['drop-before', /closed the connection/, false],
    ['drop-after', /closed the connection|unable to retry/, true],
    ['hang', /no answer within 1 seconds/, true],
    ['truncate', /closed the connection|broken|aborted/, true],
  ]
  for (const [mode, message, isDone] of seen) {
    it(`${mode}: the client is told, and the call is ${isDone ? 'done' : 'not done'}`, async () => {
      const hooks = faultHooks([parseFaultRule(`createTag=${mode}`)])
      const users = [{ name: 'releng', password: 'open', permissions: ['tag'] }]
      const sandbox = createSandbox({ hooks, users })
      const server = await serve(sandbox)
      const client = new HubClient(new HttpTransport({ server: server.url, timeout: 1 }))
      try {
        const session = await Session.open(client, passwordLogin('releng', 'open'))
        const error: unknown = await session
          .call({ method: 'createTag', params: ['a'] })
          .catch((one: unknown) => one)
        expect(error).to.be.instanceOf(RelengError)
        expect(String(error)).to.match(message)
        const tag = await client.call({ method: 'getTag', params: ['a'] })
        expect(tag !== null).to.equal(isDone)
      } finally {
        client.close()
        await server.close()
      }
    })
  }

  it('counts requests: only the second fails', async () => {
    const hooks = faultHooks([parseFaultRule('getTag:2=503')])
    const sandbox = createSandbox({ hooks })
    const server = await serve(sandbox)
    const client = new HubClient(new HttpTransport({ server: server.url }))
    const ask = () =>
      client.call({ method: 'getTag', params: ['a'] }).then(
        () => 'fine',
        () => 'failed',
      )
    try {
      expect([await ask(), await ask(), await ask()]).to.deep.equal(['fine', 'failed', 'fine'])
    } finally {
      client.close()
      await server.close()
    }
  })
})
