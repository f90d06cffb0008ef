import CustomType from 'xmlrpc/lib/customtype.js'
import { serializeFault, serializeMethodCall, serializeMethodResponse } from 'xmlrpc/lib/serializer.js'
import { wireProblem } from '../../koji/wire-text.js'
import { CodecError, Double, type Fault, isStruct, type RpcValue } from './value.js'

/**
 * Writes XML-RPC with the `xmlrpc` package's serializer. What it would write in a way that loses
 * information is handed to it as typed text: strings (it falls back to CDATA, where XML parsers turn CR into
 * LF), doubles with no fraction, integers beyond 32 bits.
 */
export function writeCall(method: string, params: readonly RpcValue[]): string {
  return serializeMethodCall(method, params.map(typed))
}

export function writeResponse(value: RpcValue): string {
  return serializeMethodResponse(typed(value))
}

export function writeFault(fault: Fault): string {
  return serializeFault(typed({ ...fault }))
}

function typed(value: RpcValue): unknown {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number') return number(value)
  if (value instanceof Double) return new TypedText('double', formatDouble(value.value))
  if (value instanceof Uint8Array) return Buffer.from(value)
  if (isStruct(value))
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, typed(member)]))
  if (value !== null && typeof value === 'object') return value.map(typed)
  return value
}

class TypedText extends CustomType {
  constructor(tag: string, content: string) {
    super(content)
    this.tagName = tag
  }
}

function text(value: string): unknown {
  const problem = wireProblem(value)
  if (problem !== undefined) throw new CodecError(problem)
  return new TypedText('string', value)
}

function number(value: number): unknown {
  if (!Number.isInteger(value) || Object.is(value, -0)) return new TypedText('double', formatDouble(value))
  if (!Number.isSafeInteger(value)) return new TypedText('double', formatDouble(value))
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : new TypedText('i8', String(value))
}

function formatDouble(value: number): string {
  if (!Number.isFinite(value)) throw new CodecError(`XML-RPC cannot carry ${value}`)
  // JavaScript writes 0 for it, Python -0.0.
  if (Object.is(value, -0)) return '-0.0'
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : String(value)
}
