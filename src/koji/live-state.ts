import type { ExternalRepo, Tag, TaggedBuild, Target } from './tag.js'

/** Who made a live value, or took one away, and when: every versioned row of Koji carries it. */
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
  readonly former: Former
  /** of those of the tags that were asked for them */
  readonly contents: ReadonlyMap<string, TagContents>
  /** by tag and NVR, of the builds that are tagged in tags themselves: those that were asked for */
  readonly builds: ReadonlyMap<string, ReadonlyMap<string, LiveBuild>>
  /** the latest builds of tags that were asked for them, by tag */
  readonly latest: ReadonlyMap<string, LatestBuilds>
  /** those of the wanted users that the hub knows */
  readonly users: ReadonlySet<string>
  /** the hub keeps maven's flags; a hub that does not refuses them */
  readonly maven: boolean
  /** the names of all permissions that the hub knows */
  readonly permissions: ReadonlySet<string>
}

/**
 * Whether reading on from one state to the other found nothing: the very same tags, leftovers and targets. What inherits
 * from a tag brings nothing but these.
 */
export function holdsSame(a: LiveState, b: LiveState): boolean {
  return areSame(a.tags, b.tags) && areSame(a.leftovers, b.leftovers) && areSame(a.targets, b.targets)
}

function areSame(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [name, one] of a) if (b.get(name) !== one) return false
  return true
}

/** A build that is tagged in a tag, with who tagged it. */
export interface LiveBuild extends TaggedBuild {
  readonly origin: Origin
}

/** NVRs of the latest builds of a tag by package, as far as they were asked for. What its list hides is not there. */
export interface LatestBuilds {
  /** of what is tagged in the tag itself */
  readonly own: ReadonlyMap<string, string>
  /** of what it inherits, too: what a build root made of it would hold */
  readonly seen: ReadonlyMap<string, string>
}

/** What a tag holds beyond its configuration, and would lose. */
export interface TagContents {
  /** entries of its own package list, blocks included */
  readonly packages: Held
  /** builds tagged in it, as `name-version-release` */
  readonly builds: Held
}

export interface Held {
  readonly count: number
  /** all of them where they are few, otherwise none */
  readonly names: readonly string[]
}

/**
 * The resources asked for that were deleted, with the deletion. Koji keeps the name: made again, one has its old
 * id, and nothing of what it held or of what used it.
 */
export interface Former {
  readonly tags: ReadonlyMap<string, Origin>
  readonly targets: ReadonlyMap<string, Origin>
  readonly external_repos: ReadonlyMap<string, Origin>
}

export interface HubIdentity {
  /** the profile it was reached through */
  readonly profile: string
  readonly url: string
  /** the Koji release that it runs */
  readonly version: string
}
