import { planned } from './plan.js'
import { list, nullable, object, text } from './vocabulary.js'

/** What `tags retire` prints. */
export const retired = object({
  release: text,
  template: text,
  targets: list(
    object({ name: text, build_tag: text, dest_tag: text }, { through: object({ tag: text, from: text }) }),
  ),
  locked: list(text),
  state: text,
  file: nullable(text),
  plan: planned,
})
