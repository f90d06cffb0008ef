import type { JsonObject } from '../../koji/json.js'
import { planDefinitions, planParts } from './plan.js'
import { document, list, object, text } from './vocabulary.js'

const sha256: JsonObject = { type: 'string', pattern: '^[0-9a-f]{64}$' }

/** The shape of what `tags plan -o` writes, version 1.0. */
export const planFile: JsonObject = document(
  'a saved plan of koji-releng (tags plan -o)',
  object({
    format: { type: 'string', pattern: '^1\\.[0-9]+$' },
    tool: object({ name: text, version: text }),
    desired: object({ digest: sha256, files: list(object({ file: text, sha256 })) }),
    ...planParts,
    digest: sha256,
  }),
  planDefinitions,
)
