import type { LiveState } from '../../koji/live-state.js'
import type { ChangedResource } from '../changed-resources.js'
import type { Goal } from '../goal.js'

/** What guards judge: a goal, the hub as it is, and the resources that differ. */
export interface Judged {
  readonly goal: Goal
  readonly live: LiveState
  readonly resources: readonly ChangedResource[]
}
