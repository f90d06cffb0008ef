import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { closedSchema, entrySchema } from './entry-schema.js'

export const schemas = { entry: entrySchema, closed: closedSchema }

/** Compiles them; the build does it once and for all (scripts/validators.js). */
export const ajv = new Ajv2020({ strict: false, code: { source: true, esm: true } })

const compiled = new Map<keyof typeof schemas, ValidateFunction>()

export function validatorOf(name: keyof typeof schemas): ValidateFunction {
  const validate = compiled.get(name) ?? ajv.compile(schemas[name])
  compiled.set(name, validate)
  return validate
}
