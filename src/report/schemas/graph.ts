import type { JsonObject } from '../../koji/json.js'
import { hub, link, target } from './resources.js'
import { flag, integer, list, nullable, object, text } from './vocabulary.js'

/** What `tags graph` prints. */
export const graph: JsonObject = object({
  hub,
  event: integer,
  reverse: flag,
  depth: nullable(integer),
  roots: list(text),
  tags: list(text),
  links: list(object({ child: text, ...link })),
  targets: list(target),
  warnings: list(text),
})
