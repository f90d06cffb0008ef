import { joinArches, knownArches, splitArches } from './arches.js'
import { type DesiredPackage, type DesiredRepoUse, type DesiredTag, nothingRemoved } from './desired-state.js'
import { defaultRepoUse, internalRepo } from './external-repos.js'
import { groupsAsDesired, type Saying } from './groups-as-desired.js'
import { findLoop, fullInheritance } from './inheritance.js'
import { byKey, isJsonObject, type Json } from './json.js'
import type { LiveState, LiveTag } from './live-state.js'
import { nameProblem, userNameProblem } from './names.js'
import { filterProblem } from './package-filter.js'
import type { Source } from './source.js'
import type { ExtraValue, Facet, Link, OwnPackage, RepoUse, Settings, Tag } from './tag.js'

/** What a tag holds and no file can say. */
export type TagUnsaid =
  /** rows that are not named; their facet is additive */
  | { readonly kind: 'rows'; readonly tag: string; readonly facet: Facet; readonly names: readonly string[] }
  /** a facet that is not managed */
  | { readonly kind: 'facet'; readonly tag: string; readonly facet: Facet }

interface Surroundings {
  readonly live: LiveState
  readonly source: Source
  /** whether the tag's package list was read */
  readonly isListed: boolean
}

/** One tag, by the rules of `liveAsDesired`. */
export function tagAsDesired(
  tag: LiveTag,
  { live, source, isListed }: Surroundings,
): { readonly desired: DesiredTag; readonly unsaid: readonly TagUnsaid[] } {
  const { name } = tag
  const extra = extraOf(tag)
  const inheritance = saying(tag.inheritance, isLink, ({ parent }) => parent)
  const groups = groupsAsDesired(tag, live.tags)
  const packages = saying([...tag.packages].sort(byKey), isPackage, ([name]) => name)
  const repos = saying(
    tag.external_repos.filter(({ repo }) => live.external_repos.has(repo)),
    ({ repo }) => nameProblem(repo) === undefined && repo !== internalRepo,
    ({ repo }) => repo,
  )
  const hidden = new Set(unplannable(tag, live))
  const desired: DesiredTag = {
    name,
    source,
    absent: false,
    settings: settingsOf(tag.settings, live.maven),
    extra: extra.said,
    ...(!hidden.has('inheritance') && { inheritance: inheritance.said }),
    ...(!hidden.has('groups') && { groups: groups.said }),
    ...(isListed && !hidden.has('packages') && packagesOf(packages.said)),
    external_repos: repos.said.map(useOf),
    additive: new Set(),
    removed: nothingRemoved,
    sources: new Map(),
  }
  const rows: readonly [Facet, readonly string[]][] = [
    ['extra', extra.unsaid],
    ['inheritance', inheritance.unsaid],
    ['groups', groups.unsaid],
    ['packages', isListed ? packages.unsaid : []],
    ['external_repos', repos.unsaid],
  ]
  const unsaid = rows.filter(([facet, names]) => names.length > 0 && !hidden.has(facet))
  return {
    desired: { ...desired, additive: new Set(unsaid.map(([facet]) => facet)) },
    unsaid: [
      ...[...hidden].map((facet): TagUnsaid => ({ kind: 'facet', tag: name, facet })),
      ...unsaid.map(([facet, names]): TagUnsaid => ({ kind: 'rows', tag: name, facet, names })),
    ],
  }
}

function saying<T>(
  rows: readonly T[],
  isSayable: (row: T) => boolean,
  nameOf: (row: T) => string,
): Saying<readonly T[]> {
  return { said: rows.filter(isSayable), unsaid: rows.filter(row => !isSayable(row)).map(nameOf) }
}

/** The facets of a tag that no plan could manage. */
function unplannable({ name }: Tag, { tags }: LiveState): readonly Facet[] {
  const linksOf = (tag: string) => tags.get(tag)?.inheritance ?? []
  const loop = findLoop([name], tag => linksOf(tag).map(link => link.parent))
  if (loop !== undefined) return ['inheritance', 'groups', 'packages']
  const filters = fullInheritance(name, linksOf).flatMap(({ filter }) => filter)
  return filters.some(isNoPattern) ? ['packages'] : []
}

function settingsOf(
  { arches, maven_support, maven_include_all, ...rest }: Settings,
  maven: boolean,
): Partial<Settings> {
  return {
    ...((arches === null || areArches(arches)) && { arches }),
    ...rest,
    // A hub without Maven refuses to hear of these.
    ...(maven && { maven_support, maven_include_all }),
  }
}

/** Whether a file that names these arches comes to this very text. */
function areArches(text: string): boolean {
  const arches = splitArches(text)
  return joinArches(arches) === text && arches.every(arch => knownArches.has(arch))
}

function extraOf({ extra }: Tag): Saying<ReadonlyMap<string, ExtraValue>> {
  const isSayable = ([key, value]: [string, ExtraValue]) =>
    value.blocked ||
    (!hasRemovingNull(value.value) && !(key === 'tag2distrepo.keys' && hasNumber(value.value)))
  const { said, unsaid } = saying([...extra].sort(byKey), isSayable, ([key]) => key)
  return { said: new Map(said), unsaid }
}

// In a file null takes away what a template gives; in a list, which is replaced whole, it is a value.
function hasRemovingNull(value: Json): boolean {
  return value === null || (isJsonObject(value) && Object.values(value).some(hasRemovingNull))
}

function hasNumber(value: Json): boolean {
  return typeof value === 'number' || (Array.isArray(value) && value.some(hasNumber))
}

function isLink({ parent, maxdepth, pkg_filter }: Link): boolean {
  return nameProblem(parent) === undefined && (maxdepth === null || maxdepth >= 0) && !isNoPattern(pkg_filter)
}

function isNoPattern(filter: string): boolean {
  return filterProblem(filter) !== undefined
}

type PackageRow = [name: string, row: OwnPackage]

function isPackage([name, { owner }]: PackageRow): boolean {
  return name !== '' && owner !== null && userNameProblem(owner) === undefined
}

function packagesOf(rows: readonly PackageRow[]): Pick<DesiredTag, 'packages' | 'blocked_packages'> {
  const listed = rows.flatMap(([name, { blocked, owner, extra_arches }]): [string, DesiredPackage][] => {
    if (blocked || owner === null) return []
    const isNamed = extra_arches !== null && extra_arches !== '' && areArches(extra_arches)
    return [[name, isNamed ? { owner, extra_arches } : { owner }]]
  })
  const blocked = rows.flatMap(([name, row]) => (row.blocked ? [name] : []))
  return { packages: new Map(listed), blocked_packages: new Set(blocked) }
}

function useOf({ repo, priority, merge_mode, arches }: RepoUse): DesiredRepoUse {
  return {
    repo,
    priority,
    ...(merge_mode !== defaultRepoUse.merge_mode && { merge_mode }),
    ...(arches !== null && areArches(arches) && { arches }),
  }
}
