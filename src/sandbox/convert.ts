import type { RpcValue } from '../hub/codec/value.js'
import { parameterError } from './fault.js'
import { str, toInt, truthy, typeName } from './python.js'

// Koji's `convert_value`, which converts an argument to a type or refuses it.

export function convertInt(value: RpcValue): number {
  return converted(value, toInt(value), 'int')
}

export function convertIntOrNone(value: RpcValue): number | null {
  return value === null ? null : convertInt(value)
}

export function convertBool(value: RpcValue): boolean {
  return converted(value, truthy(value), 'bool')
}

function converted<T>(value: RpcValue, result: T | undefined, type: string): T {
  if (value !== null && result !== undefined) return result
  throw unconvertible(value, type)
}

/** Only text is taken, and as it is. */
export function assertText(value: RpcValue): string {
  if (typeof value === 'string') return value
  throw unconvertible(value, 'str')
}

function unconvertible(value: RpcValue, type: string): Error {
  const expected = `expected type <class '${type}'>`
  return parameterError(
    value === null
      ? `Invalid type, ${expected}`
      : `Invalid type for value '${str(value)}': ${typeName(value)}, ${expected}`,
  )
}
