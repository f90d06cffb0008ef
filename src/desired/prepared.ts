import type { ValidateFunction } from 'ajv/dist/2020.js'
import type { Json } from '../koji/json.js'

// What the program does with its own templates in each run, done once: from its sources it has none of it; the build puts
// it here (scripts/prepared.js), since it takes longer than all else with them.

/** A built-in template as a packed tree, by the SHA-256 of its text. */
export function preparedTree(_sha256: string): Json | undefined {
  return undefined
}

/** What checks the value of a parameter of theirs, by the key of its schema. */
export function preparedCheck(_schemaKey: string): ValidateFunction | undefined {
  return undefined
}
