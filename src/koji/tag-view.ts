import { buildConfig, type DistMacro, distMacro } from './build-config.js'
import { effectiveExternalRepos } from './external-repos.js'
import { effectiveGroups, type From } from './groups.js'
import { type Descending, fullInheritance, type Inherited } from './inheritance.js'
import { byKey, compareText } from './json.js'
import type { LiveState, LiveTag, Origin } from './live-state.js'
import { filterProblem } from './package-filter.js'
import { effectivePackages } from './packages.js'
import type {
  ExtraValue,
  GroupConfig,
  GroupPackage,
  GroupRequirement,
  Link,
  OwnPackage,
  RepoUse,
  Settings,
  Target,
} from './tag.js'
import { valuePath } from './value-path.js'

/** A value with the tag that gives it; of the tag's own values it is known who set them. */
export type Seen<T> = From<T> & { readonly origin?: Origin }

/** A setting that is never inherited. */
export interface OwnSetting<T> {
  readonly value: T
  readonly origin: Origin
}

/** A tag as builds in it see it, each value with its source, and what is around it. */
export interface TagView {
  readonly name: string
  /** who made it, or made it again */
  readonly made: Origin
  readonly settings: {
    /** `value` is what builds see; `own` is `null` where it is inherited, if any ancestor has arches */
    readonly arches: {
      readonly own: string | null
      readonly value: string | null
      readonly from: string | null
      readonly origin: Origin
    }
  } & { readonly [field in Exclude<keyof Settings, 'arches'>]: OwnSetting<Settings[field]> }
  /** `null` where the distribution's own rules */
  readonly dist_tag: (DistMacro & { readonly from: string; readonly example: string }) | null
  /** sorted by key; blocked keys are kept, marked */
  readonly extra: readonly Seen<ExtraValue & { readonly key: string }>[]
  /** its own links, by priority */
  readonly inheritance: readonly (Link & { readonly origin?: Origin })[]
  /** in the order in which builds look through them */
  readonly ancestors: readonly string[]
  readonly groups: readonly GroupView[]
  readonly external_repos: readonly Seen<RepoUse & { readonly url: string }>[]
  readonly packages: PackagesView
  /** those whose builds run in it, and those whose builds go there */
  readonly targets: { readonly build_tag: readonly Target[]; readonly dest_tag: readonly Target[] }
  /** the links of those who inherit from it directly */
  readonly children: readonly Descending[]
  /** how many tags inherit from it, directly or not */
  readonly descendants: number
}

/** A group as builds see it; blocked entries are kept, marked. */
export interface GroupView {
  readonly name: string
  readonly config: Seen<GroupConfig>
  readonly packages: readonly Seen<GroupPackage & { readonly package: string }>[]
  readonly requirements: readonly Seen<GroupRequirement & { readonly required: string }>[]
}

/** How many entries a package list has, blocks among them. */
export interface PackageCounts {
  readonly own: number
  readonly own_blocked: number
  /** with what is inherited; `null` where no list can be made: some `pkg_filter` is no pattern */
  readonly entries: number | null
}

export interface PackagesView extends PackageCounts {
  /** the blocks among the entries, known where the list was read */
  readonly blocked: number | null
  /** the entries by name, if they were asked for */
  readonly list?: readonly Seen<OwnPackage & { readonly package: string }>[]
}

/** What a tag's own rows and those of its ancestors do not tell. */
export interface TagSurroundings {
  readonly made: Origin
  readonly settings: { readonly [field in keyof Settings]: Origin }
  readonly children: readonly Descending[]
  readonly descendants: number
  /** left out where the lists themselves were read */
  readonly packages?: PackageCounts | undefined
}

/**
 * Puts together what builds in a tag see, by Koji's rules of inheritance.
 *
 * @param live holds the tag, all its ancestors and the targets around it
 */
export function tagView(tag: LiveTag, live: LiveState, around: TagSurroundings): TagView {
  const { name } = tag
  const order = fullInheritance(name, child => live.tags.get(child)?.inheritance ?? [])
  const ancestors = [...new Set(order.map(({ parent }) => parent))]
  const { made, children, descendants } = around
  return {
    name,
    made,
    ...configView(tag, live, order, around),
    inheritance: tag.inheritance.map(link => withOrigin(link, tag, 'inheritance', link.parent)),
    ancestors,
    groups: groupsView(tag, live, ancestors),
    external_repos: reposView(tag, live, ancestors),
    packages: around.packages ? { ...around.packages, blocked: null } : packagesView(tag, live, order),
    targets: { build_tag: targetsOf(name, live, 'build_tag'), dest_tag: targetsOf(name, live, 'dest_tag') },
    children,
    descendants,
  }
}

function configView(
  tag: LiveTag,
  live: LiveState,
  order: readonly Inherited[],
  { settings }: TagSurroundings,
): Pick<TagView, 'settings' | 'dist_tag' | 'extra'> {
  const config = buildConfig(tag.name, name => live.tags.get(name), order)
  const { arches, perm, locked, maven_support, maven_include_all } = tag.settings
  const macro = distMacro(config)
  const from = macro && config.extra.get(macro.key)?.from
  return {
    settings: {
      arches: { own: arches, ...config.arches, origin: settings.arches },
      perm: { value: perm, origin: settings.perm },
      locked: { value: locked, origin: settings.locked },
      maven_support: { value: maven_support, origin: settings.maven_support },
      maven_include_all: { value: maven_include_all, origin: settings.maven_include_all },
    },
    dist_tag: macro && from !== undefined ? { ...macro, from, example: `3${macro.value}` } : null,
    extra: [...config.extra]
      .sort(byKey)
      .map(([key, value]) => withOrigin({ key, ...value }, tag, 'extra', key)),
  }
}

function groupsView(tag: LiveTag, live: LiveState, ancestors: readonly string[]): GroupView[] {
  const groups = effectiveGroups([tag.name, ...ancestors], name => live.tags.get(name)?.groups ?? new Map())
  return [...groups].sort(byKey).map(([name, { config, packages, requirements }]) => ({
    name,
    config: withOrigin(config, tag, 'groups', name),
    packages: [...packages]
      .sort(byKey)
      .map(([pkg, row]) => withOrigin({ package: pkg, ...row }, tag, 'groups', name, pkg)),
    requirements: [...requirements]
      .sort(byKey)
      .map(([required, row]) => withOrigin({ required, ...row }, tag, 'groups', name, 'requires', required)),
  }))
}

// The hub leaves out rows about repos that were deleted.
function reposView(
  tag: LiveTag,
  { tags, external_repos }: LiveState,
  ancestors: readonly string[],
): TagView['external_repos'] {
  const reposOf = (name: string) =>
    (tags.get(name)?.external_repos ?? []).flatMap(use => {
      const url = external_repos.get(use.repo)?.url
      return url === undefined ? [] : [{ ...use, url }]
    })
  const uses = effectiveExternalRepos([tag.name, ...ancestors], reposOf)
  return uses.map(use => withOrigin(use, tag, 'external_repos', use.repo))
}

function packagesView(tag: LiveTag, live: LiveState, order: readonly Inherited[]): PackagesView {
  const own = { own: tag.packages.size, own_blocked: blocksAmong([...tag.packages.values()]) }
  if (order.some(({ filter }) => filter.some(pattern => filterProblem(pattern) !== undefined))) {
    return { ...own, entries: null, blocked: null }
  }
  const packages = effectivePackages(tag.name, order, name => live.tags.get(name)?.packages ?? new Map())
  // An owner is set by a row of its own.
  const lastRow = (name: string) => (tag.origins.has(valuePath('packages', name, 'owner')) ? ['owner'] : [])
  const list = [...packages]
    .sort(byKey)
    .map(([name, row]) => withOrigin({ package: name, ...row }, tag, 'packages', name, ...lastRow(name)))
  return { ...own, entries: list.length, blocked: blocksAmong(list), list }
}

function blocksAmong(rows: readonly { readonly blocked: boolean }[]): number {
  return rows.filter(({ blocked }) => blocked).length
}

function targetsOf(tag: string, { targets }: LiveState, use: 'build_tag' | 'dest_tag'): Target[] {
  return [...targets.values()]
    .filter(target => target[use] === tag)
    .map(({ name, build_tag, dest_tag }) => ({ name, build_tag, dest_tag }))
    .sort((a, b) => compareText(a.name, b.name))
}

/** Adds who set a value to one of the tag's own. */
function withOrigin<T extends object>(
  value: T & { readonly from?: string },
  { name, origins }: LiveTag,
  facet: string,
  ...path: readonly string[]
): T & { readonly origin?: Origin } {
  const origin =
    value.from === undefined || value.from === name ? origins.get(valuePath(facet, ...path)) : undefined
  return origin === undefined ? value : { ...value, origin }
}
