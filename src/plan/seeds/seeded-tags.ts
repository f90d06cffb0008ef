import type { DesiredState, DesiredTag, Seed } from '../../koji/desired-state.js'
import type { LiveState } from '../../koji/live-state.js'

/** A tag that is made from another one. */
export type SeededTag = DesiredTag & { readonly seed: Seed }

/** The tags that a plan would make from others: a seed does nothing for a tag that is there. */
export function seededTags({ tags }: DesiredState, live: Pick<LiveState, 'tags'>): SeededTag[] {
  return [...tags.values()].filter(isSeeded).filter(({ name, absent }) => !absent && !live.tags.has(name))
}

function isSeeded(tag: DesiredTag): tag is SeededTag {
  return tag.seed !== undefined
}
