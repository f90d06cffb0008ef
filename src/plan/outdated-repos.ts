import { compareText } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import { archesOfRepo } from '../koji/repo-arches.js'
import type { Views } from './consequence.js'
import type { Goal } from './goal.js'
import { allWrittenTags, outdatesRepos } from './written-tags.js'

/** The repos that Koji makes on account of a plan, by itself or once a build asks for them. */
export interface RepoMaking {
  /** by name */
  readonly tags: readonly MadeRepo[]
  /** `createrepo` tasks in all: one an arch */
  readonly tasks: number
}

export interface MadeRepo {
  /** a build tag */
  readonly tag: string
  readonly arches: readonly string[]
  /** nothing was built in the tag before */
  readonly first: boolean
}

/**
 * The build tags of targets, after the plan, whose repo is out of date by it, and those that become build tags.
 * Koji's rule: a repo is out of date once a row of its tag or of one that it inherits from has changed, or the
 * URL of an external repo that one of them uses. That nothing comes of the change does not matter.
 */
export function outdatedRepos(goal: Goal, live: LiveState, { before, after }: Views): RepoMaking {
  const written = allWrittenTags(goal.changes, live, outdatesRepos)
  const builtIn = new Set([...live.targets.values()].map(target => target.build_tag))
  const buildTags = new Set([...goal.targets.values()].map(target => target.build_tag))
  const tags = [...buildTags].sort(compareText).flatMap((tag): MadeRepo[] => {
    const [was, becomes, config] = [before.get(tag), after.get(tag), goal.tags.get(tag)]
    if (becomes === undefined || config === undefined) return []
    const first = was === undefined || !builtIn.has(tag)
    const isWritten = (name: string) => written.has(name)
    if (!first && !becomes.lookup.some(isWritten) && !was.lookup.some(isWritten)) return []
    return [{ tag, arches: archesOfRepo(config), first }]
  })
  return { tags, tasks: tags.reduce((sum, { arches }) => sum + arches.length, 0) }
}
