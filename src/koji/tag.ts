import type { Json } from './json.js'

/**
 * The scalar configuration of a tag (Koji's table `tag_config`), under Koji's own names.
 * `arches` is Koji's space separated form; `''` means none, `null` means "as inherited": they differ.
 */
export interface Settings {
  readonly arches: string | null
  /** the name of the permission needed to tag builds into it */
  readonly perm: string | null
  readonly locked: boolean
  readonly maven_support: boolean
  readonly maven_include_all: boolean
}

/** What Koji stores where `createTag` is told nothing: no arches at all (not `null`), open, unlocked. */
export const defaultSettings: Settings = {
  arches: '',
  perm: null,
  locked: false,
  maven_support: false,
  maven_include_all: false,
}

/** One extra setting of a tag: a JSON value, or a block that stops the inheritance of its key. */
export type ExtraValue = { readonly blocked: false; readonly value: Json } | { readonly blocked: true }

/** How a tag inherits from a parent. `Id` is a name everywhere but inside a hub. */
export interface Link<Id = string> {
  readonly parent: Id
  /** unique among a tag's parents; the lowest is looked at first */
  readonly priority: number
  /** how many generations above the parent count; `null` is no limit, `0` the parent alone */
  readonly maxdepth: number | null
  /** the link counts only for the tag itself, not for tags that inherit from it */
  readonly intransitive: boolean
  /** take packages and builds, but no arches and extra settings */
  readonly noconfig: boolean
  /** a regular expression, matched at the start of package names; `''` lets all through */
  readonly pkg_filter: string
}

/** A group's own options in a tag (Koji's table `group_config`). */
export interface GroupConfig {
  readonly blocked: boolean
  readonly exported: boolean | null
  readonly display_name: string
  readonly is_default: boolean | null
  readonly uservisible: boolean | null
  readonly description: string | null
  readonly langonly: string | null
  readonly biarchonly: boolean | null
}

/** What `groupListAdd` stores for a group that no ancestor has and whose options are not given. */
export function defaultGroupConfig(name: string): GroupConfig {
  return {
    blocked: false,
    exported: true,
    display_name: name,
    is_default: null,
    uservisible: true,
    description: null,
    langonly: null,
    biarchonly: false,
  }
}

export interface GroupPackage {
  readonly blocked: boolean
  readonly type: string
  readonly basearchonly: boolean | null
  readonly requires: string | null
}

export const defaultGroupPackage: GroupPackage = {
  blocked: false,
  type: 'mandatory',
  basearchonly: null,
  requires: null,
}

export interface GroupRequirement {
  readonly blocked: boolean
  readonly type: string | null
  readonly is_metapkg: boolean | null
}

/**
 * A tag's own rows about one group. `config` is `null` where the tag only adds to a group that an ancestor
 * configures: Koji's `getTagGroups(inherit=False)` hides such rows.
 */
export interface OwnGroup {
  readonly config: GroupConfig | null
  readonly packages: ReadonlyMap<string, GroupPackage>
  readonly requirements: ReadonlyMap<string, GroupRequirement>
}

export const emptyGroup: OwnGroup = { config: null, packages: new Map(), requirements: new Map() }

export const defaultGroupRequirement: GroupRequirement = {
  blocked: false,
  type: 'mandatory',
  is_metapkg: false,
}

/** A package's row in a tag's own list (Koji's table `tag_packages`). */
export interface PackageEntry {
  readonly blocked: boolean
  /** beside the tag's own arches; `''` and `null` differ */
  readonly extra_arches: string | null
}

/** A package in a tag's own list, with its owner there (Koji's table `tag_package_owners`). */
export interface OwnPackage extends PackageEntry {
  /** `null` for a row that somebody left without one */
  readonly owner: string | null
}

/** How a tag uses an external repo (Koji's table `tag_external_repos`). */
export interface RepoUse<Repo = string> {
  readonly repo: Repo
  /** unique among a tag's repos; the lowest is looked at first */
  readonly priority: number
  /** how its packages are merged with those of the tag: `koji`, `simple` or `bare` */
  readonly merge_mode: string
  /** the arches that the repo is used for, in Koji's space separated form; `null` is all */
  readonly arches: string | null
}

/** A build in a tag; its `name-version-release` is told beside it. */
export interface TaggedBuild {
  readonly package: string
}

/** A repo of packages that some other system makes, and tags may use. */
export interface ExternalRepo {
  readonly name: string
  /** as the hub stores it, with a slash at its end */
  readonly url: string
}

/** A tag with its own configuration; what it inherits is computed, never stored. */
export interface Tag {
  readonly name: string
  readonly settings: Settings
  readonly extra: ReadonlyMap<string, ExtraValue>
  /** in order of priority */
  readonly inheritance: readonly Link[]
  readonly groups: ReadonlyMap<string, OwnGroup>
  readonly packages: ReadonlyMap<string, OwnPackage>
  /** in order of priority */
  readonly external_repos: readonly RepoUse[]
}

/** The sides of a tag that are managed separately, in the order in which they are shown. */
export const facets = ['settings', 'extra', 'inheritance', 'groups', 'packages', 'external_repos'] as const
export type Facet = (typeof facets)[number]

/** A build target: builds run in `build_tag` and are tagged into `dest_tag`. */
export interface Target {
  readonly name: string
  readonly build_tag: string
  readonly dest_tag: string
}

export function newTag(name: string, settings: Settings = defaultSettings): Tag {
  return {
    name,
    settings,
    extra: new Map(),
    inheritance: [],
    groups: new Map(),
    packages: new Map(),
    external_repos: [],
  }
}

export const defaultLink: Omit<Link, 'parent' | 'priority'> = {
  maxdepth: null,
  intransitive: false,
  noconfig: false,
  pkg_filter: '',
}
