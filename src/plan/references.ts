import type { DesiredState } from '../koji/desired-state.js'
import { type ProblemData, RefusedError, RelengError } from '../koji/error.js'
import { findLoop } from '../koji/inheritance.js'
import type { LiveState } from '../koji/live-state.js'
import { matchesGlob, nearest } from '../koji/names.js'
import { compareSources, formatSource, formatSourceInUse, type Source } from '../koji/source.js'
import { valuePath } from '../koji/value-path.js'
import { nameOf } from './change.js'
import type { Goal } from './goal.js'

/** A name in the file that means nothing on the hub. */
export interface Unresolved {
  readonly what: 'tag' | 'permission'
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
  }
  for (const target of desired.targets.values()) {
    if (target.absent) continue
    need(target.build_tag, `build tag of target ${target.name}`, target.source)
    need(target.dest_tag, `destination tag of target ${target.name}`, target.source)
  }
  return unresolved.sort((a, b) => compareSources(a.source, b.source))
}

/** @param tagNames all tags of the hub, to find what a misspelt name most likely meant */
export function unresolvedError(
  unresolved: readonly Unresolved[],
  live: LiveState,
  tagNames: Iterable<string>,
): RelengError {
  const names = { tag: [...tagNames], permission: [...live.permissions] }
  const problems = unresolved.map(({ what, name, role, source }): ProblemData => {
    const near = nearest(name, names[what])
    const hint = near === undefined ? {} : { hint: `did you mean ${near}?` }
    return { source, message: `there is no ${what} ${name} (${role})`, ...hint }
  })
  return new RelengError(problems.map(problemLine).join('\n'), {
    where: live.hub.url,
    next: 'mend the names, or add the tags to the file',
    problems,
  })
}

/** A problem as a line of an error's message. */
export function problemLine({ source, message, hint }: ProblemData): string {
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
  // Groups count, too: inside a loop there is no order in which ancestors could be settled first.
  const managed = [...desired.tags.values()].filter(
    tag => tag.inheritance !== undefined || tag.groups !== undefined,
  )
  const names = managed.map(tag => tag.name)
  const loop = findLoop(names, tag => tags.get(tag)?.inheritance.map(link => link.parent) ?? [])
  if (loop === undefined) return
  const first = managed.find(tag => loop.includes(tag.name))
  throw new RelengError(`a tag would inherit itself: ${loop.join(' → ')}`, {
    where:
      first && formatSource(first.sources.get('inheritance') ?? first.sources.get('groups') ?? first.source),
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
  const heirs = [...live.tags.values(), ...live.leftovers.values()].filter(({ name }) => tags.has(name))
  const hasLeft = (child: string, parent: string) => {
    const tag = desired.tags.get(child)
    if (tag?.additive.has('inheritance')) return tag.removed.inheritance.has(parent)
    return tag?.inheritance !== undefined
  }
  return deleted.flatMap(({ name, source }) => {
    const refused = (why: string) => ({ source, message: `tag ${name} cannot be deleted: ${why}` })
    const children = heirs.filter(
      child => child.inheritance.some(link => link.parent === name) && !hasLeft(child.name, name),
    )
    const users = [...targets.values()].filter(
      ({ build_tag, dest_tag }) => build_tag === name || dest_tag === name,
    )
    return [
      ...children.map(child => refused(`tag ${child.name} inherits from it`)),
      ...users.map(target => refused(`target ${target.name} uses it`)),
    ]
  })
}
