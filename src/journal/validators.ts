import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Entry } from './entry.js'
import { entrySchema } from './entry-schema.js'

export const schemas = { entry: entrySchema }

/** Compiles them; the build does it once and for all (scripts/validators.js). */
export const ajv = new Ajv2020({ strict: false, code: { source: true, esm: true } })

let compiled: ValidateFunction<Entry> | undefined

export function validatorOf(name: keyof typeof schemas): ValidateFunction<Entry> {
  compiled ??= ajv.compile<Entry>(schemas[name])
  return compiled
}
