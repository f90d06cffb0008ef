import { type DesiredState, sourceOf } from '../koji/desired-state.js'
import { type ProblemData, RefusedError, RelengError } from '../koji/error.js'
import { findLoop } from '../koji/inheritance.js'
import type { LiveState } from '../koji/live-state.js'
import { formatSource } from '../koji/source.js'
import { valuePath } from '../koji/value-path.js'
import { managesPackages } from './facets/packages.js'
import type { Goal } from './goal.js'
import { Heirs } from './heirs.js'
import { problemLine } from './problem-line.js'
import { targetUses } from './target-uses.js'

/** Refuses what would leave the hub worse, or what it would refuse: loops, shared priorities, losses. */
export function refuseUnsound(desired: DesiredState, live: LiveState, goal: Goal): void {
  refuseLoops(desired, goal)
  refuseSharedPriorities(desired, live, goal)
  const problems = [...usesOfDeleted(desired, live, goal), ...usesOfDeletedRepos(desired, live, goal)]
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

/** What an additive facet leaves in a tag may hold the priority that the file gives to another. */
function refuseSharedPriorities(desired: DesiredState, live: LiveState, { tags }: Goal): void {
  const problems = [...desired.tags.values()].flatMap((tag): ProblemData[] => {
    const uses = tags.get(tag.name)?.external_repos ?? []
    return uses.flatMap((use, index) => {
      const other = uses[index - 1]
      if (other?.priority !== use.priority) return []
      const source = sourceOf(tag, valuePath('external_repos', use.repo), valuePath('external_repos'))
      const both = `${other.repo} and ${use.repo}`
      return [{ source, message: `tag ${tag.name} would use ${both} at the same priority, ${use.priority}` }]
    })
  })
  if (problems.length === 0) return
  throw new RelengError(problems.map(problemLine).join('\n'), {
    problems,
    where: live.hub.url,
    next: 'give one of them another priority, or take it away',
  })
}

function usesOfDeleted(desired: DesiredState, live: LiveState, { tags, targets }: Goal): ProblemData[] {
  const deleted = [...desired.tags.values()].filter(tag => tag.absent && live.tags.has(tag.name))
  const heirs = new Heirs(live, tags)
  const uses = targetUses(targets.values())
  // A tag whose parents the file names has left the deleted one by the file's own words.
  // A deleted tag that still owns links has them again once it is created.
  const hasLeft = (child: string, parent: string) => {
    const tag = desired.tags.get(child)
    if (tag?.additive.has('inheritance')) return tag.removed.inheritance.has(parent)
    return tag?.inheritance !== undefined
  }
  return deleted.flatMap(({ name, source }) => {
    const refused = (why: string) => ({ source, message: `tag ${name} cannot be deleted: ${why}` })
    const children = heirs.of(name).filter(({ tag, stays }) => stays && !hasLeft(tag, name))
    const users = uses.get(name) ?? []
    return [
      ...children.map(({ tag, further }) =>
        refused(`tag ${tag} inherits from it${further === 0 ? '' : `, and ${further} more through ${tag}`}`),
      ),
      ...users.map(target => refused(`target ${target.name} uses it`)),
    ]
  })
}

function usesOfDeletedRepos(desired: DesiredState, live: LiveState, { tags }: Goal): ProblemData[] {
  const deleted = [...desired.external_repos.values()].filter(
    repo => repo.absent && live.external_repos.has(repo.name),
  )
  const problems = new Map(deleted.map(({ name }): [string, ProblemData[]] => [name, []]))
  if (problems.size === 0) return []
  for (const tag of tags.values()) {
    for (const { repo } of tag.external_repos) {
      const source = desired.external_repos.get(repo)?.source
      const message = `external repo ${repo} cannot be deleted: tag ${tag.name} uses it`
      if (source !== undefined) problems.get(repo)?.push({ source, message })
    }
  }
  return [...problems.values()].flat()
}
