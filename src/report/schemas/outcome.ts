import type { JsonObject } from '../../koji/json.js'
import { stageNames } from '../../plan/index.js'
import { plan } from './plan.js'
import { outcome, perhapsFault, stageResults } from './runs.js'
import { anything, integer, list, nullable, object, one, ref, text } from './vocabulary.js'

const result = {
  results: stageResults,
  remaining: list(ref('change')),
  run: nullable(text),
  journal: nullable(text),
  warnings: list(text),
}

/** What `tags apply` prints. */
export const applied: JsonObject = object({ plan, ...result })

const failure = object(
  { name: text, message: text, exit_code: integer },
  {
    where: text,
    next: text,
    data: anything,
    problems: list(object({ source: ref('source'), message: text }, { path: text, hint: text })),
  },
)

/** What any command prints that fails. */
export const error: JsonObject = object({ error: failure })

interface Properties {
  readonly [name: string]: JsonObject
}

function event(name: string, properties: Properties = {}): JsonObject {
  return object({ time: text, event: { const: name }, ...properties })
}

const stage = one(...stageNames)
/** positions in their stage */
const calls = list(integer)
const placed = list(object({ call: integer, ...outcome }, perhapsFault))

/** One line of `--json-events`; the last one is `applied` or `error`. */
export const events: JsonObject = {
  oneOf: [
    event('warning', { message: text }),
    event('plan', { plan }),
    event('start', { stages: list(object({ stage, calls: integer, requests: integer })) }),
    event('stage', { stage, calls: integer }),
    event('sending', { stage, calls }),
    event('answered', { stage, results: placed }),
    event('refused', { stage, calls, error: failure }),
    event('lost', { stage, calls, error: failure }),
    event('read-back', { stage, error: failure, done: integer, not_done: integer, results: placed }),
    event('stage-done', { stage }),
    event('retry', { error: failure, number: integer, of: integer, seconds: { type: 'number' } }),
    event('interrupted'),
    event('applied', result),
    event('error', { error: failure }),
  ],
}
