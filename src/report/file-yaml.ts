import { stringify } from 'yaml'
import { isJsonObject, type Json, type JsonObject } from '../koji/json.js'

/** A document as YAML that a loader reads as just that: a `${` of a hub's stays one, and is no reference. */
export function fileYaml(document: JsonObject): string {
  return stringify(escaped(document), { lineWidth: 0 })
}

function escaped(value: Json): Json {
  if (typeof value === 'string') return literal(value)
  if (Array.isArray(value)) return value.map(escaped)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [literal(key), escaped(item)]))
}

function literal(text: string): string {
  return text.replaceAll('${', () => '$${')
}
