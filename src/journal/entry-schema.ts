import type { JsonObject } from '../koji/json.js'
import { stageNames } from '../plan/index.js'
import { barePlan, planDefinitions } from '../report/schemas/plan.js'
import { outcome, perhapsFault, processMark } from '../report/schemas/runs.js'
import { document, integer, list, nullable, object, one, ref, text } from '../report/schemas/vocabulary.js'
import { outcomes } from './entry.js'

const stage = one(...stageNames)
const calls = list(integer)
const result = object({ call: integer, ...outcome }, perhapsFault)

function entry(names: readonly string[], parts: { [name: string]: JsonObject }, more = {}): JsonObject {
  return object({ entry: one(...names), time: text, ...parts }, more)
}

const closed = entry(['closed'], { outcome: one(...outcomes), settles: list(text) }, { error: text })

/** The JSON Schema of its last line. */
export const closedSchema: JsonObject = document('the last line of a journal', closed)

/** The JSON Schema of one line of a journal. */
export const entrySchema: JsonObject = document(
  'one line of a journal',
  {
    oneOf: [
      entry(['opened'], {
        format: text,
        run: text,
        tool: text,
        process: processMark,
        user: nullable(text),
        reason: nullable(text),
        leaves: { type: 'object' },
        follows: list(text),
        plan: barePlan,
      }),
      entry(['sending'], { stage, calls }),
      entry(['answered', 'read-back'], { stage, results: list(result) }),
      entry(['refused', 'lost'], { stage, calls, error: text }),
      entry(['remaining'], { changes: list(ref('change')) }),
      closed,
    ],
  },
  planDefinitions,
)
