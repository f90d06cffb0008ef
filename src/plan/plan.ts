import type { HubIdentity, LiveState } from '../koji/live-state.js'
import { type Change, isTagChange } from './change.js'
import { type Consequence, consequencesOf } from './consequence.js'
import { usersOf } from './external-repos.js'
import type { Goal } from './goal.js'
import { type Finding, findingsOf } from './guard.js'
import type { Note } from './note.js'
import { type Stage, stagesOf } from './stages.js'

/**
 * What would be done to a hub, as data: the same for the same input, byte for byte. It is shown, saved and
 * applied, and never changed.
 */
export interface Plan {
  readonly hub: HubIdentity
  /** the hub's last event when the live state was read */
  readonly event: number
  readonly changes: readonly Change[]
  readonly stages: readonly Stage[]
  readonly consequences: readonly Consequence[]
  /** what is worth knowing about it, and changes nothing; or what the file cannot have */
  readonly notes: readonly Note[]
  /** what an apply does by leave alone */
  readonly guards: readonly Finding[]
}

/** Orders and compiles what `goalOf` found. Pure; the goal must have passed `refuseUnsound`. */
export function makePlan(goal: Goal, live: LiveState): Plan {
  return {
    hub: live.hub,
    event: live.event,
    changes: goal.changes,
    stages: stagesOf(goal, live),
    consequences: consequencesOf(goal, live),
    notes: goal.notes,
    guards: findingsOf(goal.changes),
  }
}

/**
 * The tags that exist and change in a way that their descendants may notice, or that go, and those that use an
 * external repo that changes or goes. Package lists do not count: they rule what may be tagged, and no build root.
 */
export function inheritedChanges({ changes }: Goal, live: LiveState): string[] {
  const tags = changes.flatMap(change => {
    if (change.kind === 'external_repo') return usersOf(change.external_repo, live)
    if (!isTagChange(change) || !live.tags.has(change.tag)) return []
    if (change.kind === 'package') return []
    return change.kind === 'setting' && change.field !== 'arches' ? [] : [change.tag]
  })
  return [...new Set(tags)]
}
