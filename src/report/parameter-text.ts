import type { Json, JsonObject } from '../koji/json.js'
import { jsonText } from './value-text.js'

interface Parameter {
  readonly name: string
  readonly schema: JsonObject
  readonly default?: Json
}

/** `release: integer, required` or `arches: array, default ["x86_64"]: what it is for` */
export function parameterText({ name, schema, default: preset }: Parameter): string {
  const { type, enum: values, description } = schema
  const kind = Array.isArray(values)
    ? values.map(value => jsonText(value)).join(' | ')
    : typeof type === 'string'
      ? type
      : 'any'
  const need = preset === undefined ? 'required' : `default ${jsonText(preset)}`
  return `${name}: ${kind}, ${need}${typeof description === 'string' ? `: ${description}` : ''}`
}
