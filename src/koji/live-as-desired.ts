import type { DesiredExternalRepo, DesiredState, DesiredTarget } from './desired-state.js'
import { internalRepo, isRepoUrl } from './external-repos.js'
import type { LiveState } from './live-state.js'
import { nameProblem } from './names.js'
import type { Source } from './source.js'
import { type TagUnsaid, tagAsDesired } from './tag-as-desired.js'

/** What a hub holds and no file can say: see `liveAsDesired`. */
export type Unsaid = ResourceUnsaid | TagUnsaid

/** A resource that is left out. */
export interface ResourceUnsaid {
  readonly kind: 'tag' | 'target' | 'external_repo'
  readonly name: string
}

/**
 * A live state as a file would say it: every facet of every tag, exact; planned on that hub, it changes nothing.
 * As in files that people write, what is Koji's default is not named in groups, package lists and uses of repos.
 * What no file can say stays as it is, too:
 *
 *  - rows that nobody can name (packages of a group that is not there, a package without an owner, an extra
 *    setting that is null, …) are not named, and their facet is additive;
 *  - values that nobody can name (arches that are none, kinds that comps do not know) are not named either, where
 *    what is not named keeps its value;
 *  - of a tag that inherits from itself, inheritance, groups and packages are not managed, and packages where a
 *    `pkg_filter` on the way is no pattern: no plan could be made;
 *  - resources are left out whose names or URLs a file may not have.
 *
 * @param listed the tags whose package lists were read; of those of the others nothing is said
 */
export function liveAsDesired(
  live: LiveState,
  listed: ReadonlySet<string> = new Set(),
): { readonly desired: DesiredState; readonly unsaid: readonly Unsaid[] } {
  const source: Source = { file: live.hub.url, line: 1, column: 1 }
  const [repos, otherRepos] = parted(live.external_repos.values(), ({ name, url }) => {
    return isName(name) && name !== internalRepo && isRepoUrl(url)
  })
  const [tags, otherTags] = parted(live.tags.values(), ({ name }) => isName(name))
  const [targets, otherTargets] = parted(live.targets.values(), ({ name, build_tag, dest_tag }) => {
    return [name, build_tag, dest_tag].every(isName)
  })
  const said = tags.map(tag => tagAsDesired(tag, { live, source, isListed: listed.has(tag.name) }))
  const desired: DesiredState = {
    tags: new Map(said.map(({ desired }) => [desired.name, desired])),
    targets: new Map(
      targets.map(({ name, build_tag, dest_tag }): [string, DesiredTarget] => {
        return [name, { name, source, absent: false, build_tag, dest_tag }]
      }),
    ),
    external_repos: new Map(
      repos.map(({ name, url }): [string, DesiredExternalRepo] => [
        name,
        { name, source, absent: false, url },
      ]),
    ),
    protect: [],
    requires: [],
    profiles: [],
  }
  const unsaid: Unsaid[] = [
    ...otherRepos.map(({ name }): Unsaid => ({ kind: 'external_repo', name })),
    ...otherTags.map(({ name }): Unsaid => ({ kind: 'tag', name })),
    ...otherTargets.map(({ name }): Unsaid => ({ kind: 'target', name })),
    ...said.flatMap(({ unsaid }) => unsaid),
  ]
  return { desired, unsaid }
}

function isName(name: string): boolean {
  return nameProblem(name) === undefined
}

function parted<T>(all: Iterable<T>, isSayable: (one: T) => boolean): [said: T[], unsaid: T[]] {
  const [said, unsaid]: [T[], T[]] = [[], []]
  for (const one of all) (isSayable(one) ? said : unsaid).push(one)
  return [said, unsaid]
}
