import { type DesiredState, type DesiredTag, sourceOf } from '../../koji/desired-state.js'
import { type ProblemData, RelengError } from '../../koji/error.js'
import type { LiveState } from '../../koji/live-state.js'
import { valuePath } from '../../koji/value-path.js'
import type { Change, ChangeOf } from '../change.js'
import { lackingBuilds } from '../facets/builds.js'
import type { Goal } from '../goal.js'
import { problemLine } from '../problem-line.js'
import type { Unresolved } from '../unresolved.js'
import { listOf } from './package-list.js'
import { seededTags } from './seeded-tags.js'

type BuildChange = ChangeOf<'build'>

/** The tags that others are to be taken over from, and that are not there, once all was read of them. */
export function missingSources(desired: DesiredState, live: LiveState): Unresolved[] {
  const missing = (tag: DesiredTag, name: string, role: string, path: string): Unresolved => {
    const source = sourceOf(tag, valuePath(path))
    const isMade = desired.tags.get(name)?.absent === false
    const hint = 'it must be there before the plan: apply what makes it by itself'
    const of: Unresolved['of'] = { kind: 'tag', name: tag.name, steps: [path] }
    return { what: 'tag', name, role: `${role} ${tag.name}`, source, of, ...(isMade && { hint }) }
  }
  const seeds = seededTags(desired, live)
    .filter(({ seed }) => !live.tags.has(seed.from))
    .map(tag => missing(tag, tag.seed.from, 'seed of', 'seed'))
  const builds = [...desired.tags.values()].flatMap(tag => {
    const from = lackingBuilds(tag, live).map(({ latest_from }) => latest_from)
    const gone = [...new Set(from)].filter(name => !live.latest.has(name))
    return gone.map(name => missing(tag, name, 'builds of', 'builds'))
  })
  return [...seeds, ...builds]
}

/**
 * Refuses builds that are not there, and those that the hub would tag and then hide. Rows that once were planned have
 * passed it: of them the lists are not read again.
 */
export function refuseUntaggable(desired: DesiredState, live: LiveState, goal: Goal): void {
  if (goal.desired === undefined) return
  const builds = buildsByTag(goal.changes)
  const problems = [...desired.tags.values()].flatMap(tag => {
    const tagged = builds.get(tag.name) ?? []
    return [...missingBuilds(tag, live, tagged), ...hiddenBuilds(tag, tagged, goal)]
  })
  if (problems.length === 0) return
  throw new RelengError(problems.map(problemLine).join('\n'), {
    problems,
    where: live.hub.url,
    next: 'mend the hub, or take these packages out of the file (templates for Fedora have the parameter latest_builds); nothing was written',
  })
}

function buildsByTag(changes: readonly Change[]): ReadonlyMap<string, readonly BuildChange[]> {
  const builds = new Map<string, BuildChange[]>()
  for (const change of changes) {
    if (change.kind !== 'build') continue
    const others = builds.get(change.tag)
    if (others === undefined) builds.set(change.tag, [change])
    else others.push(change)
  }
  return builds
}

function missingBuilds(tag: DesiredTag, live: LiveState, builds: readonly BuildChange[]): ProblemData[] {
  const tagged = new Set(builds.map(({ after }) => after?.package))
  return lackingBuilds(tag, live)
    .filter(lacking => !tagged.has(lacking.package))
    .map(lacking => {
      const source = sourceOf(tag, valuePath('builds'))
      const message = `there is no build of ${lacking.package} in ${lacking.latest_from} (builds of ${tag.name})`
      const hint = `koji latest-build ${lacking.latest_from} ${lacking.package} must find one`
      return { source, message, hint }
    })
}

/** Koji tags a build whatever the list says, and then shows it to nobody. */
function hiddenBuilds(tag: DesiredTag, builds: readonly BuildChange[], { tags }: Goal): ProblemData[] {
  const entry = listOf(tag.name, tags)
  return builds.flatMap((change): ProblemData[] => {
    const name = change.after?.package ?? ''
    const row = entry(name)
    if (row !== undefined && !row.blocked) return []
    const message = row?.blocked
      ? `package ${name} is blocked in ${tag.name}, so that its build ${change.build} would be hidden there`
      : `package ${name} is not in the package list of ${tag.name}, so that its build ${change.build} would be hidden there`
    const hint = row?.blocked
      ? undefined
      : `list it: packages: {OWNER: [${name}]}, with manage: {packages: additive}`
    return [{ source: change.source, message, ...(hint && { hint }) }]
  })
}
