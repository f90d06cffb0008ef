import { SaxesParser } from 'saxes'
import { CodecError, Double, isStruct, type MethodCall, type MethodResponse, type RpcValue } from './value.js'

export interface ReaderOptions {
  /** how deep elements may nest before the message is refused */
  readonly maxDepth?: number
  /** read a double that is integral as a `Double`, where 1.0 and 1 are not the same to the reader's user */
  readonly keepDoubles?: boolean
}

/**
 * Reads XML-RPC in one pass, chunk by chunk, into plain values. Accepts what Python's `xmlrpc.client`
 * accepts: `i1` to `i8`, `nil` with any prefix, bare text as a string. Struct members are defined, not
 * assigned, so that a member `__proto__` is a member like any other. DTDs, and thereby entities, are refused.
 */
export class MessageReader {
  readonly maxDepth: number
  readonly #keepDoubles: boolean
  readonly #parser = new SaxesParser()
  readonly #frames: Frame[] = []
  #depth = 0
  #text = ''
  #root = ''
  #method: string | undefined
  #params: RpcValue[] = []
  #fault: RpcValue | undefined

  constructor({ maxDepth = 1000, keepDoubles = false }: ReaderOptions = {}) {
    this.maxDepth = maxDepth
    this.#keepDoubles = keepDoubles
    const parser = this.#parser
    parser.on('error', error => {
      throw new CodecError(error.message)
    })
    parser.on('doctype', () => {
      throw new CodecError('document type declarations are not allowed')
    })
    parser.on('opentag', ({ name }) => this.#open(name))
    parser.on('closetag', ({ name }) => this.#close(name))
    parser.on('text', text => this.#append(text))
    parser.on('cdata', text => this.#append(text))
  }

  write(chunk: string): this {
    this.#parser.write(chunk)
    return this
  }

  /** Ends the message as a call. */
  call(): MethodCall {
    this.#end('methodCall')
    if (this.#method === undefined) throw new CodecError('the call names no method')
    return { method: this.#method, params: this.#params }
  }

  /** Ends the message as an answer. */
  response(): MethodResponse {
    this.#end('methodResponse')
    if (this.#fault !== undefined) return { fault: asFault(this.#fault) }
    const [value] = this.#params
    if (value === undefined) throw new CodecError('the answer holds neither a value nor a fault')
    return { value }
  }

  #end(root: string): void {
    this.#parser.close()
    if (this.#root !== root) throw new CodecError(`expected <${root}>, found <${this.#root}>`)
  }

  #append(text: string): void {
    this.#text += text
  }

  #open(name: string): void {
    this.#depth += 1
    if (this.#depth > this.maxDepth) throw new CodecError(`nested deeper than ${this.maxDepth} elements`)
    if (this.#depth === 1) this.#root = name
    this.#text = ''
    const parent = this.#frames.at(-1)
    if (name === 'value') this.#frames.push({ kind: 'value', value: undefined })
    else if (name === 'array') this.#frames.push({ kind: 'array', items: [] })
    else if (name === 'struct') this.#frames.push({ kind: 'struct', members: {}, name: '' })
    else if (parent === undefined && name === 'fault') this.#frames.push({ kind: 'fault' })
  }

  #close(name: string): void {
    this.#depth -= 1
    const text = this.#text
    this.#text = ''
    const frame = this.#frames.at(-1)
    switch (name) {
      case 'methodName':
        this.#method = text.trim()
        return
      case 'name':
        if (frame?.kind === 'struct') frame.name = text
        return
      case 'value':
        this.#frames.pop()
        if (frame?.kind === 'value') this.#deliver(frame.value === undefined ? text : frame.value)
        return
      case 'array':
        this.#frames.pop()
        if (frame?.kind === 'array') this.#setValue(frame.items)
        return
      case 'struct':
        this.#frames.pop()
        if (frame?.kind === 'struct') this.#setValue(frame.members)
        return
      case 'fault':
        this.#frames.pop()
        return
      default:
        if (frame?.kind === 'value') this.#setValue(this.#scalar(name, text))
    }
  }

  #scalar(name: string, text: string): RpcValue {
    if (name === 'string') return text
    const value = scalar(name, text)
    if (!this.#keepDoubles) return value
    const isLost = doubles.has(name) && Number.isInteger(value)
    return isLost && typeof value === 'number' ? new Double(value) : value
  }

  #setValue(value: RpcValue): void {
    const frame = this.#frames.at(-1)
    if (frame?.kind !== 'value') throw new CodecError('a value outside <value>')
    if (frame.value !== undefined) throw new CodecError('two values in one <value>')
    frame.value = value
  }

  #deliver(value: RpcValue): void {
    const holder = this.#frames.at(-1)
    if (holder === undefined) this.#params.push(value)
    else if (holder.kind === 'array') holder.items.push(value)
    else if (holder.kind === 'struct') addMember(holder.members, holder.name, value)
    else if (holder.kind === 'fault') this.#fault = value
    else throw new CodecError('a <value> inside a <value>')
  }
}

type Frame =
  | { kind: 'value'; value: RpcValue | undefined }
  | { kind: 'array'; items: RpcValue[] }
  | { kind: 'struct'; members: { [name: string]: RpcValue }; name: string }
  | { kind: 'fault' }

const integers = new Set(['int', 'i1', 'i2', 'i4', 'i8', 'biginteger'])
const doubles = new Set(['double', 'float', 'bigdecimal'])

/** A member like any other, whatever its name. */
function addMember(members: { [name: string]: RpcValue }, name: string, value: RpcValue): void {
  if (name === '__proto__')
    Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true })
  else members[name] = value
}

function scalar(name: string, text: string): RpcValue {
  if (integers.has(name)) return numeric(text, /^[+-]?\d+$/)
  if (doubles.has(name)) return numeric(text, /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i)
  if (name === 'boolean') return boolean(text.trim())
  if (name === 'nil' || name.endsWith(':nil')) return null
  if (name === 'base64') return new Uint8Array(Buffer.from(text, 'base64'))
  if (name === 'dateTime.iso8601') return text.trim()
  throw new CodecError(`unknown type <${name}>`)
}

function numeric(text: string, form: RegExp): number {
  const digits = text.trim()
  if (!form.test(digits)) throw new CodecError(`${JSON.stringify(text)} is no number`)
  return Number(digits)
}

function boolean(text: string): boolean {
  if (text === '1') return true
  if (text === '0') return false
  throw new CodecError(`${JSON.stringify(text)} is no boolean`)
}

function asFault(value: RpcValue): { faultCode: number; faultString: string } {
  if (isStruct(value)) {
    const { faultCode, faultString } = value
    if (typeof faultCode === 'number' && typeof faultString === 'string') return { faultCode, faultString }
  }
  throw new CodecError('a fault without code and text')
}

export function readCall(xml: string): MethodCall {
  return new MessageReader().write(xml).call()
}

export function readResponse(xml: string): MethodResponse {
  return new MessageReader().write(xml).response()
}
