import { scalar } from './scalar.js'
import { CodecError, isStruct, type MethodCall, type MethodResponse, type RpcValue } from './value.js'
import type { XmlEvents } from './xml-events.js'

/**
 * Builds a message of its elements as they come. Bare text is a string, as for Python's `xmlrpc.client`. Struct
 * members are defined, not assigned, so that a member `__proto__` is a member like any other.
 */
export class MessageBuilder implements XmlEvents {
  readonly #keepDoubles: boolean
  readonly #params: RpcValue[] = []
  #frame: Frame | undefined
  #root: string | undefined
  #method: string | undefined
  #fault: RpcValue | undefined

  constructor(keepDoubles: boolean) {
    this.#keepDoubles = keepDoubles
  }

  open(name: string): void {
    const outer = this.#frame
    this.#root ??= name
    switch (frameOf(name, outer?.kind)) {
      case 'value':
        this.#frame = { kind: 'value', outer, value: undefined, name: '' }
        return
      case 'array':
        this.#frame = { kind: 'array', outer, value: [], name: '' }
        return
      case 'struct':
        this.#frame = { kind: 'struct', outer, value: {}, name: '' }
        return
      case 'fault':
        this.#frame = { kind: 'fault', outer, value: undefined, name: '' }
    }
  }

  close(name: string, text: string): void {
    const frame = this.#frame
    if (frame?.kind === name) {
      this.#frame = frame.outer
      if (frame.kind === 'value') this.#deliver(frame.value === undefined ? text : frame.value)
      else if (frame.kind !== 'fault') this.#setValue(frame.value)
    } else if (name === 'name') {
      if (frame?.kind === 'struct') frame.name = text
    } else if (name === 'methodName') this.#method = text.trim()
    else if (frame?.kind === 'value') this.#setValue(scalar(name, text, this.#keepDoubles))
  }

  /** The message as a call, once all of it came. */
  call(): MethodCall {
    this.#expect('methodCall')
    if (this.#method === undefined) throw new CodecError('the call names no method')
    return { method: this.#method, params: this.#params }
  }

  /** The message as an answer, once all of it came. */
  response(): MethodResponse {
    this.#expect('methodResponse')
    if (this.#fault !== undefined) return { fault: asFault(this.#fault) }
    const [value] = this.#params
    if (value === undefined) throw new CodecError('the answer holds neither a value nor a fault')
    return { value }
  }

  #expect(root: string): void {
    if (this.#root !== root) throw new CodecError(`expected <${root}>, found <${this.#root}>`)
  }

  #setValue(value: RpcValue): void {
    const frame = this.#frame
    if (frame?.kind !== 'value') throw new CodecError('a value outside <value>')
    if (frame.value !== undefined) throw new CodecError('two values in one <value>')
    frame.value = value
  }

  #deliver(value: RpcValue): void {
    const holder = this.#frame
    if (holder === undefined) this.#params.push(value)
    else if (holder.kind === 'array') holder.value.push(value)
    else if (holder.kind === 'struct') addMember(holder.value, holder.name, value)
    else if (holder.kind === 'fault') this.#fault = value
    else throw new CodecError('a <value> inside a <value>')
  }
}

// All have the same shape, which V8 reads faster.
type Frame = { readonly outer: Frame | undefined; name: string } & (
  | { readonly kind: 'value'; value: RpcValue | undefined }
  | { readonly kind: 'array'; readonly value: RpcValue[] }
  | { readonly kind: 'struct'; readonly value: { [name: string]: RpcValue } }
  | { readonly kind: 'fault'; readonly value: undefined }
)

export type FrameKind = Frame['kind']

/**
 * What an element holds values as, inside of what. One that holds none does nothing when it opens, if it is not the
 * root.
 */
export function frameOf(name: string, outer: FrameKind | undefined): FrameKind | undefined {
  if (name === 'value' || name === 'array' || name === 'struct') return name
  return name === 'fault' && outer === undefined ? name : undefined
}

/** Whether an element that is no frame does something when it closes, inside of what. */
export function isHeeded(name: string, outer: FrameKind | undefined): boolean {
  return name === 'methodName' || name === 'name' || outer === 'value'
}

/** A member like any other, whatever its name. */
function addMember(members: { [name: string]: RpcValue }, name: string, value: RpcValue): void {
  if (name === '__proto__')
    Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true })
  else members[name] = value
}

function asFault(value: RpcValue): { faultCode: number; faultString: string } {
  if (isStruct(value)) {
    const { faultCode, faultString } = value
    if (typeof faultCode === 'number' && typeof faultString === 'string') return { faultCode, faultString }
  }
  throw new CodecError('a fault without code and text')
}
