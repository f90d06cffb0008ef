import type { Goal } from '../goal.js'
import { deletes } from './delete.js'
import { emptyState } from './empty.js'
import { type Finding, type GuardName, guardNames } from './finding.js'
import type { Judged } from './judged.js'
import { lockedChanges } from './locked.js'
import { massChange } from './mass-change.js'
import { massDelete } from './mass-delete.js'
import { movesToOlder } from './older.js'
import { otherProfiles } from './profile.js'
import { protectedLosses } from './protected.js'

export type { Finding, GuardName } from './finding.js'
export { findingText, guardWords } from './finding-text.js'
export { flagOf, flagsOf, type Leaves, narrowestLeaves, usedLeaves, withoutLeave } from './leaves.js'
export { refuseWithoutLeave } from './refuse.js'

/**
 * All that the guards find on the way to a goal: by guard, and then in the order of the changes. Of rows that once
 * were planned from files, what those told is found still.
 */
export function findingsOf(judged: Judged): Finding[] {
  const found = [
    ...otherProfiles(judged),
    ...emptyState(judged),
    ...massChange(judged),
    ...massDelete(judged),
    ...deletes(judged),
    ...protectedLosses(judged),
    ...lockedChanges(judged),
    ...movesToOlder(judged),
    ...toldByFiles(judged.goal),
  ]
  return guardNames.flatMap(name => found.filter(({ guard }) => guard === name))
}

function toldByFiles({ changes, found = [] }: Goal): Finding[] {
  // What was done meanwhile needs no leave any more.
  return changes.length === 0 ? [] : found.filter(({ guard }) => judgesByFiles.has(guard))
}

const judgesByFiles: ReadonlySet<GuardName> = new Set(['profile', 'empty', 'mass_change', 'protected'])
