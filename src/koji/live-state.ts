import type { ExternalRepo, Tag, Target } from './tag.js'

/** Who made a live value, and when: every versioned row of Koji carries it. */
export interface Origin {
  readonly event: number
  /** ISO 8601, UTC */
  readonly time: string
  readonly author: string
}

/** A tag as the hub holds it, with the origin of each of its values by `valuePath`. */
export interface LiveTag extends Tag {
  readonly origins: ReadonlyMap<string, Origin>
}

export interface LiveTarget extends Target {
  /** unknown for a target that was found through its build tag */
  readonly origin?: Origin
}

/** An external repo; who gave it its URL and which tags use it is known of those that were asked for. */
export interface LiveExternalRepo extends ExternalRepo {
  readonly origin?: Origin
  readonly users?: readonly string[]
}

/** What was read of a hub: the tags asked for, their ancestors, and the targets around them. */
export interface LiveState {
  readonly hub: HubIdentity
  /** the hub's last event before the first read, or the one as of which it was read */
  readonly event: number
  readonly tags: ReadonlyMap<string, LiveTag>
  /**
   * Tags that do not exist but own active rows (Koji lets links be set on a deleted tag): recreating the tag
   * brings these back.
   */
  readonly leftovers: ReadonlyMap<string, LiveTag>
  readonly targets: ReadonlyMap<string, LiveTarget>
  /** all that the hub has */
  readonly external_repos: ReadonlyMap<string, LiveExternalRepo>
  /** those asked for that were deleted; made again, one has its old id, and no tag uses it */
  readonly former_external_repos: ReadonlySet<string>
  /** those of the wanted users that the hub knows */
  readonly users: ReadonlySet<string>
  /** the hub keeps maven's flags; a hub that does not refuses them */
  readonly maven: boolean
  /** the names of all permissions that the hub knows */
  readonly permissions: ReadonlySet<string>
}

export interface HubIdentity {
  /** the profile it was reached through */
  readonly profile: string
  readonly url: string
  /** the Koji release that it runs */
  readonly version: string
}
