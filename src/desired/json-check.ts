import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { canonicalJson, type Json, type JsonObject } from '../koji/json.js'
import { validatorOf } from './validators.js'

/** Why a value does not fit a schema: the first fault, and where in the value it is (a JSON pointer). */
export interface Misfit {
  readonly pointer: string
  /** completes "the value …": `must be integer` */
  readonly message: string
}

export type JsonCheck = (value: Json) => Misfit | undefined

// Schemas of files are not kept: an `$id` in one must not meet that of another. That they are schemas is checked by
// what the build has compiled.
const ajv = new Ajv2020({
  addUsedSchema: false,
  validateSchema: false,
  allowUnionTypes: true,
  logger: false,
  ownProperties: true,
  strictTypes: false,
})

// Templates say the same of their parameters again and again: that a release is a positive integer.
const known = new Map<string, JsonCheck>()

/**
 * Turns a JSON Schema from a file into a check. What is no schema is told to `onFault`, and fits all values.
 *
 * @param trusted it comes with the tool, and is known to be one
 */
export function compileSchema(
  schema: JsonObject,
  onFault: (message: string) => void,
  trusted = false,
): JsonCheck {
  const { title: _title, description: _description, default: _default, ...said } = schema
  const key = canonicalJson(said)
  const ready = known.get(key)
  if (ready !== undefined) return ready
  try {
    if (!trusted) refuseOtherThanSchema(schema)
    const check = compiled(schema)
    known.set(key, check)
    return check
  } catch (error) {
    // ajv throws a plain Error for each fault of a schema: unknown keywords, wrong types, bad patterns.
    if (!(error instanceof Error)) throw error
    onFault(`not a JSON Schema: ${error.message.replace(/^strict mode: /, '')}`)
    return () => undefined
  }
}

function refuseOtherThanSchema(schema: JsonObject): void {
  const isSchema = validatorOf('jsonSchema')
  if (!isSchema(schema)) throw new Error(`schema is invalid: ${ajv.errorsText(isSchema.errors?.slice(0, 1))}`)
}

function compiled(schema: JsonObject): JsonCheck {
  const validate = ajv.compile(schema)
  if ('$async' in validate) throw new Error('"$async" is not supported')
  return value => (validate(value) ? undefined : misfit(validate.errors?.[0]))
}

function misfit(error: ErrorObject | undefined): Misfit {
  const allowed: unknown = error?.params.allowedValues
  if (Array.isArray(allowed)) {
    const choices = allowed.map(value => JSON.stringify(value)).join(', ')
    return { pointer: error?.instancePath ?? '', message: `must be one of ${choices}` }
  }
  return { pointer: error?.instancePath ?? '', message: error?.message ?? 'does not fit its schema' }
}
