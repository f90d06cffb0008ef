import type { Call } from '../koji/call.js'
import type { DesiredState } from '../koji/desired-state.js'
import { storedUrl } from '../koji/external-repos.js'
import { compareText } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import type { ExternalRepo } from '../koji/tag.js'
import { actionOf, type ChangeOf } from './change.js'

/** The external repos themselves, apart from their use in tags: as they will be. */
export function externalReposAfter(
  desired: DesiredState,
  live: LiveState,
): ReadonlyMap<string, ExternalRepo> {
  if (externalRepoChanges(desired, live).length === 0) return live.external_repos
  const repos = new Map<string, ExternalRepo>(live.external_repos)
  for (const repo of desired.external_repos.values()) {
    if (repo.absent) repos.delete(repo.name)
    else repos.set(repo.name, { name: repo.name, url: storedUrl(repo.url) })
  }
  return repos
}

/** By name. The hub is told the URL in the form that it stores: without the slash it sees another one. */
export function externalRepoChanges(desired: DesiredState, live: LiveState): ChangeOf<'external_repo'>[] {
  const repos = [...desired.external_repos.values()].sort((a, b) => compareText(a.name, b.name))
  return repos.flatMap((repo): ChangeOf<'external_repo'>[] => {
    const { name, source } = repo
    const current = live.external_repos.get(name)
    const before = current === undefined ? null : { name, url: current.url }
    const after = repo.absent ? null : { name, url: storedUrl(repo.url) }
    if (before?.url === after?.url) return []
    const origin = current?.origin && { origin: current.origin }
    const action = actionOf(before, after)
    const former = before === null ? live.former.external_repos.get(name) : undefined
    const past = { ...origin, ...(former && { former }) }
    return [{ kind: 'external_repo', action, external_repo: name, before, after, source, ...past }]
  })
}

export function externalRepoCall({ external_repo, before, after }: ChangeOf<'external_repo'>): Call {
  if (after === null) return { method: 'deleteExternalRepo', params: [external_repo] }
  const { url } = after
  return before === null
    ? { method: 'createExternalRepo', params: [external_repo, url] }
    : { method: 'editExternalRepo', params: [external_repo], named: { url } }
}

/** The tags that use a repo, as far as the hub was asked. */
export function usersOf(repo: string, { external_repos }: LiveState): readonly string[] {
  return external_repos.get(repo)?.users ?? []
}
