import { isJsonObject, type Json, type JsonObject } from '../koji/json.js'

/** A JSON Schema. Its `title` completes the sentence "expected …". */
export type Schema = JsonObject

/** What the grammar takes at one stage of the way. */
export interface Form {
  /** `null` may stand for any value: it removes what a template gives (RFC 7396) */
  readonly nulls: boolean
  /** text with `${…}` may stand for any value: what it becomes is known after expansion */
  readonly references: boolean
}

/** Builds schemas of collections whose values are in one form. */
export class SchemaForm {
  constructor(readonly form: Form) {}

  /** A mapping with known keys. */
  object(schema: Schema, properties: JsonObject): Schema {
    const fields = Object.entries(properties).map(([key, value]): [string, Json] => [key, this.#field(value)])
    return {
      ...schema,
      type: schema.type ?? 'object',
      properties: Object.fromEntries(fields),
      additionalProperties: false,
    }
  }

  /** A mapping from names to values of one kind. */
  mapOf(schema: Schema, values: Schema): Schema {
    return { ...schema, type: 'object', additionalProperties: this.#field(values) }
  }

  list(schema: Schema, items: Schema): Schema {
    return { ...schema, type: 'array', items: this.item(items) }
  }

  /** One value of a list; `null` removes nothing there. */
  item(schema: Schema): Schema {
    return this.form.references ? { if: { type: 'string', pattern: '\\$\\{' }, else: schema } : schema
  }

  #field(schema: Json): Json {
    if (!isJsonObject(schema)) return schema
    return this.item(this.form.nulls ? orNull(schema) : schema)
  }
}

function orNull(schema: Schema): Schema {
  const { type } = schema
  if (schema.$ref !== undefined) return { if: { type: 'null' }, else: schema }
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type : []
  const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}
  return { ...schema, ...values, type: [...new Set([...types, 'null'])] }
}

/** A name. One that is an integer need not be quoted: it is taken as it is written. */
export const name: Schema = { title: 'a name', type: ['string', 'integer'], minLength: 1, minimum: 0 }

export function flag(description: string): Schema {
  return { title: 'true or false', description, type: 'boolean' }
}

export function names(what: string, description: string): Schema {
  return { title: `a list of ${what}`, description, type: 'array', items: name }
}

/** One of a few words. */
export function choice(what: string, values: readonly string[], description: string): Schema {
  return { title: what, description, type: 'string', enum: [...values] }
}

/** An integer, which may also be written as a string, of as many digits as surely fit. */
export function integer(title: string, minimum: number, description: string): Schema {
  const maximum = 2 ** 31 - 1
  const pattern = minimum < 0 ? '^-?[0-9]{1,9}$' : '^[0-9]{1,9}$'
  return { title, description, type: ['integer', 'string'], pattern, minimum, maximum }
}
