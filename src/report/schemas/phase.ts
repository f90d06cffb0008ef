import { planned } from './plan.js'
import { anything, flag, list, nullable, object, ref, text } from './vocabulary.js'

/** What `tags phase` prints. */
export const phase = object({
  file: text,
  uses: list(
    object({ template: text, source: ref('source'), releases: list(text), from: anything, to: anything }),
  ),
  written: flag,
  plan: nullable(planned),
})
