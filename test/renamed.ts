import type {
  DesiredExternalRepo,
  DesiredRepoUse,
  DesiredState,
  DesiredTag,
  DesiredTarget,
} from '../src/koji/desired-state.js'
import type { LiveState, LiveTag } from '../src/koji/live-state.js'
import type { Link, RepoUse, Target } from '../src/koji/tag.js'
import type { HandCall } from './random-states.js'

// On a hub that others use, tags, targets and external repos get names that no other run has.

export type Rename = (name: string) => string

/** The same desired state for tags, targets and external repos of other names. */
export function renamedDesired(state: DesiredState, rename: Rename): DesiredState {
  return {
    ...state,
    tags: byName([...state.tags.values()].map(tag => renamedTag(tag, rename))),
    targets: byName([...state.targets.values()].map(target => renamedTarget(target, rename))),
    external_repos: byName(
      [...state.external_repos.values()].map(
        (repo): DesiredExternalRepo => ({ ...repo, name: rename(repo.name) }),
      ),
    ),
  }
}

function renamedTag(tag: DesiredTag, rename: Rename): DesiredTag {
  const all = (names: ReadonlySet<string>) => new Set([...names].map(rename))
  return {
    ...tag,
    name: rename(tag.name),
    ...(tag.inheritance && { inheritance: tag.inheritance.map(link => renamedLink(link, rename)) }),
    ...(tag.external_repos && { external_repos: tag.external_repos.map(use => renamedUse(use, rename)) }),
    removed: {
      ...tag.removed,
      inheritance: all(tag.removed.inheritance),
      external_repos: all(tag.removed.external_repos),
    },
  }
}

function renamedTarget(target: DesiredTarget, rename: Rename): DesiredTarget {
  return target.absent
    ? { ...target, name: rename(target.name) }
    : { ...target, ...renamedEnds(target, rename) }
}

/** A call by hand, likewise. */
export function renamedCall({ method, params, named, parent }: HandCall, rename: Rename): HandCall {
  const names = method === 'createBuildTarget' ? 3 : /ExternalRepo.*Tag|TagExternalRepo/.test(method) ? 2 : 1
  return {
    method,
    params: params.map((param, at) => (at < names && typeof param === 'string' ? rename(param) : param)),
    ...(named && { named }),
    ...(parent !== undefined && { parent: rename(parent) }),
  }
}

/** The same live state, likewise; what it knows of origins stays behind. */
export function renamedLive(state: LiveState, rename: Rename): LiveState {
  const tags = (all: ReadonlyMap<string, LiveTag>) =>
    byName(
      [...all.values()].map(tag => ({
        ...tag,
        name: rename(tag.name),
        inheritance: tag.inheritance.map(link => renamedLink(link, rename)),
        external_repos: tag.external_repos.map(use => renamedUse(use, rename)),
        origins: new Map(),
      })),
    )
  return {
    ...state,
    tags: tags(state.tags),
    leftovers: tags(state.leftovers),
    targets: byName([...state.targets.values()].map(target => renamedEnds(target, rename))),
    external_repos: byName(
      [...state.external_repos.values()].map(({ name, url }) => ({ name: rename(name), url })),
    ),
  }
}

function renamedLink(link: Link, rename: Rename): Link {
  return { ...link, parent: rename(link.parent) }
}

function renamedUse<Use extends RepoUse | DesiredRepoUse>(use: Use, rename: Rename): Use {
  return { ...use, repo: rename(use.repo) }
}

function renamedEnds({ name, build_tag, dest_tag }: Target, rename: Rename): Target {
  return { name: rename(name), build_tag: rename(build_tag), dest_tag: rename(dest_tag) }
}

function byName<T extends { readonly name: string }>(all: readonly T[]): Map<string, T> {
  return new Map(all.map(one => [one.name, one]))
}
