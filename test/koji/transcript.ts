import { readFileSync } from 'node:fs'
import type { Json } from '../../src/koji/json.js'
import {
  defaultGroupConfig,
  defaultGroupPackage,
  defaultLink,
  defaultSettings,
  type ExtraValue,
  type GroupConfig,
  type GroupPackage,
  type GroupRequirement,
  type Link,
  type OwnGroup,
  type Tag,
} from '../../src/koji/tag.js'

/**
 * What a real hub (Koji 1.35.3) answered about small graphs of tags: hand-picked ones, named after the rule
 * they show, and random ones. Only names are kept; of a row only what differs from Koji's defaults; of an
 * answer only which tag's row it repeats (that it repeats the row was checked when it was recorded).
 */
export interface Graph {
  readonly title: string
  readonly tags: Readonly<Record<string, RecordedTag>>
  readonly answers: Readonly<Record<string, Answers>>
}

interface RecordedTag {
  readonly arches?: string | null
  readonly extra?: Readonly<Record<string, { readonly blocked: true } | { readonly value: Json }>>
  readonly inheritance?: readonly (Partial<Link> & Pick<Link, 'parent' | 'priority'>)[]
  readonly groups?: Readonly<Record<string, RecordedGroup>>
}

interface RecordedGroup {
  readonly config?: Partial<GroupConfig>
  readonly packages?: Readonly<Record<string, Partial<GroupPackage>>>
  readonly requirements?: Readonly<Record<string, Partial<GroupRequirement>>>
}

/** child, parent, currdepth, nextdepth, filter */
export type Step = readonly [string, string, number, number | null, readonly string[]]

export interface Answers {
  /** `getFullInheritance` */
  readonly ancestors: readonly Step[]
  /** `getFullInheritance(reverse=True)` */
  readonly descendants?: readonly Step[]
  /** `getTagGroups(incl_blocked=True)`: which tag each row is from */
  readonly groups?: Readonly<Record<string, GroupAnswer>>
  /** `getTagGroups(incl_blocked=False)`: names of packages and of required groups */
  readonly unblocked?: Readonly<Record<string, readonly [readonly string[], readonly string[]]>>
  /** `getBuildConfig` */
  readonly arches: string | null
  readonly arches_from?: string
  readonly extra?: Readonly<Record<string, Json>>
  /** blocked keys, too; own ones are not told */
  readonly extra_from?: Readonly<Record<string, string>>
}

export interface GroupAnswer {
  readonly from: string
  readonly packages?: Readonly<Record<string, string>>
  readonly requirements?: Readonly<Record<string, string>>
}

export function readTranscript(): readonly Graph[] {
  const file = new URL('../transcripts/koji-1.35/semantics.json', import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8'))
}

export function tagsOf(graph: Graph): ReadonlyMap<string, Tag> {
  return new Map(Object.entries(graph.tags).map(([name, recorded]) => [name, tagOf(name, recorded)]))
}

function tagOf(name: string, { extra = {}, inheritance = [], groups = {}, ...settings }: RecordedTag): Tag {
  return {
    name,
    settings: { ...defaultSettings, ...settings },
    extra: new Map(Object.entries(extra).map(([key, value]): [string, ExtraValue] => [key, extraOf(value)])),
    // The database's NULL filter is read as ''.
    inheritance: inheritance.map(link => ({ ...defaultLink, ...link, pkg_filter: link.pkg_filter ?? '' })),
    groups: new Map(Object.entries(groups).map(([group, rows]) => [group, groupOf(group, rows)])),
    packages: new Map(),
    external_repos: [],
  }
}

function extraOf(value: { readonly blocked: true } | { readonly value: Json }): ExtraValue {
  return 'value' in value ? { blocked: false, value: value.value } : value
}

function groupOf(name: string, { config, packages = {}, requirements = {} }: RecordedGroup): OwnGroup {
  const requirement = { blocked: false, type: 'mandatory', is_metapkg: null }
  return {
    config: config === undefined ? null : { ...defaultGroupConfig(`rec-${name}`), ...config },
    packages: withDefaults(packages, defaultGroupPackage),
    requirements: withDefaults(requirements, requirement),
  }
}

function withDefaults<T>(rows: Readonly<Record<string, Partial<T>>>, defaults: T): Map<string, T> {
  return new Map(Object.entries(rows).map(([name, row]) => [name, { ...defaults, ...row }]))
}
