import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { desiredStateSchema, draft, expandedSchema, templateSchema } from './schema.js'
import type { Schema } from './schema-form.js'
import { waiversSchema } from './waivers-schema.js'

/** The schemas of this tool that trees are checked by. */
export const schemas: { readonly [name in SchemaName]: Schema } = {
  desiredState: desiredStateSchema,
  template: templateSchema,
  expanded: expandedSchema,
  waivers: waiversSchema,
  jsonSchema: { $ref: draft },
}

export type SchemaName = 'desiredState' | 'template' | 'expanded' | 'waivers' | 'jsonSchema'

/** Compiles them. It takes a third of a second, so the build does it once and for all (scripts/validators.js). */
export const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  ownProperties: true,
  allowUnionTypes: true,
  logger: false,
  code: { source: true, esm: true },
})

const compiled = new Map<SchemaName, ValidateFunction>()

export function validatorOf(name: SchemaName): ValidateFunction {
  const validate = compiled.get(name) ?? ajv.compile(schemas[name])
  compiled.set(name, validate)
  return validate
}
