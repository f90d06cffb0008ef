import type { Source } from './source.js'
import type {
  ExtraValue,
  Facet,
  GroupConfig,
  GroupPackage,
  GroupRequirement,
  Link,
  RepoUse,
  Settings,
} from './tag.js'

/** What the YAML says, validated and expanded: templates used, overlays merged, defaults filled in. */
export interface DesiredState {
  readonly tags: ReadonlyMap<string, DesiredTag>
  readonly targets: ReadonlyMap<string, DesiredTarget>
  readonly external_repos: ReadonlyMap<string, DesiredExternalRepo>
  /** globs of names that no plan may delete, nor take all parents of */
  readonly protect: readonly string[]
  /** what the hub must have before anything is planned, by kind and name */
  readonly requires: readonly Requirement[]
  /** the hub that each file is for, of files that name one */
  readonly profiles: readonly DesiredProfile[]
}

/** Something that the files build on and do not make. */
export interface Requirement {
  readonly kind: 'tag' | 'target'
  readonly name: string
  readonly source: Source
}

/** A file's word on the profile of the hub that it is for. */
export interface DesiredProfile {
  readonly name: string
  readonly source: Source
}

/**
 * A tag as it shall be. A facet that is `undefined` is not managed. One that is there is exact: what the tag
 * itself has beyond it goes; unless it is `additive`: then only what is named comes, changes or goes.
 */
export interface DesiredTag {
  readonly name: string
  readonly source: Source
  /** the tag shall not exist; then no facet is set */
  readonly absent: boolean
  /** each field on its own; one that is not named keeps its value on the hub */
  readonly settings: Partial<Settings>
  /** the tag whose own arches it shall have; then `settings` has none until `withArches` has looked */
  readonly arches_of?: string
  readonly extra?: ReadonlyMap<string, ExtraValue>
  /** in order of priority */
  readonly inheritance?: readonly Link[]
  readonly groups?: ReadonlyMap<string, DesiredGroup>
  /** the packages that the tag's list holds */
  readonly packages?: ReadonlyMap<string, DesiredPackage>
  /** the packages that the tag blocks; exact on its own, apart from `packages` */
  readonly blocked_packages?: ReadonlySet<string>
  /** in order of priority */
  readonly external_repos?: readonly DesiredRepoUse[]
  /** what it takes over from another tag, once: when it is made */
  readonly seed?: Seed
  /** builds that it holds of packages of which it holds none */
  readonly builds?: readonly WantedBuilds[]
  readonly additive: ReadonlySet<Facet>
  /** entries of additive facets whose own rows shall go */
  readonly removed: Removed
  /** where each value was written, by `valuePath`; a facet's own place under `valuePath(facet)` */
  readonly sources: ReadonlyMap<string, Source>
}

/** What a tag takes over from another one when it is made, and never again. */
export interface Seed {
  readonly from: string
  /** the package list, inherited entries included */
  readonly packages: boolean
  /** the groups, inherited ones included */
  readonly groups: boolean
  /** of each package the latest build that is tagged in the other tag itself */
  readonly builds: boolean
  /** who owns the packages in the new tag, of which then the names alone are taken; otherwise who does in the other */
  readonly owner?: string
  readonly copy: SeedCopy
}

/** `server`: one call has the hub copy. `calls`: a call a row. `auto`: whatever is shorter. */
export const seedCopies = ['auto', 'server', 'calls'] as const
export type SeedCopy = (typeof seedCopies)[number]

/** Packages, the latest build of which another tag gives where the tag itself holds none. */
export interface WantedBuilds {
  readonly latest_from: string
  readonly packages: readonly string[]
}

/** Names of what an additive facet takes away. */
export interface Removed {
  /** `remove_extra` */
  readonly extra: ReadonlySet<string>
  /** parents marked `absent` */
  readonly inheritance: ReadonlySet<string>
  /** groups marked `absent`: all of the tag's own rows about them */
  readonly groups: ReadonlySet<string>
  /** `absent_packages`: the tag's own entry, be it a listing or a block */
  readonly packages: ReadonlySet<string>
  /** external repos marked `absent` */
  readonly external_repos: ReadonlySet<string>
}

export const nothingRemoved: Removed = {
  extra: new Set(),
  inheritance: new Set(),
  groups: new Set(),
  packages: new Set(),
  external_repos: new Set(),
}

/** A group as it shall be seen in the tag: what an ancestor gives already counts. */
export interface DesiredGroup {
  /** listed, or blocked; only the options that are named */
  readonly packages: ReadonlyMap<string, Partial<GroupPackage>>
  /** other groups that it requires, or blocks */
  readonly requirements: ReadonlyMap<string, Partial<GroupRequirement>>
  /** only the options that are named; `blocked` hides an inherited group */
  readonly config: Partial<GroupConfig>
  /** packages whose own rows shall go, where groups are additive */
  readonly removed: ReadonlySet<string>
}

export interface DesiredPackage {
  readonly owner: string
  /** Koji's space separated form; where it is not named, it keeps its value */
  readonly extra_arches?: string
}

/** How a tag shall use an external repo; what is not named keeps its value. */
export type DesiredRepoUse = Pick<RepoUse, 'repo' | 'priority'> & Partial<RepoUse>

export type DesiredExternalRepo = { readonly name: string; readonly source: Source } & (
  | { readonly absent: true }
  /** the URL with a slash at its end, as the hub stores it */
  | { readonly absent: false; readonly url: string }
)

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
