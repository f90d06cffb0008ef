import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { isJsonObject, type Json, type JsonObject } from '../koji/json.js'
import { planFile } from '../report/schemas/plan-file.js'
import { type PlanFile, planFormat } from './plan-file.js'

/**
 * A value of the form of a plan file, or a call of `refuse`. A file of a newer minor format may have keys that this
 * release does not know, and may not lack any that it does.
 */
export function fitsFormat(value: JsonObject, refuse: (fault: string) => never): PlanFile {
  const isOurs = value.format === planFormat
  const fits = isOurs ? compiled('strict', planFile) : compiled('lenient', lenient(planFile))
  if (fits(value)) return value
  return refuse(faultOf(fits.errors))
}

// Compiled once it is needed: no other command pays for it.
const known = new Map<string, ValidateFunction<PlanFile>>()

function compiled(name: string, schema: JsonObject): ValidateFunction<PlanFile> {
  const ready = known.get(name)
  if (ready !== undefined) return ready
  const made = new Ajv2020({ strict: false, ownProperties: true }).compile<PlanFile>(schema)
  known.set(name, made)
  return made
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

// Of an alternative, ajv tells the faults of every branch; the deepest is of the one that was meant.
function faultOf(errors: readonly ErrorObject[] | null | undefined): string {
  const [deepest] = [...(errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length)
  return `${deepest?.instancePath || 'the whole'} ${deepest?.message ?? 'does not fit'}`
}
