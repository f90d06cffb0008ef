import type { JsonObject } from '../../koji/json.js'
import { stageNames } from '../../plan/index.js'
import { plan } from './plan.js'
import { hub } from './resources.js'
import { flag, integer, list, nullable, object, one, ref, text } from './vocabulary.js'

const fault = object({ code: integer, text })

/** A call's outcome, but for the call itself. */
export const outcome = { status: one('not-run', 'done', 'failed', 'unknown', 'skipped') }
export const perhapsFault = { fault }

/** What became of each call of a plan. */
export const stageResults = list(
  object({ stage: text, results: list(object({ call: ref('call'), ...outcome }, perhapsFault)) }),
)

export const processMark = object({
  pid: integer,
  host: text,
  space: nullable(text),
  started: nullable(text),
})

const row = {
  run: text,
  began: text,
  ended: nullable(text),
  hub,
  user: nullable(text),
  reason: nullable(text),
  state: one('done', 'partial', 'failed', 'interrupted', 'running', 'open'),
  follows: list(text),
  followed_by: nullable(text),
  changes: integer,
  calls: object({ done: integer, failed: integer, unknown: integer, not_run: integer }),
  journal: text,
}

/** What `tags runs` prints. */
export const runs: JsonObject = object({
  runs: list(object(row)),
  damaged: list(object({ message: text, where: nullable(text) })),
})

const request = object(
  {
    time: text,
    stage: one(...stageNames),
    calls: list(integer),
    answer: one('none', 'answered', 'refused', 'lost'),
  },
  { error: text },
)

/** What `tags runs show` prints. */
export const runDetails: JsonObject = object({
  ...row,
  tool: text,
  process: processMark,
  leaves: { type: 'object' },
  plan,
  requests: list(request),
  results: stageResults,
  remaining: nullable(list(ref('change'))),
  error: nullable(text),
  torn: flag,
})
