import { type DesiredState, type DesiredTag, sourceOf } from '../koji/desired-state.js'
import { type ProblemData, RefusedError, RelengError } from '../koji/error.js'
import { findLoop } from '../koji/inheritance.js'
import { compareText } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import { matchesGlob, nearest } from '../koji/names.js'
import { formatSource, formatSourceInUse, type Source } from '../koji/source.js'
import { valuePath } from '../koji/value-path.js'
import { nameOf } from './change.js'
import { managesPackages } from './facets/packages.js'
import type { Goal } from './goal.js'

/** A name in the file that means nothing on the hub. */
export interface Unresolved {
  readonly what: 'tag' | 'permission' | 'user'
  readonly name: string
  /** `parent of f44-app`, `build tag of target f44-app` */
  readonly role: string
  readonly source: Source
}

/** All names that neither exist on the hub nor are made by the file, in order of file and line. */
export function unresolvedNames(desired: DesiredState, live: LiveState): Unresolved[] {
  const exists = (tag: string) =>
    desired.tags.get(tag) ? !desired.tags.get(tag)?.absent : live.tags.has(tag)
  const unresolved: Unresolved[] = []
  const need = (name: string, role: string, source: Source) => {
    if (!exists(name)) unresolved.push({ what: 'tag', name, role, source })
  }
  for (const tag of desired.tags.values()) {
    const at = (...path: [string, ...string[]]) => tag.sources.get(valuePath(...path)) ?? tag.source
    for (const { parent } of tag.inheritance ?? [])
      need(parent, `parent of ${tag.name}`, at('inheritance', parent))
    const { perm } = tag.settings
    if (typeof perm === 'string' && !live.permissions.has(perm)) {
      unresolved.push({ what: 'permission', name: perm, role: `perm of ${tag.name}`, source: at('perm') })
    }
    unresolved.push(...unknownOwners(tag, live.users))
  }
  for (const target of desired.targets.values()) {
    if (target.absent) continue
    need(target.build_tag, `build tag of target ${target.name}`, target.source)
    need(target.dest_tag, `destination tag of target ${target.name}`, target.source)
  }
  return unresolved.sort((a, b) => compareText(a.source.file, b.source.file) || a.source.line - b.source.line)
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
    return { what: 'user', name: owner, role: `owner of ${first}${more} in ${tag.name}`, source }
  })
}

/** @param tagNames all tags of the hub, to find what a misspelt name most likely meant */
export function unresolvedError(
  unresolved: readonly Unresolved[],
  live: LiveState,
  tagNames: Iterable<string>,
): RelengError {
  const names = { tag: [...tagNames], permission: [...live.permissions], user: ownersOf(live) }
  const problems = unresolved.map(({ what, name, role, source }): ProblemData => {
    // A Kerberos principal is found by the hub, but rows tell the user's name.
    const near = nearest(name, names[what]) ?? names[what].find(known => name.startsWith(`${known}@`))
    const hint = near === undefined ? {} : { hint: `did you mean ${near}?` }
    return { source, message: `there is no ${what} ${name} (${role})`, ...hint }
  })
  return new RelengError(problems.map(problemLine).join('\n'), {
    where: live.hub.url,
    next: 'mend the names, or add the tags to the file; users and permissions are an administrator’s to make',
    problems,
  })
}

/** The names of users that were read: those asked for, and the owners of packages. */
function ownersOf({ users, tags }: LiveState): string[] {
  const owners = [...tags.values()].flatMap(({ packages }) =>
    [...packages.values()].map(({ owner }) => owner),
  )
  return [...new Set([...users, ...owners])].filter(owner => owner !== null)
}

function problemLine({ source, message, hint }: ProblemData): string {
  return `${formatSourceInUse(source)}: ${message}${hint === undefined ? '' : `; ${hint}`}`
}

/** Refuses what would leave the hub worse: loops, and deletes of what is protected or still in use. */
export function refuseUnsound(desired: DesiredState, live: LiveState, goal: Goal): void {
  refuseLoops(desired, goal)
  const problems = [...protectedLosses(desired, goal), ...usesOfDeleted(desired, live, goal)]
  if (problems.length === 0) return
  throw new RefusedError([...new Set(problems.map(problemLine))].join('\n'), {
    problems,
    where: live.hub.url,
    next: 'let the file keep it, or move and delete what uses it, too',
  })
}

function refuseLoops(desired: DesiredState, { tags }: Goal): void {
  // Groups and packages count, too: inside a loop no order settles all ancestors first.
  const managed = [...desired.tags.values()].filter(
    tag => tag.inheritance !== undefined || tag.groups !== undefined || managesPackages(tag),
  )
  const names = managed.map(tag => tag.name)
  const loop = findLoop(names, tag => tags.get(tag)?.inheritance.map(link => link.parent) ?? [])
  if (loop === undefined) return
  const first = managed.find(tag => loop.includes(tag.name))
  throw new RelengError(`a tag would inherit itself: ${loop.join(' → ')}`, {
    where: first && formatSource(sourceOf(first, 'inheritance', 'groups', 'packages', 'blocked_packages')),
    next: 'take one of these links away, in the file or on the hub',
  })
}

function protectedLosses(desired: DesiredState, { tags, changes }: Goal): ProblemData[] {
  const glob = (name: string) => desired.protect.find(pattern => matchesGlob(name, pattern))
  return changes.flatMap(change => {
    const name = nameOf(change)
    const pattern = glob(name)
    if (pattern === undefined || change.action !== 'delete') return []
    const { source } = change
    if (change.kind === 'tag' || change.kind === 'target') {
      return [{ source, message: `${change.kind} ${name} is protected (${pattern}) and cannot be deleted` }]
    }
    const isOrphaned = change.kind === 'inheritance' && tags.get(name)?.inheritance.length === 0
    const message = `tag ${name} is protected (${pattern}) and would lose all its parents`
    return isOrphaned ? [{ source, message }] : []
  })
}

function usesOfDeleted(desired: DesiredState, live: LiveState, { tags, targets }: Goal): ProblemData[] {
  const deleted = [...desired.tags.values()].filter(tag => tag.absent && live.tags.has(tag.name))
  // A tag whose parents the file names has left the deleted one by the file's own words.
  // A deleted tag that still owns links has them again once it is created.
  const heirs = [...live.tags.values(), ...live.leftovers.values()].filter(
    ({ name }) => tags.has(name) && desired.tags.get(name)?.inheritance === undefined,
  )
  return deleted.flatMap(({ name, source }) => {
    const refused = (why: string) => ({ source, message: `tag ${name} cannot be deleted: ${why}` })
    const children = heirs.filter(({ inheritance }) => inheritance.some(link => link.parent === name))
    const users = [...targets.values()].filter(
      ({ build_tag, dest_tag }) => build_tag === name || dest_tag === name,
    )
    return [
      ...children.map(child => refused(`tag ${child.name} inherits from it`)),
      ...users.map(target => refused(`target ${target.name} uses it`)),
    ]
  })
}
