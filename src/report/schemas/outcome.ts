import type { JsonObject } from '../../koji/json.js'
import { stageNames } from '../../plan/index.js'
import { plan } from './plan.js'
import { repo, waited } from './repos.js'
import { outcome, perhapsFault, stageResults } from './runs.js'
import { anything, integer, list, nullable, object, one, ref, text } from './vocabulary.js'

const result = {
  results: stageResults,
  remaining: list(ref('change')),
  run: nullable(text),
  journal: nullable(text),
  warnings: list(text),
  repos: nullable(list(object(repo))),
}

const failure = object(
  { name: text, message: text, exit_code: integer },
  {
    where: text,
    next: text,
    data: anything,
    problems: list(object({ source: ref('source'), message: text }, { path: text, hint: text })),
  },
)

/** What `tags apply` prints; with an error where repos do not come that were waited for. */
export const applied: JsonObject = object({ plan, ...result }, { error: failure })

/** What any command prints that fails. */
export const error: JsonObject = object({ error: failure })

interface Properties {
  readonly [name: string]: JsonObject
}

function event(name: string, properties: Properties = {}, optional: Properties = {}): JsonObject {
  return object({ time: text, event: { const: name }, ...properties }, optional)
}

const stage = one(...stageNames)
/** positions in their stage */
const calls = list(integer)
const placed = list(object({ call: integer, ...outcome }, perhapsFault))

/** One line of `--json-events`; the last one is `applied`, `ready` or `error`. */
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
    event('repos', { tags: list(text) }),
    event('repo', repo),
    event('ready', waited),
    event('applied', result, { error: failure }),
    event('error', { error: failure }),
  ],
}
