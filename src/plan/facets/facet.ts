import type { DesiredTag } from '../../koji/desired-state.js'
import { compareText } from '../../koji/json.js'
import type { LiveTag, Origin } from '../../koji/live-state.js'
import type { Facet } from '../../koji/tag.js'
import { valuePath } from '../../koji/value-path.js'
import type { TagChange } from '../change.js'
import type { TagNote } from '../note.js'

/**
 * What a facet's comparison starts from. `live` is `undefined` for a tag that owns no row on the hub yet;
 * `isNew` tells whether the plan creates the tag (a deleted tag may still own rows).
 */
export interface TagComparison {
  readonly desired: DesiredTag
  readonly live: LiveTag | undefined
  readonly isNew: boolean
  /** who deleted the tag that had this name before */
  readonly former?: Origin | undefined
}

/** What a comparison came to: the facet as it will be, and the changes that lead there. */
export interface FacetResult<Value> {
  /** the very value that is there where nothing changes: who compares many tags sees so at once that they are alike */
  readonly after: Value
  readonly changes: readonly TagChange[]
  readonly notes?: readonly TagNote[]
}

/** Whether only what the file names of a facet is managed, so that what it does not name stays. */
export function isAdditive({ desired }: TagComparison, facet: Facet): boolean {
  return desired.additive.has(facet)
}

/** The parts of a change that are the same for all kinds: where it is written, who made what is there. */
export function provenance(
  { desired, live }: TagComparison,
  facet: string,
  ...names: readonly string[]
): { source: DesiredTag['source']; origin?: Origin } {
  const path = valuePath(facet, ...names)
  const { sources } = desired
  const source =
    sources.get(path) ??
    sources.get(valuePath(facet, ...names.slice(0, 1))) ??
    sources.get(valuePath(facet)) ??
    desired.source
  const origin = live?.origins.get(path)
  return origin === undefined ? { source } : { source, origin }
}

/** A note where a tag that is created again gets rows back that its file does not name. */
export function leftoverNotes(comparison: TagComparison, facet: Facet, names: Iterable<string>): TagNote[] {
  if (!comparison.isNew) return []
  const left = [...names].sort(compareText)
  if (left.length === 0) return []
  const { source } = provenance(comparison, facet)
  return [{ kind: 'leftover', tag: comparison.desired.name, facet, names: left, source }]
}
