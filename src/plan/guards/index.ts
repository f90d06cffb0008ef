import type { LiveState } from '../../koji/live-state.js'
import type { Goal } from '../goal.js'
import { touchedResources } from '../touched.js'
import { deletes } from './delete.js'
import { emptyState } from './empty.js'
import type { Finding } from './finding.js'
import { lockedChanges } from './locked.js'
import { massChange } from './mass-change.js'
import { massDelete } from './mass-delete.js'
import { otherProfiles } from './profile.js'
import { protectedLosses } from './protected.js'

export type { Finding, GuardName } from './finding.js'
export { findingText, guardWords } from './finding-text.js'
export { flagOf, flagsOf, type Leaves, narrowestLeaves, usedLeaves, withoutLeave } from './leaves.js'
export { refuseWithoutLeave } from './refuse.js'

/**
 * All that the guards find on the way to a goal: by guard, and then in the order of the changes. What files alone
 * can tell (`profile`, `empty`, `mass_change`, `protected`) is found where files asked for the goal.
 */
export function findingsOf(goal: Goal, live: LiveState): Finding[] {
  const judged = { goal, live, touched: touchedResources(goal.changes) }
  return [
    ...otherProfiles(judged),
    ...emptyState(judged),
    ...massChange(judged),
    ...massDelete(judged),
    ...deletes(judged),
    ...protectedLosses(judged),
    ...lockedChanges(judged),
  ]
}
