import type { JsonObject } from '../../koji/json.js'

// Small words for JSON Schemas, so that the schemas of the outputs read like the types they describe.

export const text: JsonObject = { type: 'string' }
export const flag: JsonObject = { type: 'boolean' }
export const integer: JsonObject = { type: 'integer' }
export const anything: JsonObject = {}

export function nullable(schema: JsonObject): JsonObject {
  return { anyOf: [schema, { type: 'null' }] }
}

export function list(items: JsonObject): JsonObject {
  return { type: 'array', items }
}

export function one(...values: readonly string[]): JsonObject {
  return { enum: [...values] }
}

/** An object with exactly these properties; those in `optional` may be missing. */
export function object(
  properties: { [name: string]: JsonObject },
  optional: { [name: string]: JsonObject } = {},
): JsonObject {
  return {
    type: 'object',
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
    additionalProperties: false,
  }
}

export function ref(name: string): JsonObject {
  return { $ref: `#/$defs/${name}` }
}

/** A whole schema, for the output of one command. */
export function document(title: string, schema: JsonObject, definitions: JsonObject = {}): JsonObject {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...schema, $defs: definitions }
}
