import { wireProblem } from '../../koji/wire-text.js'
import { MessageBytes, pieceLength, pieceOf } from './message-bytes.js'
import { CodecError, type Content, Double, type Fault, Late, type RpcStruct, type RpcValue } from './value.js'

export interface WriterOptions {
  /** how deep values may nest before the message is refused */
  readonly maxDepth?: number
  /** how many bytes the message may have */
  readonly maxLength?: number
}

/**
 * Writes XML-RPC as Koji speaks it. What XML would not give back unchanged is escaped (a literal CR would be
 * read as LF) or refused.
 *
 * Text grows piece by piece and is turned into bytes before there is much of it: a long text of many small
 * pieces costs several times its length in memory, and most of the time to write it.
 */
export class MessageWriter {
  readonly #maxDepth: number
  readonly #maxLength: number
  readonly #chunks: Buffer[] = []
  readonly #openings = new Map<string, string>()
  readonly #late: { value: Late; position: number; depth: number }[] = []
  #text = "<?xml version='1.0'?>"
  #length = 0
  #depth = 0

  constructor({
    maxDepth = Number.POSITIVE_INFINITY,
    maxLength = Number.POSITIVE_INFINITY,
  }: WriterOptions = {}) {
    this.#maxDepth = maxDepth
    this.#maxLength = maxLength
  }

  call(method: string, params: readonly RpcValue[]): this {
    this.#text += `<methodCall><methodName>${escaped(method)}</methodName><params>`
    for (const param of params) this.#param(param)
    this.#text += '</params></methodCall>'
    return this
  }

  response(answer: Content): this {
    this.#text += '<methodResponse><params>'
    this.#param(answer)
    this.#text += '</params></methodResponse>'
    return this
  }

  fault({ faultCode, faultString }: Fault): this {
    this.#text += '<methodResponse><fault>'
    this.#value({ faultCode, faultString })
    this.#text += '</fault></methodResponse>'
    return this
  }

  /** Ends the message: what is late is asked for now, and put in its place. */
  bytes(): MessageBytes {
    this.#flush()
    const chunks = this.#chunks.splice(0)
    const pieces: Buffer[] = []
    let start = 0
    for (const { value, position, depth } of this.#late) {
      this.#depth = depth
      this.#value(value.evaluate())
      this.#flush()
      pieces.push(...chunks.slice(start, position), ...this.#chunks.splice(0))
      start = position
    }
    return new MessageBytes([...pieces, ...chunks.slice(start)])
  }

  #param(content: Content): void {
    this.#text += '<param>'
    this.#value(content)
    this.#text += '</param>'
  }

  #value(content: Content): void {
    if (content instanceof Late) {
      this.#postpone(content)
      return
    }
    this.#depth += 1
    if (this.#depth > this.#maxDepth) throw new CodecError(`nested deeper than ${this.#maxDepth} values`)
    this.#text += '<value>'
    if (content === null) this.#text += '<nil/>'
    else if (typeof content === 'string') this.#text += `<string>${escaped(content)}</string>`
    else if (typeof content === 'number') this.#text += number(content)
    else if (typeof content === 'boolean') this.#text += `<boolean>${content ? 1 : 0}</boolean>`
    else if (content instanceof Double) this.#text += `<double>${formatDouble(content.value)}</double>`
    else if (content instanceof Uint8Array) this.#text += `<base64>${base64(content)}</base64>`
    else if (isIterable(content)) this.#array(content)
    else this.#struct(content)
    this.#text += '</value>'
    if (this.#text.length > pieceLength) this.#flush()
    this.#depth -= 1
  }

  #struct(content: RpcStruct): void {
    this.#text += '<struct>'
    for (const name of Object.keys(content)) {
      this.#text += this.#opening(name)
      this.#value(content[name] ?? null)
      this.#text += '</member>'
    }
    this.#text += '</struct>'
  }

  #array(content: Iterable<Content>): void {
    this.#text += '<array><data>'
    for (const item of content) this.#value(item)
    this.#text += '</data></array>'
  }

  #postpone(value: Late): void {
    this.#flush()
    this.#late.push({ value, position: this.#chunks.length, depth: this.#depth })
  }

  // The structs of a list mostly have the same members.
  #opening(name: string): string {
    const known = this.#openings.get(name)
    if (known !== undefined) return known
    const opening = `<member><name>${escaped(name)}</name>`
    this.#openings.set(name, opening)
    return opening
  }

  #flush(): void {
    if (this.#text === '') return
    const chunk = pieceOf(this.#text)
    this.#text = ''
    this.#chunks.push(chunk)
    this.#length += chunk.length
    if (this.#length <= this.#maxLength) return
    new MessageBytes(this.#chunks).release()
    throw new CodecError(`longer than ${this.#maxLength} bytes`)
  }
}

export function writeCall(method: string, params: readonly RpcValue[]): string {
  return new MessageWriter().call(method, params).bytes().toString()
}

export function writeResponse(answer: RpcValue): string {
  return new MessageWriter().response(answer).bytes().toString()
}

export function writeFault(fault: Fault): string {
  return new MessageWriter().fault(fault).bytes().toString()
}

function isIterable(content: RpcStruct | Iterable<Content>): content is Iterable<Content> {
  return Symbol.iterator in content
}

function escaped(text: string): string {
  if (!special.test(text)) return text
  const problem = wireProblem(text)
  if (problem !== undefined) throw new CodecError(problem)
  return text.replace(/[&<>\r]/g, character => escapes.get(character) ?? character)
}

// What `escaped` looks at closely: markup, and what XML has no way to write.
const special = /[^\t\n -%'-;=?-\uD7FF\uE000-\uFFFD]/

const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\r', '&#13;'],
])

function number(content: number): string {
  if (!Number.isSafeInteger(content) || Object.is(content, -0))
    return `<double>${formatDouble(content)}</double>`
  return content >= -(2 ** 31) && content < 2 ** 31 ? `<int>${content}</int>` : `<i8>${content}</i8>`
}

function formatDouble(content: number): string {
  if (!Number.isFinite(content)) throw new CodecError(`XML-RPC cannot carry ${content}`)
  // JavaScript writes 0 for it, Python -0.0.
  if (Object.is(content, -0)) return '-0.0'
  return Number.isInteger(content) && Math.abs(content) < 1e16 ? content.toFixed(1) : String(content)
}

function base64(content: Uint8Array): string {
  return Buffer.from(content).toString('base64')
}
