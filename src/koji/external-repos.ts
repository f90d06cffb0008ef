import type { From } from './groups.js'
import { inOrder } from './in-order.js'
import type { RepoUse } from './tag.js'

/** The values that Koji knows for `merge_mode`. */
export const mergeModes = ['koji', 'simple', 'bare'] as const

/**
 * Koji's own name for what it builds itself, in the table of external repos. Its id is 0, which several of the
 * hub's methods take for "any repo": no tag should use it.
 */
export const internalRepo = 'INTERNAL'

/** How `addExternalRepoToTag` has a tag use a repo where it is told no more than the priority. */
export const defaultRepoUse: Omit<RepoUse, 'repo' | 'priority'> = { merge_mode: 'koji', arches: null }

/** A URL as the hub stores it: with a slash at its end. */
export function storedUrl(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}

/** Whether a builder could fetch a repo from there. The hub takes any text; it would be the builders that fail. */
export function isRepoUrl(url: string): boolean {
  return /^((https?|ftp):\/\/[^\s/]|file:\/\/)\S*$/i.test(url) && URL.canParse(url)
}

/** The arches of a use; `''` and NULL let all arches through alike (Koji's builders ask for "any at all"). */
export function repoArches(arches: string | null): string | null {
  return arches === '' ? null : arches
}

/**
 * The external repos that builds in a tag see, after Koji's `get_external_repo_list`: the tag's own by
 * priority, then those of each ancestor; a repo that came before is left out. Neither `noconfig` nor
 * `pkg_filter` matter here.
 *
 * @param lookup the tag itself, then its ancestors in the order of `fullInheritance`
 */
export function effectiveExternalRepos<Id, Repo, Use extends Pick<RepoUse<Repo>, 'repo' | 'priority'>>(
  lookup: Iterable<Id>,
  reposOf: (tag: Id) => readonly Use[],
): From<Use, Id>[] {
  return [...firstUses(lookup, reposOf).values()].map(({ use, from }) => ({ ...use, from }))
}

/** The same by repo, without copies: for who looks through thousands of tags. */
export function firstUses<Id, Repo, Use extends Pick<RepoUse<Repo>, 'repo' | 'priority'>>(
  lookup: Iterable<Id>,
  reposOf: (tag: Id) => readonly Use[],
): ReadonlyMap<Repo, { readonly use: Use; readonly from: Id }> {
  const first = new Map<Repo, { readonly use: Use; readonly from: Id }>()
  for (const from of lookup) {
    for (const use of inOrder(reposOf(from), (a, b) => a.priority - b.priority))
      if (!first.has(use.repo)) first.set(use.repo, { use, from })
  }
  return first
}

/** What ancestors give of one repo, as `effectiveExternalRepos` would: for who asks about few. */
export function inheritedRepoUse<Id>(
  ancestors: readonly Id[],
  usesOf: (tag: Id) => readonly RepoUse[],
): (repo: string) => From<RepoUse, Id> | undefined {
  return name => {
    for (const tag of ancestors) {
      const use = usesOf(tag).find(({ repo }) => repo === name)
      if (use !== undefined) return { ...use, from: tag }
    }
    return undefined
  }
}
