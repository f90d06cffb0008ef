import type { DesiredState, DesiredTag } from '../koji/desired-state.js'
import { liveAsDesired, type Unsaid } from '../koji/live-as-desired.js'
import type { LiveState, LiveTag } from '../koji/live-state.js'
import type { Tag, Target } from '../koji/tag.js'
import { type Goal, goalOf, withArches } from '../plan/index.js'
import type { Release } from './release.js'
import { isOf } from './renumber.js'
import { isMarkedAsSideTag, isSideTag } from './side-tag.js'

/**
 * What is of one release and of no other, by name: its tags in the words of a file (see `liveAsDesired`), so that
 * what files make and what hubs hold can be compared. A facet that is not there is not known, and one that is
 * additive may have more than is said.
 */
export interface ReleaseState {
  readonly release: Release
  readonly tags: ReadonlyMap<string, DesiredTag>
  readonly targets: ReadonlyMap<string, Target>
  /** their URLs */
  readonly external_repos: ReadonlyMap<string, string>
  /** what is there and cannot be told */
  readonly unsaid: readonly Unsaid[]
}

/** Those of the names that a release has: side tags and their targets belong to packagers. */
export function ownNames(names: Iterable<string>, release: Release): string[] {
  return [...names].filter(name => isOf(name, release) && !isSideTag(name))
}

/** What a hub has of a release. Package lists are owned by others: they are not told. */
export function liveRelease(live: LiveState, release: Release): ReleaseState {
  return stateOf(live, release, new Set())
}

/** A hub without all that is of a release. */
export function withoutRelease(live: LiveState, release: Release): LiveState {
  const others = <T>(all: ReadonlyMap<string, T>) =>
    new Map([...all].filter(([name]) => !isOf(name, release)))
  return {
    ...live,
    tags: others(live.tags),
    leftovers: others(live.leftovers),
    targets: others(live.targets),
    external_repos: others(live.external_repos),
  }
}

/**
 * What a desired state makes of a release where there is nothing of it yet.
 *
 * @param hub what else is there
 */
export function madeRelease(desired: DesiredState, release: Release, hub: LiveState): ReleaseState {
  const base = withUsedRepos(withoutRelease(hub, release), desired)
  const goal = goalOf(withArches(lasting(desired), base), base)
  const listed = [...desired.tags.values()].filter(tag => tag.packages ?? tag.blocked_packages)
  return stateOf(liveOf(goal, base), release, new Set(listed.map(({ name }) => name)))
}

/** The same, but only as far as the files say it: nothing is known of what they do not manage. */
export function saidRelease(desired: DesiredState, release: Release, hub: LiveState): ReleaseState {
  const made = madeRelease(desired, release, hub)
  const wanted = withArches(desired, hub)
  const said = [...made.tags].flatMap(([name, tag]): [string, DesiredTag][] => {
    const named = wanted.tags.get(name)
    return named === undefined ? [] : [[name, asFarAs(named, tag)]]
  })
  return { ...made, tags: new Map(said) }
}

function asFarAs(named: DesiredTag, made: DesiredTag): DesiredTag {
  const { name, source, absent, removed, sources, settings } = made
  const isNamed = (field: string) => Object.hasOwn(named.settings, field)
  return {
    name,
    source,
    absent,
    removed,
    sources,
    settings: Object.fromEntries(Object.entries(settings).filter(([field]) => isNamed(field))),
    ...(named.extra && made.extra && { extra: made.extra }),
    ...(named.inheritance && made.inheritance && { inheritance: made.inheritance }),
    ...(named.groups && made.groups && { groups: made.groups }),
    ...(named.packages && made.packages && { packages: made.packages }),
    ...(named.blocked_packages && made.blocked_packages && { blocked_packages: made.blocked_packages }),
    ...(named.external_repos && made.external_repos && { external_repos: made.external_repos }),
    additive: new Set([...named.additive, ...made.additive]),
  }
}

function stateOf(live: LiveState, release: Release, listed: ReadonlySet<string>): ReleaseState {
  const { desired, unsaid } = liveAsDesired(live, listed)
  const isOwn = (name: string) => {
    const tag = live.tags.get(name)
    return isOf(name, release) && !isSideTag(name) && !(tag !== undefined && isMarkedAsSideTag(tag))
  }
  const targets = [...desired.targets.values()].flatMap((target): [string, Target][] => {
    const { name } = target
    if (target.absent || !isOwn(name)) return []
    return [[name, { name, build_tag: target.build_tag, dest_tag: target.dest_tag }]]
  })
  const repos = [...desired.external_repos.values()].flatMap((repo): [string, string][] =>
    repo.absent || !isOwn(repo.name) ? [] : [[repo.name, repo.url]],
  )
  return {
    release,
    tags: new Map([...desired.tags].filter(([name]) => isOwn(name))),
    targets: new Map(targets),
    external_repos: new Map(repos),
    unsaid: unsaid.filter(one => isOwn('tag' in one ? one.tag : one.name)),
  }
}

/** The hub as it will be. */
function liveOf({ tags, targets, external_repos }: Goal, base: LiveState): LiveState {
  return {
    ...base,
    tags: new Map([...tags].map(([name, tag]): [string, LiveTag] => [name, asLive(tag)])),
    targets,
    external_repos: new Map([...base.external_repos, ...external_repos]),
  }
}

function asLive(tag: Tag): LiveTag {
  return { ...tag, origins: new Map() }
}

/** Without what is done once, with a tag that is made: it is nothing to compare. */
function lasting(desired: DesiredState): DesiredState {
  const tags = [...desired.tags].map(([name, { seed: _, builds: __, ...tag }]): [string, DesiredTag] => [
    name,
    tag,
  ])
  return { ...desired, tags: new Map(tags) }
}

/** A hub that has whatever external repos are used: without one nobody knows what else there is. */
function withUsedRepos(hub: LiveState, desired: DesiredState): LiveState {
  const uses = [...desired.tags.values()].flatMap(({ external_repos = [] }) => external_repos)
  const named = uses.map(({ repo }) => repo).filter(repo => !desired.external_repos.has(repo))
  const repos = named.map((name): [string, { name: string; url: string }] => [name, { name, url: '' }])
  return { ...hub, external_repos: new Map([...repos, ...hub.external_repos]) }
}

/** A hub of which nothing is known. */
export const unknownHub: LiveState = {
  hub: { profile: '', url: '', version: '' },
  event: 0,
  tags: new Map(),
  leftovers: new Map(),
  targets: new Map(),
  external_repos: new Map(),
  former: { tags: new Map(), targets: new Map(), external_repos: new Map() },
  contents: new Map(),
  builds: new Map(),
  latest: new Map(),
  users: new Set(),
  maven: true,
  permissions: new Set(),
}
