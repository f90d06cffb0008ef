import type { HubRequest, HubResponse, Transport } from '../../src/hub/index.js'

/**
 * Keeps the types that the codec of `src/hub` does not tell apart: a double is read as `{ $double: text }`, so
 * that a hub which answers 1.0 and one which answers 1 differ.
 */
export class TypedTransport implements Transport {
  readonly #inner: Transport

  constructor(inner: Transport) {
    this.#inner = inner
  }

  get url(): string {
    return this.#inner.url
  }

  async post(request: HubRequest): Promise<HubResponse> {
    // The whole text is wanted: taken piece by piece, it would pass by here.
    const { take: _, ...whole } = request
    const response = await this.#inner.post(whole)
    // Text cannot hold a bare `<double>`: it is escaped.
    return { ...response, body: response.body.replaceAll(/<double>([^<]*)<\/double>/g, asStruct) }
  }

  close(): void {
    this.#inner.close()
  }
}

function asStruct(_: string, text: string): string {
  const value = `<value><string>${Number(text)}</string></value>`
  return `<struct><member><name>$double</name>${value}</member></struct>`
}
