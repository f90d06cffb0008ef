import type { JsonObject } from '../../koji/json.js'
import { hub } from './resources.js'
import { integer, list, nullable, object, ref, text } from './vocabulary.js'

/** What `tags history` prints. */
export const history: JsonObject = object({
  hub,
  event: integer,
  after: nullable(integer),
  until: nullable(integer),
  events: list(
    object({ event: integer, time: text, author: text, run: nullable(text), changes: list(ref('change')) }),
  ),
  runs: list(object({ run: text, user: nullable(text), reason: nullable(text), began: text })),
  warnings: list(text),
})
