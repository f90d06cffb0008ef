import { Double, isStruct, type RpcValue } from '../hub/codec/value.js'
import type { Json } from '../koji/json.js'
import { typeError } from './fault.js'
import { isList, repr, typeName } from './python.js'

/** The text that Python's `json.dumps` makes: what `queryHistory` shows of extra settings. */
export function jsonText(value: RpcValue): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return asciiString(value)
  if (typeof value === 'number' || value instanceof Double) return repr(value)
  if (isList(value)) return `[${value.map(jsonText).join(', ')}]`
  if (isStruct(value)) {
    const members = Object.entries(value).map(([key, member]) => `${asciiString(key)}: ${jsonText(member)}`)
    return `{${members.join(', ')}}`
  }
  throw typeError(`Object of type ${typeName(value)} is not JSON serializable`)
}

/** A float that is integral becomes a `Double`, as Python keeps 1.0 apart from 1; `src/koji` passes it on. */
export function parseJson(text: string): Json {
  const marked = text.replaceAll(tokens, token =>
    isIntegralFloat(token) ? `{${JSON.stringify(doubleMark)}:${token}}` : token,
  )
  return JSON.parse(marked, (_, value) => (isMarked(value) ? new Double(value[doubleMark]) : value))
}

// No client can send this key: XML has no such character.
const doubleMark = '\u0000double'
const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g

function isIntegralFloat(token: string): boolean {
  return !token.startsWith('"') && /[.eE]/.test(token) && Number.isInteger(Number(token))
}

function isMarked(value: unknown): value is { [doubleMark]: number } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, doubleMark)
}

function asciiString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
