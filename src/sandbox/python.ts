import { Double, isStruct, type RpcValue } from '../hub/codec/value.js'
import { typeError } from './fault.js'

/**
 * Koji is written in Python, and Python shows: in the texts of faults (`repr`), in what counts as true, and
 * in what is equal (`True == 1 == 1.0`).
 */
export function repr(value: RpcValue): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : formatFloat(value)
  if (value instanceof Double) return formatFloat(value.value)
  if (value instanceof Uint8Array) return `b${quote(Buffer.from(value).toString('latin1'))}`
  if (isStruct(value)) {
    return `{${Object.entries(value)
      .map(([key, member]) => `${quote(key)}: ${repr(member)}`)
      .join(', ')}}`
  }
  return `[${value.map(repr).join(', ')}]`
}

/** What `%s` makes of a value. */
export function str(value: RpcValue): string {
  return typeof value === 'string' ? value : repr(value)
}

/** What `%r` makes of `type(value)`. */
export function typeName(value: RpcValue): string {
  return `<class '${bareTypeName(value)}'>`
}

function bareTypeName(value: RpcValue): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  if (isFloat(value)) return 'float'
  if (typeof value === 'number') return 'int'
  if (value instanceof Uint8Array) return 'bytes'
  return isStruct(value) ? 'dict' : 'list'
}

export function truthy(value: RpcValue): boolean {
  if (value instanceof Double) return value.value !== 0
  if (value instanceof Uint8Array) return value.length > 0
  if (isStruct(value)) return Object.keys(value).length > 0
  if (isList(value)) return value.length > 0
  return Boolean(value)
}

export function equal(a: RpcValue, b: RpcValue): boolean {
  const [left, right] = [numeric(a), numeric(b)]
  if (left !== undefined || right !== undefined) return left === right
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null))
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0
  if (isStruct(a) && isStruct(b)) {
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length &&
      keys.every(key => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null))
    )
  }
  return a === b
}

function numeric(value: RpcValue): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  return value instanceof Double ? value.value : undefined
}

export function isList(value: RpcValue): value is readonly RpcValue[] {
  return Array.isArray(value)
}

/** Python's `int`, of which `bool` is a kind. */
export function isInt(value: RpcValue): value is number | boolean {
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isInteger(value))
}

export function isFloat(value: RpcValue): value is number | Double {
  return value instanceof Double || (typeof value === 'number' && !Number.isInteger(value))
}

/** `int(value)`, or `undefined` where Python raises. */
export function toInt(value: RpcValue): number | undefined {
  const number = numeric(value)
  if (number !== undefined) return Math.trunc(number)
  if (typeof value !== 'string') return undefined
  const digits = value.trim()
  return /^[+-]?\d+(_\d+)*$/.test(digits) ? Number(digits.replaceAll('_', '')) : undefined
}

/** What iterating over a value gives: a list's items, a string's characters, a dict's keys. */
export function iterate(value: RpcValue): readonly RpcValue[] {
  if (isList(value)) return value
  if (typeof value === 'string') return [...value]
  if (isStruct(value)) return Object.keys(value)
  if (value instanceof Uint8Array) return [...value]
  throw typeError(`'${bareTypeName(value)}' object is not iterable`)
}

/** What serves as a key of a dict: equal values give equal keys. */
export function hashKey(value: RpcValue): string | number | null {
  const number = numeric(value)
  if (number !== undefined) return number
  if (typeof value === 'string' || value === null) return value
  throw typeError(`unhashable type: '${bareTypeName(value)}'`)
}

function formatFloat(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return value.toFixed(1)
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

const escapes = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
])
// What Python does not call printable, and the backslash; the space alone among separators is.
const unprintable = /[\\\p{C}]|(?! )\p{Z}/gu

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replaceAll(unprintable, escapeCharacter)
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = (digits: number) => code.toString(16).padStart(digits, '0')
  const coded = code < 0x100 ? `\\x${hex(2)}` : code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`
  return escapes.get(character) ?? coded
}
