import type { JsonObject } from '../../koji/json.js'
import { facets } from '../../koji/tag.js'
import { hub } from './resources.js'
import { anything, flag, integer, list, nullable, object, one, text } from './vocabulary.js'

const kind = one('tag', 'target', 'external_repo')

const entry = object(
  { facet: nullable(one(...facets)), path: object({}, { a: list(text), b: list(text) }), isDefault: flag },
  { a: anything, b: anything },
)

const difference = object({
  kind,
  a: text,
  b: text,
  only: nullable(one('a', 'b')),
  entries: list(entry),
})

const source: JsonObject = {
  anyOf: [
    object({ kind: { const: 'hub' }, hub, event: integer }),
    object({ kind: { const: 'file' }, file: text }),
  ],
}
const side = object({ release: text, source })

/** What `tags compare` prints. */
export const comparison: JsonObject = object({
  a: side,
  b: side,
  equal: flag,
  differences: list(difference),
  shared: object({ tag: integer, target: integer, external_repo: integer }),
  warnings: list(text),
})

const like = object({
  release: text,
  hub,
  event: integer,
  phase: nullable(text),
  switches: { type: 'object', additionalProperties: flag },
  differences: list(difference),
  carried: list(difference),
  left: list(object({ difference, reason: text })),
})

/** What `tags new` prints. */
export const newRelease: JsonObject = object({
  release: text,
  template: text,
  file: nullable(text),
  text,
  like: nullable(like),
  warnings: list(text),
})

/** What `tags export` prints. */
export const exported: JsonObject = object({
  hub,
  event: integer,
  files: list(object({ file: nullable(text), text: nullable(text) })),
  tags: list(text),
  targets: list(text),
  external_repos: list(text),
  requires: list(text),
  side_tags: list(text),
  unsaid: list(text),
  releases: list(text),
  warnings: list(text),
})
