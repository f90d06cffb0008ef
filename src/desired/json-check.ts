import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js'
import { canonicalJson, type Json, type JsonObject } from '../koji/json.js'
import { preparedCheck } from './prepared.js'
import { validatorOf } from './validators.js'

/** Why a value does not fit a schema: the first fault, and where in the value it is (a JSON pointer). */
export interface Misfit {
  readonly pointer: string
  /** completes "the value …": `must be integer` */
  readonly message: string
}

export type JsonCheck = (value: Json) => Misfit | undefined

/**
 * Compiles schemas of parameters. They are not kept: an `$id` in one must not meet that of another. That they are schemas
 * is checked by what the build has compiled.
 */
export function parameterAjv(options: Options = {}): Ajv2020 {
  return new Ajv2020({
    addUsedSchema: false,
    validateSchema: false,
    allowUnionTypes: true,
    logger: false,
    ownProperties: true,
    strictTypes: false,
    ...options,
  })
}

let ajv: Ajv2020 | undefined

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
  const key = schemaKey(schema)
  const ready = known.get(key)
  if (ready !== undefined) return ready
  try {
    if (!trusted) refuseOtherThanSchema(schema)
    const check = checkBy((trusted ? preparedCheck(key) : undefined) ?? compiled(schema))
    known.set(key, check)
    return check
  } catch (error) {
    // ajv throws a plain Error for each fault of a schema: unknown keywords, wrong types, bad patterns.
    if (!(error instanceof Error)) throw error
    onFault(`not a JSON Schema: ${error.message.replace(/^strict mode: /, '')}`)
    return () => undefined
  }
}

/** The same for schemas that take the same values. */
export function schemaKey(schema: JsonObject): string {
  const { title: _title, description: _description, default: _default, ...said } = schema
  return canonicalJson(said)
}

function refuseOtherThanSchema(schema: JsonObject): void {
  const isSchema = validatorOf('jsonSchema')
  if (!isSchema(schema))
    throw new Error(`schema is invalid: ${new Ajv2020().errorsText(isSchema.errors?.slice(0, 1))}`)
}

function compiled(schema: JsonObject): ValidateFunction {
  ajv ??= parameterAjv()
  const validate = ajv.compile(schema)
  if ('$async' in validate) throw new Error('"$async" is not supported')
  return validate
}

function checkBy(validate: ValidateFunction): JsonCheck {
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
