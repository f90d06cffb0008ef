import { Double, isStruct, type RpcStruct, type RpcValue } from '../hub/codec/value.js'
import type { Call } from './call.js'
import { databaseError, genericError, type KojiFault, parameterError } from './fault.js'
import { isInt, repr, str, toInt, typeName } from './python.js'
import { fromRow } from './store/column.js'
import type { Named, NameTable } from './store/name-table.js'

/** What a client names a thing by: its id, its name, or a struct with either (`id` wins). */
export type Reference = { readonly id: number } | { readonly name: string }

export function reference(info: RpcValue): Reference {
  const key = isStruct(info) ? keyOf(info) : info
  if (typeof key === 'boolean') throw databaseError('operator does not exist: integer = boolean')
  if (typeof key === 'string') return { name: key }
  if (typeof key === 'number' && isInt(key)) return { id: key }
  throw invalidReference(key)
}

function keyOf(info: RpcStruct): RpcValue {
  const [id, name] = [member(info, 'id'), member(info, 'name')]
  const key = id === undefined ? name : toInt(id)
  if (key === undefined) throw invalidReference(info)
  return key
}

function invalidReference(info: RpcValue): KojiFault {
  return parameterError(`Invalid name or id value: ${str(info)}`)
}

/** A member that a struct has itself: `__proto__` is a name like any other. */
export function member(struct: RpcStruct, key: string): RpcValue | undefined {
  return Object.hasOwn(struct, key) ? struct[key] : undefined
}

/** Looks a name table up. It knows deleted things too: a name is never forgotten. */
export function find<T extends Named>(table: NameTable<T>, info: RpcValue): T | undefined {
  const key = reference(info)
  return 'id' in key ? table.byId(key.id) : table.byName(key.name)
}

export function findStrict<T extends Named>(table: NameTable<T>, info: RpcValue): T {
  const row = find(table, info)
  if (row === undefined) throw genericError(`No such entry in table ${table.name}: ${str(info)}`)
  return row
}

/** As `find`, but a name that is not known becomes known. */
export function findOrCreate(call: Call, table: NameTable, info: RpcValue): Named {
  const row = find(table, info)
  if (row !== undefined) return row
  if (typeof info !== 'string') throw genericError('Name must be a string')
  return table.insert(call.tx, { id: table.nextId(), name: info })
}

/** Koji's event argument: a number, or `null` for now. */
export function eventOf(event: RpcValue): number | null {
  if (event === null || isInt(event)) return event === null ? null : Number(event)
  throw genericError(`Invalid event: ${repr(event)}`)
}

/** Koji's `verify_name_internal`, for the names of tags, targets, external repos and permissions. */
export function verifyName(name: RpcValue): string {
  if (typeof name !== 'string') throw genericError('Name should be string')
  if ([...name].length > 256) {
    throw genericError(`Name ${name} is too long. Max length is 256 characters`)
  }
  // Python's `$` lets one newline at the end through.
  if (!/^[A-Za-z0-9/_.+-]+\n?$/.test(name)) {
    throw genericError(`Name ${name} does not match RegexNameInternal value`)
  }
  return name
}

/** Koji's `parse_arches`: white space and, unless `strict`, commas separate; a list is taken as it is. */
export function parseArches(arches: RpcValue, { strict }: { strict: boolean }): string {
  const words = Array.isArray(arches) ? [...arches] : splitArches(arches, strict)
  for (const word of words) {
    if (typeof word !== 'string') throw databaseError('expected string or bytes-like object')
    if (!/^[a-zA-Z0-9_-]*\n?$/.test(word)) throw genericError('Architecture can be only [a-zA-Z0-9_-]')
  }
  return words.join(' ')
}

function splitArches(arches: RpcValue, strict: boolean): string[] {
  if (typeof arches !== 'string') throw databaseError(`${typeName(arches)} has no attribute 'split'`)
  return (strict ? arches : arches.replaceAll(',', ' ')).split(/\s+/).filter(word => word !== '')
}

/** Compares as SQL does: `null` equals nothing, and text is not compared to other types. */
export function sqlText(given: RpcValue): string | null {
  const value = fromRow(given)
  if (value === null || typeof value === 'string') return value
  throw databaseError(`operator does not exist: text = ${typeName(value)}`)
}

/** What a keyword says, `null` included; `fallback` if it was not given. */
export function given(options: RpcStruct, key: string, fallback: RpcValue): RpcValue {
  return Object.hasOwn(options, key) ? (options[key] ?? null) : fallback
}

/** A database's `double precision`, which the wire tells apart from an integer. */
export function double(value: number | null): Double | null {
  return value === null ? null : new Double(value)
}
