import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { RelengError } from '../koji/error.js'
import { type HubResponse, httpResponse, type Peer, ticketWanted } from './http.js'
import type { Sandbox } from './sandbox.js'

/** The web server's half of a login with Kerberos (RFC 4559). */
export interface TicketChecker {
  /** Whose token this is, and the server's own proof; `undefined` if it proves nothing. Base64 both. */
  check(token: string): Promise<{ readonly principal: string; readonly proof?: string } | undefined>
}

/** What stands before a hub: it knows clients by their certificates and tickets. */
export class WebServer {
  constructor(
    readonly sandbox: Pick<Sandbox, 'handle'>,
    readonly kerberos: TicketChecker | undefined,
  ) {}

  async answer(request: IncomingMessage, body: Buffer): Promise<HubResponse> {
    const { method = 'GET', url: path = '/', headers } = request
    try {
      const peer = certifiedPeer(request)
      if (peer !== undefined || this.kerberos === undefined || !isLogin(path)) {
        return this.sandbox.handle({ method, path, headers, body }, peer)
      }
      const token = /^Negotiate +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
      const ticket = token === undefined ? undefined : await this.kerberos.check(token)
      if (ticket === undefined) return ticketWanted()
      const { principal, proof } = ticket
      const response = this.sandbox.handle({ method, path, headers, body }, { principal })
      if (proof === undefined) return response
      return { ...response, headers: { ...response.headers, 'WWW-Authenticate': `Negotiate ${proof}` } }
    } catch (error) {
      // The state could not be saved, and nothing was changed.
      const problem =
        error instanceof RelengError ? [error.message, error.where, error.next] : [String(error)]
      return httpResponse(500, 'text/plain', `${problem.filter(part => part !== undefined).join('\n')}\n`)
    }
  }
}

function isLogin(path: string): boolean {
  return path.split('?', 1)[0]?.endsWith('/ssllogin') ?? false
}

/** The user whom a verified client certificate names. */
function certifiedPeer({ socket }: IncomingMessage): Peer | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined
  const name: unknown = socket.getPeerCertificate().subject?.CN
  return typeof name === 'string' ? { user: name } : undefined
}
