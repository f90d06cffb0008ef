import type { HubIdentity } from '../koji/live-state.js'
import type { Moment } from '../koji/moment.js'
import type { TagView } from '../koji/tag-view.js'

/** What `tags show --json` prints. */
export interface TagViewsDocument {
  readonly hub: HubIdentity
  /** as of which the tags were read */
  readonly event: number
  /** when that was, where a moment was asked for and an event has that number */
  readonly time: string | null
  readonly tags: readonly TagView[]
  /** what one should know about the connection */
  readonly warnings: readonly string[]
}

export interface ReadViews {
  readonly hub: HubIdentity
  readonly event: number
  readonly at: Moment | null
  readonly tags: readonly TagView[]
}

export function tagViewsJson(
  { hub, event, at, tags }: ReadViews,
  warnings: readonly string[] = [],
): TagViewsDocument {
  return { hub, event, time: at?.time ?? null, tags, warnings }
}
