import { firstUses } from '../koji/external-repos.js'
import type { From } from '../koji/groups.js'
import type { ExternalRepo, RepoUse, Tag } from '../koji/tag.js'
import type { Difference, Given } from './given.js'

/** An external repo as builds in a tag see it. Its priority decides on the order alone. */
export interface SeenRepo extends From<Omit<RepoUse, 'priority'>> {
  readonly url: string
}

/** What is different in the external repos that builds in a tag see. */
export interface RepoDifference extends Difference {
  /** those that stay, with another URL, merge mode or arches */
  readonly changed: readonly { readonly repo: string; readonly before: SeenRepo; readonly after: SeenRepo }[]
  /** those that stay are looked through in another order */
  readonly reordered: boolean
  /** merge modes that come together now: Koji's builders make no repo of tags where they differ */
  readonly mixed?: readonly string[]
}

/** @param lookup the tag itself, then its ancestors in Koji's order */
export function seenRepos(
  lookup: readonly string[],
  tags: ReadonlyMap<string, Tag>,
  repos: ReadonlyMap<string, ExternalRepo>,
): SeenRepo[] {
  const uses = firstUses<string, string, RepoUse>(lookup, tag => tags.get(tag)?.external_repos ?? [])
  const seen: SeenRepo[] = []
  for (const [repo, { use, from }] of uses) {
    const url = repos.get(repo)?.url
    // The hub hides rows about repos that were deleted.
    if (url !== undefined) seen.push({ repo, url, merge_mode: use.merge_mode, arches: use.arches, from })
  }
  return seen
}

export function repoDifference(before: readonly SeenRepo[], after: readonly SeenRepo[]): RepoDifference {
  const [was, becomes] = [byName(before), byName(after)]
  const stayedBefore = before.filter(({ repo }) => becomes.has(repo))
  const stayed = after.filter(({ repo }) => was.has(repo))
  const mixed = mergeModesOf(after)
  return {
    added: after.filter(({ repo }) => !was.has(repo)).map(given),
    removed: before.filter(({ repo }) => !becomes.has(repo)).map(given),
    changed: stayed.flatMap(seen => {
      const old = was.get(seen.repo)
      return old === undefined || looksAlike(old, seen) ? [] : [{ repo: seen.repo, before: old, after: seen }]
    }),
    reordered: stayed.some(({ repo }, index) => stayedBefore[index]?.repo !== repo),
    ...(mixed.length > 1 && mergeModesOf(before).length < 2 && { mixed }),
  }
}

/** Whoever gives it. */
function looksAlike(a: SeenRepo, b: SeenRepo): boolean {
  return a.url === b.url && a.merge_mode === b.merge_mode && a.arches === b.arches
}

function byName(repos: readonly SeenRepo[]): ReadonlyMap<string, SeenRepo> {
  return new Map(repos.map(seen => [seen.repo, seen]))
}

function given({ repo, from }: SeenRepo): Given {
  return { name: repo, from }
}

function mergeModesOf(repos: readonly SeenRepo[]): string[] {
  return [...new Set(repos.map(({ merge_mode }) => merge_mode))].sort()
}
