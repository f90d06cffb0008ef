import { Double, type RpcValue } from '../../hub/codec/value.js'
import { databaseError } from '../fault.js'
import { isFloat, isList, repr } from '../python.js'

/** What a column of Koji's database does with a value that SQL assigns to it: converts it, or refuses. */
export type Column<T> = (value: RpcValue) => T
export type Stored = string | number | boolean | null

/**
 * A list reaches the database as a row, `(a, b)`; that of one value is the value itself, in parentheses. (Koji
 * makes tuples of lists, for SQL's `IN`.)
 */
export function fromRow(value: RpcValue): RpcValue {
  return isList(value) && value.length === 1 ? (value[0] ?? null) : value
}

export const integer: Column<number> = value => {
  const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value
  if (isFloat(number)) return inRange(roundHalfAway(number))
  if (typeof number === 'number') return inRange(number)
  throw mismatch('integer', value)
}

// PostgreSQL reads '1.5' as numeric, and rounds numeric half away from zero.
function roundHalfAway(value: number | Double): number {
  const number = value instanceof Double ? value.value : value
  return Math.sign(number) * Math.round(Math.abs(number))
}

function inRange(value: number): number {
  if (Math.abs(value) <= 2 ** 31 - 1) return value
  throw databaseError('integer out of range')
}

const booleanWords = new Map([
  ...['true', 't', 'tr', 'tru', 'yes', 'y', 'ye', 'on', '1'].map(word => [word, true] as const),
  ...['false', 'f', 'fa', 'fal', 'fals', 'no', 'n', 'off', 'of', '0'].map(word => [word, false] as const),
])

export const boolean: Column<boolean> = value => {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? booleanWords.get(value.trim().toLowerCase()) : undefined
  if (word === undefined) throw mismatch('boolean', value)
  return word
}

export const text: Column<string> = value => {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number' || value instanceof Double) return repr(value)
  throw mismatch('text', value)
}

/** `varchar(length)`; characters count, not code units. */
export function varchar(length: number): Column<string> {
  return value => {
    const stored = text(value)
    if ([...stored].length > length) {
      throw databaseError(`value too long for type character varying(${length})`)
    }
    return stored
  }
}

export function nullable<T>(column: Column<T>): Column<T | null> {
  return value => (value === null ? null : column(value))
}

function mismatch(type: string, value: RpcValue): Error {
  return databaseError(
    value === null ? 'null value violates not-null constraint' : `${repr(value)} is not of type ${type}`,
  )
}
