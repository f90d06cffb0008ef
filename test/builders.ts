import {
  type DesiredGroup,
  type DesiredPackage,
  type DesiredState,
  type DesiredTag,
  type DesiredTarget,
  nothingRemoved,
  type Removed,
} from '../src/koji/desired-state.js'
import type { Json } from '../src/koji/json.js'
import type { LiveState, LiveTag, LiveTarget } from '../src/koji/live-state.js'
import type { Source } from '../src/koji/source.js'
import {
  defaultGroupConfig,
  defaultGroupPackage,
  defaultLink,
  defaultSettings,
  type ExtraValue,
  type Facet,
  type GroupConfig,
  type GroupPackage,
  type Link,
  type OwnGroup,
  type OwnPackage,
  type Settings,
  type Tag,
} from '../src/koji/tag.js'

// One word builders, so that a test's data reads as a table.

export const here: Source = { file: 'test.yaml', line: 1, column: 1 }

export function link(parent: string, priority = 0, fields: Partial<Link> = {}): Link {
  return { ...defaultLink, parent, priority, ...fields }
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

export interface TagParts {
  readonly settings?: Partial<Settings>
  readonly extra?: { [key: string]: ExtraValue }
  readonly inheritance?: readonly Link[]
  readonly groups?: readonly [string, OwnGroup][]
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
    external_repos: [],
  }
}

export function tags(...all: readonly Tag[]): Map<string, Tag> {
  return new Map(all.map(one => [one.name, one]))
}

export function live(
  all: readonly Tag[],
  targets: readonly LiveTarget[] = [],
  leftovers: readonly Tag[] = [],
): LiveState {
  const liveTag = (one: Tag): [string, LiveTag] => [one.name, { ...one, origins: new Map() }]
  return {
    hub: { profile: 'test', url: 'http://hub.test/kojihub', version: '1.35.3' },
    event: 1,
    tags: new Map(all.map(liveTag)),
    leftovers: new Map(leftovers.map(liveTag)),
    targets: new Map(targets.map(target => [target.name, target])),
    external_repos: new Map(),
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
  readonly groups?: {
    [name: string]: readonly string[] | (Partial<GroupConfig> & { packages: readonly string[] })
  }
  /** owners, or what else is named */
  readonly packages?: { [name: string]: string | DesiredPackage }
  readonly blocked_packages?: readonly string[]
  readonly additive?: readonly Facet[]
  readonly removed?: { readonly [facet in keyof Removed]?: readonly string[] }
}

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
    additive: new Set(parts.additive),
    removed: { ...nothingRemoved, ...Object.fromEntries(removed) },
    sources: new Map(),
  }
}

function wantedGroup([name, content]: [
  string,
  readonly string[] | (Partial<GroupConfig> & { packages: readonly string[] }),
]): [string, DesiredGroup] {
  if ('packages' in content) {
    const { packages, ...config } = content
    return [name, wantedContent(packages, config)]
  }
  return [name, wantedContent(content, {})]
}

function wantedPackage([name, value]: [string, string | DesiredPackage]): [string, DesiredPackage] {
  return [name, typeof value === 'string' ? { owner: value } : value]
}

function wantedContent(packages: readonly string[], config: Partial<GroupConfig>): DesiredGroup {
  return {
    packages: new Map(packages.map(name => [name, {}])),
    requirements: new Map(),
    config,
    removed: new Set(),
  }
}

export function target(name: string, build_tag: string, dest_tag: string): DesiredTarget & { absent: false } {
  return { name, source: here, absent: false, build_tag, dest_tag }
}

export function noTarget(name: string): DesiredTarget {
  return { name, source: here, absent: true }
}

export function desired(
  all: readonly DesiredTag[],
  targets: readonly DesiredTarget[] = [],
  protect: string[] = [],
): DesiredState {
  return {
    tags: new Map(all.map(one => [one.name, one])),
    targets: new Map(targets.map(one => [one.name, one])),
    external_repos: new Map(),
    protect,
  }
}
