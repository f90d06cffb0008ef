import type { Source } from './source.js'
import type { ExtraValue, GroupConfig, Link, Settings } from './tag.js'

/**
 * What the YAML says, validated and expanded: templates used, overlays merged, defaults filled in.
 * A facet that is `undefined` is not managed; one that is there is exact: what the tag itself has beyond it
 * goes.
 */
export interface DesiredState {
  readonly tags: ReadonlyMap<string, DesiredTag>
  readonly targets: ReadonlyMap<string, DesiredTarget>
  /** globs of names that no plan may delete */
  readonly protect: readonly string[]
}

export interface DesiredTag {
  readonly name: string
  readonly source: Source
  /** the tag shall not exist; then no facet is set */
  readonly absent: boolean
  /** each field on its own; one that is not named keeps its value on the hub */
  readonly settings: Partial<Settings>
  readonly extra?: ReadonlyMap<string, ExtraValue>
  /** in order of priority */
  readonly inheritance?: readonly Link[]
  readonly groups?: ReadonlyMap<string, DesiredGroup>
  /** where each value was written, by `valuePath`; a facet's own place under `valuePath(facet)` */
  readonly sources: ReadonlyMap<string, Source>
}

/** A group as it shall be seen in the tag: what an ancestor gives already counts. */
export interface DesiredGroup {
  /** the unblocked packages that the tag itself lists, beyond those it inherits */
  readonly packages: ReadonlySet<string>
  /** only the options that are named */
  readonly config: Partial<GroupConfig>
}

export type DesiredTarget = { readonly name: string; readonly source: Source } & (
  | { readonly absent: true }
  | { readonly absent: false; readonly build_tag: string; readonly dest_tag: string }
)

/** Where a value of a tag was written; the tag's own place where nothing nearer is known. */
export function sourceOf(tag: DesiredTag, ...paths: readonly string[]): Source {
  for (const path of paths) {
    const source = tag.sources.get(path)
    if (source !== undefined) return source
  }
  return tag.source
}
