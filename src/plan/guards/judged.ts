import type { LiveState } from '../../koji/live-state.js'
import type { Goal } from '../goal.js'
import type { Touched } from '../touched.js'

/** What guards judge: a goal, the hub as it is, and the resources that differ. */
export interface Judged {
  readonly goal: Goal
  readonly live: LiveState
  readonly touched: readonly Touched[]
}
