import type { DesiredTag } from '../../koji/desired-state.js'
import type { LiveTag, Origin } from '../../koji/live-state.js'
import { valuePath } from '../../koji/value-path.js'
import type { TagChange } from '../change.js'
import type { Note } from '../note.js'

/**
 * What a facet's comparison starts from. `live` is `undefined` for a tag that owns no row on the hub yet;
 * `isNew` tells whether the plan creates the tag (a deleted tag may still own rows).
 */
export interface TagComparison {
  readonly desired: DesiredTag
  readonly live: LiveTag | undefined
  readonly isNew: boolean
}

/** What a comparison came to: the facet as it will be, and the changes that lead there. */
export interface FacetResult<Value> {
  readonly after: Value
  readonly changes: readonly TagChange[]
  readonly notes?: readonly Note[]
}

/** The parts of a change that are the same for all kinds: where it is written, who made what is there. */
export function provenance(
  { desired, live }: TagComparison,
  facet: string,
  ...names: readonly string[]
): { source: DesiredTag['source']; origin?: Origin } {
  const path = valuePath(facet, ...names)
  const source = desired.sources.get(path) ?? desired.sources.get(valuePath(facet)) ?? desired.source
  const origin = live?.origins.get(path)
  return origin === undefined ? { source } : { source, origin }
}
