import { CodecError, Double, type RpcValue } from './value.js'

/**
 * What an element stands for that holds a text. Takes what Python's `xmlrpc.client` takes: `i1` to `i8`, `nil`
 * with any prefix. Throws `CodecError` for an element that is no type, and for a text that is none of its values.
 *
 * @param keepDoubles whether a double that is integral becomes a `Double`
 */
export function scalar(type: string, text: string, keepDoubles: boolean): RpcValue {
  switch (type) {
    case 'string':
      return text
    case 'int':
    case 'i1':
    case 'i2':
    case 'i4':
    case 'i8':
    case 'biginteger':
      return numeric(text, /^[+-]?\d+$/)
    case 'double':
    case 'float':
    case 'bigdecimal':
      return double(text, keepDoubles)
    case 'boolean':
      return boolean(text.trim())
    case 'nil':
      return null
    case 'base64':
      return new Uint8Array(Buffer.from(text, 'base64'))
    case 'dateTime.iso8601':
      return text.trim()
  }
  if (type.endsWith(':nil')) return null
  throw new CodecError(`unknown type <${type}>`)
}

function double(text: string, keepIt: boolean): number | Double {
  const value = numeric(text, /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i)
  return keepIt && Number.isInteger(value) ? new Double(value) : value
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
