import { CodecError, Double, type RpcValue } from './value.js'

const integers = new Set(['int', 'i1', 'i2', 'i4', 'i8', 'biginteger'])
const doubles = new Set(['double', 'float', 'bigdecimal'])

/**
 * What an element stands for that holds a text. Takes what Python's `xmlrpc.client` takes: `i1` to `i8`, `nil`
 * with any prefix. Throws `CodecError` for an element that is no type, and for a text that is none of its values.
 *
 * @param keepDoubles whether a double that is integral becomes a `Double`
 */
export function scalar(type: string, text: string, keepDoubles: boolean): RpcValue {
  if (type === 'string') return text
  if (integers.has(type)) return numeric(text, /^[+-]?\d+$/)
  if (doubles.has(type)) {
    const value = numeric(text, /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i)
    return keepDoubles && Number.isInteger(value) ? new Double(value) : value
  }
  if (type === 'boolean') return boolean(text.trim())
  if (type === 'nil' || type.endsWith(':nil')) return null
  if (type === 'base64') return new Uint8Array(Buffer.from(text, 'base64'))
  if (type === 'dateTime.iso8601') return text.trim()
  throw new CodecError(`unknown type <${type}>`)
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
