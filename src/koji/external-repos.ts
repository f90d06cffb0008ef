import type { From } from './groups.js'

/** How a tag uses an external repo (Koji's table `tag_external_repos`). */
export interface RepoUse<Repo = string> {
  readonly repo: Repo
  /** unique among a tag's repos; the lowest is looked at first */
  readonly priority: number
  /** how its packages are merged with those of the tag: `koji`, `simple` or `bare` */
  readonly merge_mode: string
  /** the arches that the repo has; `null` is those of the tag */
  readonly arches: string | null
}

/** The values that Koji knows for `merge_mode`. */
export const mergeModes = ['koji', 'simple', 'bare'] as const

/**
 * The external repos that builds in a tag see, after Koji's `get_external_repo_list`: the tag's own by
 * priority, then those of each ancestor; a repo that came before is left out. Neither `noconfig` nor
 * `pkg_filter` matter here.
 *
 * @param lookup the tag itself, then its ancestors in the order of `fullInheritance`
 */
export function effectiveExternalRepos<Id, Repo, Use extends Pick<RepoUse<Repo>, 'repo' | 'priority'>>(
  lookup: Iterable<Id>,
  reposOf: (tag: Id) => Iterable<Use>,
): From<Use, Id>[] {
  const effective = new Map<Repo, From<Use, Id>>()
  for (const tag of new Set(lookup)) {
    const byPriority = [...reposOf(tag)].sort((a, b) => a.priority - b.priority)
    for (const use of byPriority) if (!effective.has(use.repo)) effective.set(use.repo, { ...use, from: tag })
  }
  return [...effective.values()]
}
