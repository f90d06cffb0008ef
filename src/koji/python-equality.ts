import { isJsonObject, type Json } from './json.js'

/**
 * Whether Python takes two JSON values for equal, as the hub does before it writes: `1`, `1.0` and `true`
 * are one value there, `0` and `false` another, also inside lists and objects.
 */
export function pythonEqual(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => pythonEqual(item, b[index] ?? null))
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length &&
      keys.every(key => Object.hasOwn(b, key) && pythonEqual(a[key] ?? null, b[key] ?? null))
    )
  }
  return numeric(a) === numeric(b)
}

function numeric(value: Json): Json {
  return typeof value === 'boolean' ? Number(value) : value
}
