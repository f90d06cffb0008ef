import { MessageBuilder } from './message-builder.js'
import { PlainScanner } from './plain-scanner.js'
import { StrictScanner } from './strict-scanner.js'
import type { MethodCall, MethodResponse } from './value.js'

export interface ReaderOptions {
  /** how deep elements may nest before the message is refused */
  readonly maxDepth?: number
  /** read a double that is integral as a `Double`, where 1.0 and 1 are not the same to the reader's user */
  readonly keepDoubles?: boolean
}

/**
 * Reads XML-RPC in one pass, chunk by chunk, into plain values: fast as long as it is written as hubs write it, and from
 * there on as any XML. Throws `CodecError` where a message is none.
 */
export class MessageReader {
  readonly #maxDepth: number
  readonly #builder: MessageBuilder
  readonly #plain: PlainScanner
  #strict: StrictScanner | undefined

  constructor({ maxDepth = 1000, keepDoubles = false }: ReaderOptions = {}) {
    this.#maxDepth = maxDepth
    this.#builder = new MessageBuilder(keepDoubles)
    this.#plain = new PlainScanner(this.#builder, maxDepth)
  }

  write(chunk: string): this {
    if (this.#strict !== undefined) this.#strict.write(chunk)
    else if (!this.#plain.write(chunk)) this.#handOver()
    return this
  }

  /** Ends the message as a call. */
  call(): MethodCall {
    this.#end()
    return this.#builder.call()
  }

  /** Ends the message as an answer. */
  response(): MethodResponse {
    this.#end()
    return this.#builder.response()
  }

  #end(): void {
    if (this.#strict === undefined && this.#plain.isWhole) return
    const strict = this.#strict ?? this.#handOver()
    strict.end()
  }

  #handOver(): StrictScanner {
    const strict = new StrictScanner(this.#builder, this.#maxDepth, this.#plain.beginning)
    this.#strict = strict
    strict.write(this.#plain.rest)
    return strict
  }
}

export function readCall(xml: string): MethodCall {
  return new MessageReader().write(xml).call()
}

export function readResponse(xml: string): MethodResponse {
  return new MessageReader().write(xml).response()
}
