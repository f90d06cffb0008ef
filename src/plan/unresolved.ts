import { type DesiredState, type DesiredTag, sourceOf } from '../koji/desired-state.js'
import { type ProblemData, RelengError } from '../koji/error.js'
import { internalRepo } from '../koji/external-repos.js'
import type { LiveState } from '../koji/live-state.js'
import { nearest } from '../koji/names.js'
import { compareSources, type Source } from '../koji/source.js'
import { valuePath } from '../koji/value-path.js'
import type { ResourceKind } from './change.js'
import { problemLine } from './problem-line.js'

/** A name in the file that means nothing on the hub. */
export interface Unresolved {
  readonly what: 'tag' | 'target' | 'permission' | 'external repo' | 'user'
  readonly name: string
  /** `parent of f44-app`, `build tag of target f44-app` */
  readonly role: string
  readonly source: Source
  /** what would have it, and what of that: a parent is under `inheritance`, say */
  readonly of: { readonly kind: ResourceKind; readonly name: string; readonly steps: readonly string[] }
  /** what to do, where that does not depend on how the name is written */
  readonly hint?: string
}

/** All names that neither exist on the hub nor are made by the file, in order of file and line. */
export function unresolvedNames(desired: DesiredState, live: LiveState): Unresolved[] {
  const exists = (tag: string) =>
    desired.tags.get(tag) ? !desired.tags.get(tag)?.absent : live.tags.has(tag)
  const unresolved: Unresolved[] = missingRequirements(desired, live)
  const lack = (what: Unresolved['what'], name: string, role: string, source: Source, of: Unresolved['of']) =>
    unresolved.push({ what, name, role, source, of })
  for (const { absent, name, source } of desired.external_repos.values()) {
    if (absent || repoExists(name, desired, live)) continue
    lack('external repo', name, 'named in external_repos', source, { kind: 'external_repo', name, steps: [] })
  }
  for (const tag of desired.tags.values()) {
    const at = (...path: [string, ...string[]]) => tag.sources.get(valuePath(...path)) ?? tag.source
    const of = (...steps: string[]): Unresolved['of'] => ({ kind: 'tag', name: tag.name, steps })
    for (const { parent } of tag.inheritance ?? []) {
      if (!exists(parent))
        lack('tag', parent, `parent of ${tag.name}`, at('inheritance', parent), of('inheritance', parent))
    }
    if (tag.arches_of !== undefined && !exists(tag.arches_of))
      lack('tag', tag.arches_of, `arches of ${tag.name}`, at('arches'), of('arches'))
    for (const { repo } of tag.external_repos ?? []) {
      if (!repoExists(repo, desired, live))
        lack(
          'external repo',
          repo,
          `used by ${tag.name}`,
          at('external_repos', repo),
          of('external_repos', repo),
        )
    }
    const { perm } = tag.settings
    if (typeof perm === 'string' && !live.permissions.has(perm))
      lack('permission', perm, `perm of ${tag.name}`, at('perm'), of('perm'))
    unresolved.push(...unknownOwners(tag, live.users))
    const owner = live.tags.has(tag.name) ? undefined : tag.seed?.owner
    if (owner !== undefined && !live.users.has(owner))
      lack('user', owner, `owner in the seed of ${tag.name}`, at('seed'), of('seed'))
  }
  for (const target of desired.targets.values()) {
    if (target.absent) continue
    const { name, build_tag, dest_tag, source } = target
    const of = (step: string): Unresolved['of'] => ({ kind: 'target', name, steps: [step] })
    if (!exists(build_tag)) lack('tag', build_tag, `build tag of target ${name}`, source, of('build_tag'))
    if (!exists(dest_tag)) lack('tag', dest_tag, `destination tag of target ${name}`, source, of('dest_tag'))
  }
  return unresolved.sort((a, b) => compareSources(a.source, b.source))
}

/** What the files build on without making it. */
function missingRequirements(desired: DesiredState, live: LiveState): Unresolved[] {
  return desired.requires.flatMap(({ kind, name, source }): Unresolved[] => {
    const [found, all] = kind === 'tag' ? [live.tags, desired.tags] : [live.targets, desired.targets]
    const named = all.get(name)
    if (found.has(name) && !named?.absent) return []
    const of = { kind, name, steps: [] }
    return [{ what: kind, name, role: 'required', source, of, hint: requirementHint(named) }]
  })
}

function requirementHint(named: { readonly absent: boolean } | undefined): string {
  if (named === undefined) return 'the hub must have it first; is this the right hub?'
  return named.absent ? 'the file deletes it' : 'the hub must have it first: apply what makes it by itself'
}

function repoExists(name: string, desired: DesiredState, live: LiveState): boolean {
  if (name === internalRepo) return false
  const named = desired.external_repos.get(name)
  return named === undefined ? live.external_repos.has(name) : !named.absent
}

/** Each owner once a tag, however many packages are theirs. */
function unknownOwners(tag: DesiredTag, users: ReadonlySet<string>): Unresolved[] {
  const packages = new Map<string, string[]>()
  for (const [name, { owner }] of tag.packages ?? []) {
    if (users.has(owner)) continue
    const others = packages.get(owner)
    if (others === undefined) packages.set(owner, [name])
    else others.push(name)
  }
  return [...packages].map(([owner, [first = '', ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    const source = sourceOf(tag, valuePath('packages', first), valuePath('packages'))
    const of: Unresolved['of'] = { kind: 'tag', name: tag.name, steps: ['packages', first] }
    return { what: 'user', name: owner, role: `owner of ${first}${more} in ${tag.name}`, source, of }
  })
}

/** @param tagNames all tags of the hub, to find what a misspelt name most likely meant */
export function unresolvedError(
  unresolved: readonly Unresolved[],
  live: LiveState,
  tagNames: Iterable<string>,
): RelengError {
  const names = {
    tag: [...tagNames],
    target: [...live.targets.keys()],
    permission: [...live.permissions],
    'external repo': [...live.external_repos.keys()],
    user: ownersOf(live),
  }
  const problems = unresolved.map(({ what, name, role, source, hint: known }): ProblemData => {
    const hint = known ?? hintFor(what, name, names[what])
    return { source, message: `there is no ${what} ${name} (${role})`, ...(hint && { hint }) }
  })
  return new RelengError(problems.map(problemLine).join('\n'), {
    where: live.hub.url,
    next: 'mend the names, or add what is missing to the file; users and permissions are an administrator’s to make',
    problems,
  })
}

function hintFor(what: Unresolved['what'], name: string, known: readonly string[]): string | undefined {
  if (what === 'external repo' && name === internalRepo)
    return 'Koji keeps this name for what it builds itself'
  if (known.includes(name)) return 'the file deletes it'
  // A Kerberos principal is found by the hub, but rows tell the user's name.
  const near = nearest(name, known) ?? known.find(one => name.startsWith(`${one}@`))
  return near && `did you mean ${near}?`
}

/** The names of users that were read: those asked for, and the owners of packages. */
function ownersOf({ users, tags }: LiveState): string[] {
  const owners = [...tags.values()].flatMap(({ packages }) =>
    [...packages.values()].map(({ owner }) => owner),
  )
  return [...new Set([...users, ...owners])].filter(owner => owner !== null)
}
