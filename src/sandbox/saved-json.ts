import { isJsonObject, type Json, type JsonObject } from '../koji/json.js'

// Readers of a saved state; each throws where it finds something else.

export function orNull<T>(read: (value: Json | undefined) => T, value: Json | undefined): T | null {
  return value === undefined || value === null ? null : read(value)
}

export function object(value: Json | undefined): JsonObject {
  if (!isJsonObject(value)) throw new Error('an object is missing')
  return value
}

export function list(value: Json | undefined): readonly Json[] {
  if (!Array.isArray(value)) throw new Error('a list is missing')
  return value
}

export function number(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Error('a number is missing')
  return value
}

export function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error('a text is missing')
  return value
}
