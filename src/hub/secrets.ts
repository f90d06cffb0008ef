import type { OutgoingHttpHeaders } from 'node:http'

/** Headers that prove who sends a request: the session's key, a ticket or password, a password for a proxy. */
const secretHeaders = ['koji-session-key', 'authorization', 'proxy-authorization']

// What is shorter is no secret, and part of many words.
const shortest = 8

/**
 * What of a request nobody but its receiver may see. A hub or a proxy that fails may answer with all that it was
 * sent, headers included: this takes them out of an answer before anything reads it.
 */
export class Secrets {
  readonly #texts: readonly string[]

  constructor(texts: readonly string[]) {
    this.#texts = texts.filter(text => text !== '')
  }

  static ofHeaders(headers: OutgoingHttpHeaders): Secrets {
    const texts = secretHeaders.map(name => String(headers[name] ?? '').replace(/^(Basic|Negotiate) +/, ''))
    return new Secrets(texts.filter(text => text.length >= shortest))
  }

  /** A text without them. */
  outOf(text: string): string {
    return this.#texts.reduce((rest, secret) => rest.replaceAll(secret, '(secret)'), text)
  }

  /** The same of a text that comes in pieces: what may be the beginning of a secret waits for the next piece. */
  filter(): { write(piece: string): string; end(): string } {
    const most = this.#texts.reduce((length, text) => Math.max(length, text.length - 1), 0)
    let held = ''
    return {
      write: piece => {
        const text = this.outOf(held + piece)
        const end = Math.max(text.length - most, 0)
        held = text.slice(end)
        return text.slice(0, end)
      },
      end: () => held,
    }
  }

  /** Headers without them. */
  outOfHeaders(headers: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value && this.outOf(value)]),
    )
  }
}
