import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { Json, JsonObject } from '../koji/json.js'

/** Why a value does not fit a schema: the first fault, and where in the value it is (a JSON pointer). */
export interface Misfit {
  readonly pointer: string
  /** completes "the value …": `must be integer` */
  readonly message: string
}

export type JsonCheck = (value: Json) => Misfit | undefined

// Schemas of files are not kept: an `$id` in one must not meet that of another.
const ajv = new Ajv2020({
  addUsedSchema: false,
  allowUnionTypes: true,
  logger: false,
  ownProperties: true,
  strictTypes: false,
})

/** Turns a JSON Schema from a file into a check. What is no schema is told to `onFault`, and fits all values. */
export function compileSchema(schema: JsonObject, onFault: (message: string) => void): JsonCheck {
  try {
    const validate = ajv.compile(schema)
    if ('$async' in validate) throw new Error('"$async" is not supported')
    return value => (validate(value) ? undefined : misfit(validate.errors?.[0]))
  } catch (error) {
    // ajv throws a plain Error for each fault of a schema: unknown keywords, wrong types, bad patterns.
    if (!(error instanceof Error)) throw error
    onFault(`not a JSON Schema: ${error.message.replace(/^strict mode: /, '')}`)
    return () => undefined
  }
}

function misfit(error: ErrorObject | undefined): Misfit {
  const allowed: unknown = error?.params.allowedValues
  if (Array.isArray(allowed)) {
    const choices = allowed.map(value => JSON.stringify(value)).join(', ')
    return { pointer: error?.instancePath ?? '', message: `must be one of ${choices}` }
  }
  return { pointer: error?.instancePath ?? '', message: error?.message ?? 'does not fit its schema' }
}
