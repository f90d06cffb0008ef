import { inspect } from 'node:util'
import { expect } from 'chai'
import { writeResponse } from '../../src/hub/codec/writer.js'
import { HubError } from '../../src/hub/index.js'
import { ConnectProxy } from './connect-proxy.js'
import { errorOf } from './local-server.js'
import { asking, ca, good, pemFile, post, serving, tls, tlsOf } from './serving.js'

const basic = (user: string) => `Basic ${btoa(user)}`

async function withProxy(
  refusal: number | undefined,
  test: (proxy: ConnectProxy, env: Record<string, string>) => Promise<void>,
): Promise<void> {
  const proxy = await ConnectProxy.start(refusal)
  try {
    await test(proxy, { ALL_PROXY: `http://me:s3cr3t%21@${proxy.host}` })
  } finally {
    await proxy.close()
  }
}

describe('HttpTransport through a proxy', () => {
  it('reaches an https hub by a tunnel, and keeps that for later requests', () =>
    withProxy(undefined, (proxy, env) =>
      serving(good, tls, async (hub, open) => {
        const transport = open({ ...ca, env })
        for (let turn = 0; turn < 3; turn += 1)
          expect(await post(transport)).to.include({ status: 200, body: writeResponse('ä🐧') })
        expect(hub.received).to.have.length(3)
        expect(proxy.asked).to.deep.equal([
          { method: 'CONNECT', target: `127.0.0.1:${hub.port}`, authorization: basic('me:s3cr3t!') },
        ])
      }),
    ))

  it('shows the client certificate to the hub behind it, at the login alone', () =>
    withProxy(undefined, (proxy, env) =>
      serving(good, asking, async (hub, open) => {
        const transport = open({ ...ca, cert: pemFile('client.pem'), env })
        for (const at of ['', '/ssllogin', '']) await post(transport, at)
        expect(hub.received.map(request => [request.path, tlsOf(request)])).to.deep.equal([
          ['/kojihub', { user: undefined, protocol: 'TLSv1.3' }],
          ['/kojihub/ssllogin', { user: 'kojiadmin', protocol: 'TLSv1.2' }],
          ['/kojihub', { user: undefined, protocol: 'TLSv1.3' }],
        ])
        expect(proxy.asked.map(({ method }) => method)).to.deep.equal(['CONNECT', 'CONNECT'])
      }),
    ))

  it('reaches an http hub by asking for its URL, and keeps the password from it', () =>
    withProxy(undefined, (proxy, env) =>
      serving(good, undefined, async (hub, open) => {
        expect(await post(open({ env }))).to.include({ status: 200, body: writeResponse('ä🐧') })
        expect(proxy.asked).to.deep.equal([
          { method: 'POST', target: hub.url, authorization: basic('me:s3cr3t!') },
        ])
        expect(hub.received[0]?.headers).to.include({ host: `127.0.0.1:${hub.port}` })
      }),
    ))

  it('goes straight where NO_PROXY says so', () =>
    withProxy(undefined, (proxy, env) =>
      serving(good, tls, async (_hub, open) => {
        await post(open({ ...ca, env: { ...env, NO_PROXY: '127.0.0.0/8' } }))
        expect(proxy.asked).to.deep.equal([])
      }),
    ))

  it('does not trust the hub more than without', () =>
    withProxy(undefined, (_proxy, env) =>
      serving(good, tls, async (hub, open) => {
        const error = await errorOf(post(open({ serverca: pemFile('stranger-ca.pem'), env })))
        expect(error.message).to.match(/^the hub's certificate is not trusted: /)
        expect(hub.received).to.have.length(0)
      }),
    ))

  // What the proxy says; what the error says; what it advises; whether another try may help.
  const refusals: [number, string, RegExp, string][] = [
    [407, 'the proxy wants a user and a password (HTTP 407)', /write them into ALL_PROXY/, 'permanent'],
    [403, 'the proxy refuses the way to the hub (HTTP 403)', /NO_PROXY/, 'permanent'],
    [502, 'the proxy cannot reach the hub (HTTP 502)', /check `server`/, 'temporary'],
  ]
  for (const [status, message, next, outlook] of refusals) {
    it(`tells of a proxy that answers ${status}, which one, and not with what password`, () =>
      withProxy(status, (proxy, env) =>
        serving(good, tls, async (hub, open) => {
          const error = await errorOf(post(open({ ...ca, env })))
          expect(error).to.be.an.instanceof(HubError).and.include({ message, fate: 'not-sent' })
          expect(error).to.include({ where: `the proxy http://${proxy.host} before ${hub.url}` })
          expect(error).to.have.property('next').that.matches(next)
          expect(error).to.have.property('outlook', outlook)
          expect(inspect(error, { depth: null, showHidden: true })).not.to.match(/s3cr3t|Basic/)
          expect(hub.received).to.have.length(0)
        }),
      ))
  }

  it('tells the same where an http hub was asked for', () =>
    withProxy(407, (proxy, env) =>
      serving(good, undefined, async (hub, open) => {
        expect(await errorOf(post(open({ env })))).to.include({
          message: 'the proxy wants a user and a password (HTTP 407)',
          where: `the proxy http://${proxy.host} before ${hub.url}`,
          fate: 'not-sent',
        })
      }),
    ))

  for (const hubTls of [tls, undefined]) {
    it(`tells of a proxy that is down, before a hub over ${hubTls ? 'https' : 'http'}`, async () => {
      const proxy = await ConnectProxy.start()
      const { host } = proxy
      await proxy.close()
      await serving(good, hubTls, async (hub, open) => {
        const env = { ALL_PROXY: `http://me:s3cr3t@${host}` }
        const error = await errorOf(post(open({ ...ca, env })))
        expect(error)
          .to.be.an.instanceof(HubError)
          .and.include({
            message: 'the proxy refuses the connection',
            where: `the proxy http://${host} before ${hub.url}`,
            next: 'check ALL_PROXY in the environment, and that the proxy is up',
            fate: 'not-sent',
          })
        expect(inspect(error, { depth: null, showHidden: true })).not.to.match(/s3cr3t|Basic/)
      })
    })
  }

  it('names the proxy where the hub behind it fails', () =>
    withProxy(undefined, (proxy, env) =>
      serving(
        response => response.destroy(),
        tls,
        async (hub, open) => {
          expect(await errorOf(post(open({ ...ca, env })))).to.include({
            message: 'the hub closed the connection before it answered',
            where: `${hub.url} through the proxy http://${proxy.host}`,
            fate: 'unknown',
          })
        },
      ),
    ))
})
