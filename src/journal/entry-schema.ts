import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { JsonObject } from '../koji/json.js'
import { stageNames } from '../plan/index.js'
import { barePlan, planDefinitions } from '../report/schemas/plan.js'
import { outcome, perhapsFault, processMark } from '../report/schemas/runs.js'
import { document, integer, list, nullable, object, one, ref, text } from '../report/schemas/vocabulary.js'
import { type Entry, outcomes } from './entry.js'

const stage = one(...stageNames)
const calls = list(integer)
const result = object({ call: integer, ...outcome }, perhapsFault)

function entry(names: readonly string[], parts: { [name: string]: JsonObject }, more = {}): JsonObject {
  return object({ entry: one(...names), time: text, ...parts }, more)
}

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
      entry(['closed'], { outcome: one(...outcomes), settles: list(text) }, { error: text }),
    ],
  },
  planDefinitions,
)

let compiled: ValidateFunction<Entry> | undefined

/** Says what is wrong with a line as data, or that it is an entry. */
export function isEntry(value: unknown, onFault: (fault: string) => void): value is Entry {
  compiled ??= new Ajv2020({ strict: false }).compile<Entry>(entrySchema)
  if (compiled(value)) return true
  onFault(faultOf(compiled.errors))
  return false
}

// Of an alternative, ajv tells the faults of every branch; the deepest is of the one that was meant.
function faultOf(errors: readonly ErrorObject[] | null | undefined): string {
  const [deepest] = [...(errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length)
  return `${deepest?.instancePath || 'the line'} ${deepest?.message ?? 'does not fit'}`
}
