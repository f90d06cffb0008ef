import { once } from 'node:events'
import { setTimeout as later } from 'node:timers/promises'
import { expect } from 'chai'
import { HttpTransport, HubError } from '../../src/hub/index.js'
import { errorOf, LocalServer } from './local-server.js'
import { asking, ca, good, pemFile, post, serving, tls, tlsOf } from './serving.js'

const cert = pemFile('client.pem')

describe('a connection that is prepared', () => {
  it('is the one that the next request takes', () =>
    serving(good, tls, async (server, open) => {
      const transport = open(ca)
      transport.prepare('')
      await server.connected(1)
      await post(transport)
      await post(transport)
      expect(server.connections).to.equal(1)
    }))

  it('is waited for where it is not open yet', () =>
    serving(good, tls, async (server, open) => {
      const transport = open(ca)
      transport.prepare('')
      expect(await post(transport)).to.include({ status: 200 })
      expect(server.connections).to.equal(1)
    }))

  it('for the login shows the certificate', () =>
    serving(good, asking, async (server, open) => {
      const transport = open({ ...ca, cert })
      transport.prepare('/ssllogin')
      await server.connected(1)
      await post(transport, '/ssllogin')
      expect(server.received.map(request => tlsOf(request))).to.deep.equal([
        { user: 'kojiadmin', protocol: 'TLSv1.2' },
      ])
      expect(server.connections).to.equal(1)
    }))

  it('and was closed meanwhile is not used', () =>
    serving(good, tls, async (server, open) => {
      const transport = open(ca)
      transport.prepare('')
      await server.connected(1)
      server.closeAll()
      await later(50)
      expect(await post(transport)).to.include({ status: 200 })
      expect(server.connections).to.equal(2)
    }))

  it('is given up with the transport, if no request came', () =>
    serving(good, tls, async (server, open) => {
      const transport = open(ca)
      transport.prepare('')
      await server.connected(1)
      const closed = once(server.sockets()[0] ?? process, 'close')
      transport.close()
      await closed
    }))

  it('and cannot be opened is told as without it', async () => {
    const server = await LocalServer.start(good, tls)
    const { url } = server
    await server.close()
    const transport = new HttpTransport({ server: url, ...ca })
    transport.prepare('')
    await later(50)
    const error = await errorOf(post(transport))
    expect(error).to.be.an.instanceof(HubError)
    expect(error).to.include({ message: 'the hub refuses the connection', where: url })
    transport.close()
  })

  it('over plain HTTP is none: there is little to wait for', () =>
    serving(good, undefined, async (server, open) => {
      const transport = open()
      transport.prepare('')
      await later(20)
      expect(server.connections).to.equal(0)
    }))
})
