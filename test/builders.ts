import {
  type DesiredExternalRepo,
  type DesiredGroup,
  type DesiredPackage,
  type DesiredProfile,
  type DesiredRepoUse,
  type DesiredState,
  type DesiredTag,
  type DesiredTarget,
  nothingRemoved,
  type Removed,
} from '../src/koji/desired-state.js'
import { defaultRepoUse, storedUrl } from '../src/koji/external-repos.js'
import type { Json } from '../src/koji/json.js'
import type { LiveExternalRepo, LiveState, LiveTag, LiveTarget } from '../src/koji/live-state.js'
import type { Source } from '../src/koji/source.js'
import {
  defaultGroupConfig,
  defaultGroupPackage,
  defaultGroupRequirement,
  defaultLink,
  defaultSettings,
  type ExtraValue,
  type Facet,
  type GroupConfig,
  type GroupPackage,
  type GroupRequirement,
  type Link,
  type OwnGroup,
  type OwnPackage,
  type RepoUse,
  type Settings,
  type Tag,
} from '../src/koji/tag.js'

// One word builders, so that a test's data reads as a table.

export const here: Source = { file: 'test.yaml', line: 1, column: 1 }

export function link(parent: string, priority = 0, fields: Partial<Link> = {}): Link {
  return { ...defaultLink, parent, priority, ...fields }
}

/** A use of an external repo. */
export function use(repo: string, priority = 0, fields: Partial<RepoUse> = {}): RepoUse {
  return { ...defaultRepoUse, repo, priority, ...fields }
}

export function set(value: Json): ExtraValue {
  return { blocked: false, value }
}

export const block: ExtraValue = { blocked: true }

export function extra(values: { [key: string]: ExtraValue }): Map<string, ExtraValue> {
  return new Map(Object.entries(values))
}

/** A group's own rows; `null` for the options makes an addition to an inherited group. */
export function group(
  name: string,
  packages: readonly string[],
  config: Partial<GroupConfig> | null = {},
  blocked: readonly string[] = [],
): [string, OwnGroup] {
  const row = (pkg: string): [string, GroupPackage] => [pkg, defaultGroupPackage]
  const blockedRow = (pkg: string): [string, GroupPackage] => [pkg, { ...defaultGroupPackage, blocked: true }]
  return [
    name,
    {
      config: config === null ? null : { ...defaultGroupConfig(name), ...config },
      packages: new Map([...packages.map(row), ...blocked.map(blockedRow)]),
      requirements: new Map(),
    },
  ]
}

/** A group's own rows with options; `config: null` makes an addition to an inherited group. */
export function groupRows(
  name: string,
  rows: {
    readonly config?: Partial<GroupConfig> | null
    readonly packages?: { readonly [name: string]: Partial<GroupPackage> }
    readonly requires?: { readonly [name: string]: Partial<GroupRequirement> }
  },
): [string, OwnGroup] {
  const { config = {}, packages = {}, requires = {} } = rows
  const filled = <Row>(all: { readonly [name: string]: Partial<Row> }, defaults: Row) =>
    new Map(Object.entries(all).map(([key, row]): [string, Row] => [key, { ...defaults, ...row }]))
  return [
    name,
    {
      config: config === null ? null : { ...defaultGroupConfig(name), ...config },
      packages: filled(packages, defaultGroupPackage),
      requirements: filled(requires, defaultGroupRequirement),
    },
  ]
}

export interface TagParts {
  readonly settings?: Partial<Settings>
  readonly extra?: { [key: string]: ExtraValue }
  readonly inheritance?: readonly Link[]
  readonly groups?: readonly [string, OwnGroup][]
  readonly external_repos?: readonly RepoUse[]
  readonly packages?: { [name: string]: OwnPackage }
}

export function listed(owner: string | null, extra_arches: string | null = null): OwnPackage {
  return { blocked: false, extra_arches, owner }
}

export function blocked(owner: string | null, extra_arches: string | null = null): OwnPackage {
  return { blocked: true, extra_arches, owner }
}

export function tag(name: string, parts: TagParts = {}): Tag {
  return {
    name,
    settings: { ...defaultSettings, ...parts.settings },
    extra: extra(parts.extra ?? {}),
    inheritance: parts.inheritance ?? [],
    groups: new Map(parts.groups ?? []),
    packages: new Map(Object.entries(parts.packages ?? {})),
    external_repos: parts.external_repos ?? [],
  }
}

export function tags(...all: readonly Tag[]): Map<string, Tag> {
  return new Map(all.map(one => [one.name, one]))
}

export function live(
  all: readonly Tag[],
  targets: readonly LiveTarget[] = [],
  leftovers: readonly Tag[] = [],
  repos: readonly LiveExternalRepo[] = [],
): LiveState {
  const liveTag = (one: Tag): [string, LiveTag] => [one.name, { ...one, origins: new Map() }]
  return {
    hub: { profile: 'test', url: 'http://hub.test/kojihub', version: '1.35.3' },
    event: 1,
    tags: new Map(all.map(liveTag)),
    leftovers: new Map(leftovers.map(liveTag)),
    targets: new Map(targets.map(target => [target.name, target])),
    external_repos: new Map(repos.map(repo => [repo.name, repo])),
    contents: new Map(),
    builds: new Map(),
    latest: new Map(),
    former: { tags: new Map(), targets: new Map(), external_repos: new Map() },
    users: new Set(),
    maven: true,
    permissions: new Set(['admin', 'autosign', 'fedora-override']),
  }
}

export interface DesiredParts {
  readonly absent?: boolean
  readonly settings?: Partial<Settings>
  readonly extra?: { [key: string]: ExtraValue }
  readonly inheritance?: readonly Link[]
  readonly groups?: { [name: string]: readonly string[] | GroupParts }
  readonly additive?: readonly Facet[]
  readonly removed?: { readonly [facet in keyof Removed]?: readonly string[] }
  readonly sources?: { [path: string]: Source }
  readonly external_repos?: readonly DesiredRepoUse[]
  /** owners, or what else is named */
  readonly packages?: { [name: string]: string | DesiredPackage }
  readonly blocked_packages?: readonly string[]
}

/** A group with options; its packages and requirements by name alone, or with options of theirs. */
export interface GroupParts extends Partial<GroupConfig> {
  readonly packages?: Named<Partial<GroupPackage>>
  readonly requires?: Named<Partial<GroupRequirement>>
  readonly absent?: readonly string[]
}

type Named<Options> = readonly string[] | { readonly [name: string]: Options }

export function wanted(name: string, parts: DesiredParts = {}): DesiredTag {
  const removed = Object.entries(parts.removed ?? {}).map(([facet, names]) => [facet, new Set(names)])
  return {
    name,
    source: here,
    absent: parts.absent ?? false,
    settings: parts.settings ?? {},
    ...(parts.extra && { extra: extra(parts.extra) }),
    ...(parts.inheritance && { inheritance: parts.inheritance }),
    ...(parts.groups && { groups: new Map(Object.entries(parts.groups).map(wantedGroup)) }),
    ...(parts.packages && { packages: new Map(Object.entries(parts.packages).map(wantedPackage)) }),
    ...(parts.blocked_packages && { blocked_packages: new Set(parts.blocked_packages) }),
    ...(parts.external_repos && { external_repos: parts.external_repos }),
    additive: new Set(parts.additive),
    removed: { ...nothingRemoved, ...Object.fromEntries(removed) },
    sources: new Map(Object.entries(parts.sources ?? {})),
  }
}

function wantedGroup([name, content]: [string, readonly string[] | GroupParts]): [string, DesiredGroup] {
  const parts: GroupParts = isNames(content) ? { packages: content } : content
  const { packages = [], requires = [], absent = [], ...config } = parts
  return [
    name,
    { packages: named(packages), requirements: named(requires), config, removed: new Set(absent) },
  ]
}

function named<Options extends object>(entries: Named<Options>): Map<string, Options | object> {
  return new Map(isNames(entries) ? entries.map(name => [name, {}]) : Object.entries(entries))
}

function wantedPackage([name, value]: [string, string | DesiredPackage]): [string, DesiredPackage] {
  return [name, typeof value === 'string' ? { owner: value } : value]
}

// Array.isArray does not tell a readonly list from the rest.
function isNames(value: object): value is readonly string[] {
  return Array.isArray(value)
}

export function target(name: string, build_tag: string, dest_tag: string): DesiredTarget & { absent: false } {
  return { name, source: here, absent: false, build_tag, dest_tag }
}

export function noTarget(name: string): DesiredTarget {
  return { name, source: here, absent: true }
}

/** An external repo as the file wants it; `null` for its URL means that it shall go. */
export function externalRepo(name: string, url: string | null): DesiredExternalRepo {
  return url === null
    ? { name, source: here, absent: true }
    : { name, source: here, absent: false, url: storedUrl(url) }
}

export function desired(
  all: readonly DesiredTag[],
  targets: readonly DesiredTarget[] = [],
  protect: string[] = [],
  repos: readonly DesiredExternalRepo[] = [],
  profiles: readonly DesiredProfile[] = [],
): DesiredState {
  return {
    tags: new Map(all.map(one => [one.name, one])),
    targets: new Map(targets.map(one => [one.name, one])),
    external_repos: new Map(repos.map(one => [one.name, one])),
    protect,
    requires: [],
    profiles,
  }
}

/** The profile that a file is for. */
export function profile(name: string): DesiredProfile {
  return { name, source: here }
}
