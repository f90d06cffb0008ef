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

export function parseJson(text: string): Json {
  return JSON.parse(text)
}

function asciiString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
