import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly bytes: Buffer
}

/** One POST. */
export function post(url: string, body: string | Buffer, options: RequestOptions = {}): Promise<Answer> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', ...options }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
          bytes: Buffer.concat(chunks),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A connection for those who do not keep to HTTP: they stop halfway, never stop, or do not read. */
export class RawConnection {
  readonly socket: Socket
  /** what has come back, up to its end */
  readonly received: Promise<string>

  constructor(url: string) {
    const { port, hostname } = new URL(url)
    this.socket = connect(Number(port), hostname)
    this.received = new Promise((resolve, reject) => {
      let text = ''
      this.socket.on('data', data => {
        text += data
      })
      // A server that hangs up while more is on its way may show as a reset.
      this.socket.on('error', error => (text === '' ? reject(error) : resolve(text)))
      this.socket.on('close', () => resolve(text))
    })
    this.received.catch(() => undefined)
  }

  /** The head of a POST, with these headers, and the beginning of its body. */
  post(headers: string, body: string | Buffer = ''): this {
    this.socket.write(`POST /kojihub HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`)
    this.socket.write(body)
    return this
  }

  /** Sends without end. */
  pour(): this {
    const chunk = Buffer.alloc(65_536, 'x')
    const pour = () => {
      while (this.socket.writable && this.socket.write(chunk));
    }
    this.socket.on('drain', pour)
    pour()
    return this
  }
}
