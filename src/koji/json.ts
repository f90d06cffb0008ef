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

/** Whether two values have the same `canonicalJson`; it is asked far too often to write that. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => jsonEqual(item ?? null, b[index] ?? null))
  }
  if (isJsonObject(a) && isJsonObject(b)) return fieldsEqual(a, b)
  return !isJsonObject(a) && !isJsonObject(b) && canonicalJson(a) === canonicalJson(b)
}

function fieldsEqual(a: JsonObject, b: JsonObject): boolean {
  if (a instanceof Map && b instanceof Map) return isMapWithin(a, b) && isMapWithin(b, a)
  if (a instanceof Map) return jsonEqual(Object.fromEntries(a), b)
  if (b instanceof Map) return jsonEqual(a, Object.fromEntries(b))
  return isWithin(a, b) && hasNoOthers(b, a)
}

// JSON leaves out what is undefined.
function isWithin(part: JsonObject, whole: JsonObject): boolean {
  for (const key in part)
    if (!jsonEqual(part[key], Object.hasOwn(whole, key) ? whole[key] : undefined)) return false
  return true
}

function hasNoOthers(part: JsonObject, whole: JsonObject): boolean {
  for (const key in part) if (!Object.hasOwn(whole, key) && !jsonEqual(part[key], undefined)) return false
  return true
}

function isMapWithin(part: ReadonlyMap<unknown, unknown>, whole: ReadonlyMap<unknown, unknown>): boolean {
  for (const [key, value] of part) if (!jsonEqual(value, whole.get(key))) return false
  return true
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
