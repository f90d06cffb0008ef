import { readFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { writeCall, writeResponse } from '../../src/hub/codec/writer.js'
import { type HttpOptions, HttpTransport } from '../../src/hub/index.js'
import { type Answering, LocalServer, type Received } from './local-server.js'

/** A PEM file of the tests. */
export const pemFile = (name: string) => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url))

export const body = writeCall('echo', ['ä🐧'])
export const post = (transport: HttpTransport, path = '', text = body) =>
  transport.post({ path, headers: {}, body: text })

/** A hub that answers with what it is sent. */
export const good: Answering = (response, { call }) => response.end(writeResponse(call.params[0] ?? null))

const pem = readFileSync(pemFile('server.pem'))
/** HTTPS as localhost and 127.0.0.1 */
export const tls: ServerOptions = { cert: pem, key: pem }
/** the same, asking for a client's certificate */
export const asking: ServerOptions = {
  ...tls,
  requestCert: true,
  rejectUnauthorized: false,
  ca: readFileSync(pemFile('ca.pem')),
}
/** trusts both */
export const ca = { serverca: pemFile('ca.pem') }

/** Who asked, as the certificate says, and over which TLS. */
export function tlsOf({ socket }: Received) {
  if (!(socket instanceof TLSSocket)) throw new Error('no TLS')
  const subject = socket.authorized ? socket.getPeerCertificate().subject : undefined
  return { user: subject?.CN, protocol: socket.getProtocol() }
}

export type TransportMaker = (options?: Partial<HttpOptions>) => HttpTransport

/** Runs a test against a server, and closes both ends after it. */
export async function serving(
  answer: Answering,
  options: ServerOptions | undefined,
  test: (server: LocalServer, open: TransportMaker) => Promise<void>,
  host?: string,
): Promise<void> {
  const server = await LocalServer.start(answer, options, host)
  const opened: HttpTransport[] = []
  try {
    await test(server, more => {
      const transport = new HttpTransport({ server: server.url, ...more })
      opened.push(transport)
      return transport
    })
  } finally {
    for (const transport of opened) transport.close()
    await server.close()
  }
}
