import type { DesiredState } from '../koji/desired-state.js'
import type { LiveState } from '../koji/live-state.js'
import { withArches } from './arches-of.js'
import type { Change } from './change.js'
import { desiredOfRows } from './desired-of-rows.js'
import { type Goal, goalOf } from './goal.js'
import { goalOfRows } from './goal-of-rows.js'
import type { Finding } from './guards/finding.js'

/** What a plan aims at; it can be compared with a hub again and again. */
export interface Aim {
  /** says what is to be read, and what the names in it are */
  readonly desired: DesiredState
  /** users who shall own packages, beside those in `desired`: it names no owner of a package that is blocked */
  readonly owners?: readonly string[]
  compare(live: LiveState): Comparison
  /** what of `desired` is wanted of this hub, where that is not all: names that mean nothing are refused in it alone */
  fitting?(live: LiveState): DesiredState
}

export interface Comparison {
  readonly goal: Goal
  /** what is wanted of this hub; checked for loops, losses and what no hub can store */
  readonly desired: DesiredState
}

/** The hub shall be as the files say. */
export function desiredAim(desired: DesiredState): Aim {
  return {
    desired,
    compare: live => {
      const wanted = withArches(desired, live)
      return { desired: wanted, goal: goalOf(wanted, live) }
    },
  }
}

/**
 * Rows shall be as the `after` of these changes says: those of a saved plan.
 *
 * @param found the `guards` of the saved plan: what its files protect, say, is not written in rows
 */
export function rowsAim(wanted: readonly Change[], found: readonly Finding[] = []): Aim {
  const desired = desiredOfRows(wanted)
  return {
    desired,
    owners: ownersIn(wanted),
    compare: live => ({ desired, goal: { ...goalOfRows(wanted, live), found } }),
  }
}

/** The owners of all packages in these rows. */
export function ownersIn(wanted: readonly Change[]): string[] {
  const owners = wanted.flatMap(change => (change.kind === 'package' ? (change.after?.owner ?? []) : []))
  return [...new Set(owners)]
}
