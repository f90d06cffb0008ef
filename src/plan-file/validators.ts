import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { isJsonObject, type Json, type JsonObject } from '../koji/json.js'
import { planFile } from '../report/schemas/plan-file.js'
import type { PlanFile } from './plan-file.js'

/** The schemas of a plan file: of this format, and of a newer one, which may have keys that are not known here. */
export const schemas = { strict: planFile, lenient: lenient(planFile) }

/** Compiles them; the build does it once and for all (scripts/validators.js). */
export const ajv = new Ajv2020({ strict: false, ownProperties: true, code: { source: true, esm: true } })

const compiled = new Map<keyof typeof schemas, ValidateFunction<PlanFile>>()

export function validatorOf(name: keyof typeof schemas): ValidateFunction<PlanFile> {
  const validate = compiled.get(name) ?? ajv.compile<PlanFile>(schemas[name])
  compiled.set(name, validate)
  return validate
}

/** The schema without its word on unknown keys. */
function lenient(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).filter(
    ([key, value]) => !(key === 'additionalProperties' && value === false),
  )
  return Object.fromEntries(entries.map(([key, value]) => [key, lenientJson(value)]))
}

function lenientJson(value: Json): Json {
  if (Array.isArray(value)) return value.map(lenientJson)
  return isJsonObject(value) ? lenient(value) : value
}
