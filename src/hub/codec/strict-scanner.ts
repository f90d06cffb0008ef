import { SaxesParser } from 'saxes'
import { CodecError } from './value.js'
import type { Beginning, XmlEvents } from './xml-events.js'

/**
 * Reads any XML, and is the judge of what is none: throws `CodecError` there. DTDs, and thereby entities, are refused.
 * Its messages name no line and column: they would count from where it began.
 */
export class StrictScanner {
  readonly #parser = new SaxesParser({ position: false })
  #depth: number
  #text: string

  /** @param maxDepth how deep elements may nest before the message is refused */
  constructor(events: XmlEvents, maxDepth: number, { opened, depth, text }: Beginning) {
    const parser = this.#parser.write(opened)
    this.#depth = depth
    this.#text = text
    parser.on('error', ({ message }) => {
      throw new CodecError(message)
    })
    parser.on('doctype', () => {
      throw new CodecError('document type declarations are not allowed')
    })
    parser.on('opentag', ({ name }) => {
      this.#depth += 1
      if (this.#depth > maxDepth) throw new CodecError(`nested deeper than ${maxDepth} elements`)
      this.#text = ''
      events.open(name)
    })
    parser.on('closetag', ({ name }) => {
      this.#depth -= 1
      const text = this.#text
      this.#text = ''
      events.close(name, text)
    })
    const append = (text: string) => {
      this.#text += text
    }
    parser.on('text', append)
    parser.on('cdata', append)
  }

  write(chunk: string): void {
    this.#parser.write(chunk)
  }

  /** Ends the message. Throws `CodecError` if it is not whole. */
  end(): void {
    this.#parser.close()
  }
}
