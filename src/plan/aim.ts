import type { DesiredState } from '../koji/desired-state.js'
import type { LiveState } from '../koji/live-state.js'
import type { Change } from './change.js'
import { desiredOfRows } from './desired-of-rows.js'
import { type Goal, goalOf } from './goal.js'
import { goalOfRows } from './goal-of-rows.js'

/** What a plan aims at; it can be compared with a hub again and again. */
export interface Aim {
  /** says what is to be read, and what the names in it are */
  readonly desired: DesiredState
  goal(live: LiveState): Goal
}

/** The hub shall be as the files say. */
export function desiredAim(desired: DesiredState): Aim {
  return { desired, goal: live => goalOf(desired, live) }
}

/** Rows shall be as the `after` of these changes says: those of a saved plan, or of an undo. */
export function rowsAim(wanted: readonly Change[]): Aim {
  return { desired: desiredOfRows(wanted), goal: live => goalOfRows(wanted, live) }
}
