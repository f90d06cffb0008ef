/** A value that JSON can carry, as Koji stores it in a tag's extra settings. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * One text for one value: keys sorted, no spaces. Equal values give equal bytes, so it serves comparison
 * (types count: `1`, `true` and `"1"` differ) and digests alike. Maps are written as objects.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value))
}

export function jsonEqual(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value instanceof Map) return fromSortedEntries([...value])
  if (typeof value === 'object' && value !== null) return fromSortedEntries(Object.entries(value))
  return value
}

// Object.fromEntries defines properties: a key `__proto__` stays a key.
function fromSortedEntries(entries: [string, unknown][]): object {
  return Object.fromEntries(entries.sort(byKey).map(([key, value]) => [key, sorted(value)]))
}

/** Orders entries by key, in code units: the same on every machine, whatever its locale. */
export function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b)
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
