import { isStruct, type RpcStruct, type RpcValue } from '../hub/codec/value.js'
import { Lazy } from './answer.js'
import { attributeError, databaseError, keyError, PythonError, typeError } from './fault.js'
import { member } from './lookup.js'
import { isFloat, isInt, str, toInt, truthy } from './python.js'

type Rows = readonly RpcStruct[]

/** Koji's `queryOpts`, checked: `countOnly`, `order`, `offset`, `limit`, `asList`. */
export class QueryOptions {
  readonly countOnly: boolean
  readonly #asList: boolean
  readonly #order: readonly { readonly key: string; readonly descending: boolean }[]
  readonly #offset: number
  readonly #limit: number

  /** @param columns the keys of a row; `order` knows no others */
  constructor(options: RpcValue, columns: readonly string[]) {
    const given = truthy(options) ? options : {}
    if (!isStruct(given)) throw typeError('queryOpts is no dict')
    const option = (name: string) => member(given, name) ?? null
    this.countOnly = truthy(option('countOnly'))
    this.#asList = truthy(option('asList'))
    this.#order = this.countOnly ? [] : orderOf(option('order'), columns)
    this.#offset = numberOf(option('offset'))
    this.#limit = numberOf(option('limit'))
  }

  /** At once, for the queries that Koji runs so. */
  apply(rows: Rows): RpcValue {
    const sorted = this.#order.length === 0 ? rows : [...rows].sort((a, b) => this.#compare(a, b))
    const end = this.#limit === 0 ? undefined : this.#offset + this.#limit
    const wanted = sorted.slice(this.#offset, end)
    if (this.countOnly) return wanted.length
    return this.#asList ? wanted.map(asList) : wanted
  }

  /** Through a cursor, which is read only when the response is written, unless the result is small. */
  applyLazily(rows: () => Rows): RpcValue | Lazy {
    const isSmall = this.#limit > 0 && this.#limit < 1000
    return this.countOnly || isSmall ? this.apply(rows()) : new Lazy(() => this.apply(rows()))
  }

  #compare(a: RpcStruct, b: RpcStruct): number {
    for (const { key, descending } of this.#order) {
      const order = compareValues(a[key] ?? null, b[key] ?? null)
      if (order !== 0) return descending ? -order : order
    }
    return 0
  }
}

/** Koji's `_applyQueryOpts`, which does in Python what it can of `queryOpts`: one order, no `asList`. */
export function applyToList(rows: Rows, options: RpcValue): RpcValue {
  const given = options ?? {}
  if (!isStruct(given)) throw attributeError("object has no attribute 'get'")
  const option = (name: string) => member(given, name) ?? null
  let wanted = sortedByKey(rows, option('order'))
  if (truthy(option('offset'))) wanted = wanted.slice(sliceIndex(option('offset')))
  if (truthy(option('limit'))) wanted = wanted.slice(0, sliceIndex(option('limit')))
  return truthy(option('countOnly')) ? wanted.length : wanted
}

function sortedByKey(rows: Rows, order: RpcValue): Rows {
  if (!truthy(order)) return rows
  if (typeof order !== 'string') throw attributeError("object has no attribute 'startswith'")
  const descending = order.startsWith('-')
  const key = descending ? order.slice(1) : order
  const keyed = rows.map(row => ({ row, value: member(row, key) }))
  for (const { value } of keyed) if (value === undefined) throw keyError(key)
  const nulls = keyed.filter(({ value }) => value === null).length
  if (nulls > 0 && rows.length > 1) throw typeError("'<' not supported between instances of 'NoneType'")
  const compare = (a: RpcValue = null, b: RpcValue = null) => compareValues(a, b) * (descending ? -1 : 1)
  return keyed.sort((a, b) => compare(a.value, b.value)).map(({ row }) => row)
}

/** A negative number counts from the end, as in JavaScript. */
function sliceIndex(value: RpcValue): number {
  if (!isInt(value)) throw typeError('slice indices must be integers')
  return Number(value)
}

function orderOf(order: RpcValue, columns: readonly string[]) {
  if (!truthy(order)) return []
  return str(order)
    .split(',')
    .map(term => {
      const descending = term.startsWith('-')
      const key = descending ? term.slice(1) : term
      if (!columns.includes(key)) throw new PythonError('Exception', `Invalid order: ${key}`)
      return { key, descending }
    })
}

function numberOf(value: RpcValue): number {
  if (!truthy(value)) return 0
  if (!isInt(value) && !isFloat(value)) throw typeError('%i format: a real number is required')
  const number = toInt(value) ?? 0
  if (number < 0) throw databaseError('LIMIT and OFFSET must not be negative')
  return number
}

// Nulls sort last, and therefore first in a descending order, as PostgreSQL has it.
function compareValues(a: RpcValue, b: RpcValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  const [left, right] = [plain(a), plain(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function plain(value: RpcValue): string | number | boolean {
  if (typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number') {
    return value.value
  }
  return typeof value === 'object' ? '' : value
}

function asList(row: RpcStruct): RpcValue[] {
  return Object.keys(row)
    .sort()
    .map(key => row[key] ?? null)
}
