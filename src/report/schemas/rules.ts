import type { JsonObject } from '../../koji/json.js'
import { flag, list, object, one, text } from './vocabulary.js'

const rule = object({
  id: text,
  severity: one('error', 'warning', 'note'),
  online: flag,
  needs: list(one('permissions', 'tags', 'packages', 'names')),
  title: text,
  reason: text,
  example: text,
  mend: text,
})

/** What `tags audit --rules` prints. */
export const rules: JsonObject = object({ rules: list(rule) })
