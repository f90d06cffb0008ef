import type { DesiredState } from '../koji/desired-state.js'
import type { HubIdentity, LiveState } from '../koji/live-state.js'
import type { Change } from './change.js'
import { type Consequence, consequencesOf } from './consequence.js'
import { goalOf } from './goal.js'
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
}

/** Compares, orders, compiles. Pure; `desired` and `live` must have passed `unresolvedNames` and `refuseUnsound`. */
export function makePlan(desired: DesiredState, live: LiveState): Plan {
  const goal = goalOf(desired, live)
  return {
    hub: live.hub,
    event: live.event,
    changes: goal.changes,
    stages: stagesOf(goal, live),
    consequences: consequencesOf(goal, live),
  }
}

/** The tags that exist and change in a way that their descendants may notice, or that go. */
export function inheritedChanges(desired: DesiredState, live: LiveState): string[] {
  const tags = goalOf(desired, live).changes.flatMap(change => {
    if (change.kind === 'target' || !live.tags.has(change.tag)) return []
    return change.kind === 'setting' && change.field !== 'arches' ? [] : [change.tag]
  })
  return [...new Set(tags)]
}
