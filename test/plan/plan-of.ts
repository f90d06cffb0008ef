import type { DesiredState } from '../../src/koji/desired-state.js'
import type { LiveState } from '../../src/koji/live-state.js'
import {
  desiredAim,
  inheritedChanges,
  makePlan,
  missingSources,
  type Plan,
  refuseSplitSeeds,
  refuseUnsound,
  refuseUntaggable,
  refuseUnwritable,
  tagsWithPackages,
  unresolvedNames,
} from '../../src/plan/index.js'

/** One part of the planner's work. */
export type Part = 'names' | 'comparison' | 'heirs' | 'refusals' | 'plan'

/**
 * All that `planDesired` has the planner do with what it reads, in its order.
 *
 * @param part runs one part of it, and may measure what that takes
 */
export function planOf(
  state: DesiredState,
  live: LiveState,
  part: <T>(name: Part, run: () => T) => T = (_, run) => run(),
): Plan {
  const aim = desiredAim(state)
  part('names', () => {
    tagsWithPackages(state)
    const lacking = [...unresolvedNames(state, live), ...missingSources(state, live)]
    if (lacking.length > 0) throw new Error(`names that mean nothing: ${lacking.length}`)
    tagsWithPackages(state, live.tags)
  })
  const { desired, goal } = part('comparison', () => aim.compare(live))
  // What inherits is read once it is known what changes. All of it is there already: it is not compared again.
  part('heirs', () => inheritedChanges(goal, live))
  part('refusals', () => {
    refuseUnsound(desired, live, goal)
    refuseUnwritable(desired, live, goal)
    refuseUntaggable(desired, live, goal)
  })
  return part('plan', () => {
    const plan = makePlan(goal, live)
    refuseSplitSeeds(plan)
    return plan
  })
}
