import type { JsonObject } from '../../koji/json.js'
import { hub, origin } from './resources.js'
import { anything, integer, list, nullable, object, one, ref, text } from './vocabulary.js'

const severity = one('error', 'warning', 'note')

const moment = object({ event: integer, time: nullable(text) })

const waiver = object({ rule: text, path: text, reason: text, source: ref('source') }, { until: text })

const finding = object(
  {
    rule: text,
    severity,
    resource: object({ kind: one('tag', 'target', 'external_repo', 'file'), name: text }),
    path: text,
    message: text,
    by: list(origin),
  },
  { expected: anything, found: anything, run: text, source: ref('source'), mend: text, waiver },
)

/** What `tags audit` prints. */
export const audit: JsonObject = object({
  hub,
  event: integer,
  at: nullable(moment),
  resources: object({ tags: integer, targets: integer, external_repos: integer }),
  findings: list(ref('finding')),
  summary: object({ error: integer, warning: integer, note: integer, waived: integer }),
  comparison: nullable(
    object({
      since: moment,
      new: list(ref('finding')),
      gone: list(ref('finding')),
      same: list(ref('finding')),
    }),
  ),
  warnings: list(text),
})

export const auditDefinitions: { readonly [name: string]: JsonObject } = {
  source: object({ file: text, line: integer, column: integer }, { used_by: ref('source') }),
  finding,
}
