import type { HubIdentity, LiveState } from '../koji/live-state.js'
import { Ancestors } from './ancestors.js'
import { type Change, isTagChange } from './change.js'
import { changedResources } from './changed-resources.js'
import { type Consequence, consequencesOf } from './consequence.js'
import { EffectiveTags } from './effective.js'
import type { Goal } from './goal.js'
import { type Finding, findingsOf } from './guards/index.js'
import type { Note } from './note.js'
import { outdatedRepos, type RepoMaking } from './outdated-repos.js'
import { type RequestCounter, type Stage, stagesOf } from './stages.js'
import { takenNumbers } from './taken-number.js'
import { allWrittenTags, outdatesRepos } from './written-tags.js'

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
  /** what Koji will have to do for it */
  readonly repos: RepoMaking
  /** what is worth knowing about it, and changes nothing; or what the file cannot have */
  readonly notes: readonly Note[]
  /** what an apply does by leave alone */
  readonly guards: readonly Finding[]
}

/**
 * Orders and compiles what `goalOf` found. Pure; the goal must have passed `refuseUnsound`.
 *
 * @param countRequests how many requests a stage takes: whoever sends them knows what a hub takes in one
 */
export function makePlan(goal: Goal, live: LiveState, countRequests: RequestCounter = () => 1): Plan {
  const before = new EffectiveTags(live, new Ancestors(live.tags, goal.ancestors))
  const views = { before, after: new EffectiveTags(goal, goal.ancestors) }
  const judged = { goal, live, resources: changedResources(goal.changes) }
  return {
    hub: live.hub,
    event: live.event,
    changes: goal.changes,
    stages: stagesOf(goal, live).map(stage => ({ ...stage, requests: countRequests(stage.calls) })),
    consequences: consequencesOf(goal, live, views),
    repos: outdatedRepos(goal, live, views),
    notes: [...takenNumbers(judged), ...goal.notes],
    guards: findingsOf(judged),
  }
}

/**
 * The tags that exist and change in a way that their descendants notice, if only because their repos are made
 * again, and those that go, or use an external repo that changes or goes.
 */
export function inheritedChanges({ changes }: Goal, live: LiveState): string[] {
  const isNew = (change: Change) => isTagChange(change) && !live.tags.has(change.tag)
  return [...allWrittenTags(changes, live, change => !isNew(change) && outdatesRepos(change))]
}
