import type { DesiredState } from '../koji/desired-state.js'
import type { LiveState } from '../koji/live-state.js'
import { withArches } from './arches-of.js'
import type { Change, ServerCopy } from './change.js'
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
  /** builds that it is about, beside those of packages that `desired` names */
  readonly builds?: readonly WantedBuild[]
  /** the tags that the hub itself shall copy to others, with these others: a rehearsal must have them */
  readonly copies?: readonly PlannedCopy[]
  /** @param event as of which the hub copies tags; that of `live` unless the plan was made before */
  compare(live: LiveState, event?: number): Comparison
  /** what of `desired` is wanted of this hub, where that is not all: names that mean nothing are refused in it alone */
  fitting?(live: LiveState): DesiredState
}

/** A build of a tag by its NVR, or all that are tagged in the tag. */
export interface WantedBuild {
  readonly tag: string
  readonly build?: string
}

export interface PlannedCopy extends Pick<ServerCopy, 'from' | 'packages' | 'builds'> {
  readonly tag: string
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
    compare: (live, event) => {
      const wanted = withArches(desired, live)
      return { desired: wanted, goal: goalOf(wanted, live, event) }
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
    builds: buildsIn(wanted),
    copies: wanted.flatMap(change =>
      change.kind === 'tag' && change.copy !== undefined ? [{ ...change.copy, tag: change.tag }] : [],
    ),
    compare: live => ({ desired, goal: { ...goalOfRows(wanted, live), found } }),
  }
}

/** The builds in these rows: one by one, but of a tag that comes or goes with many all at once. */
export function buildsIn(wanted: readonly Change[]): WantedBuild[] {
  const whole = new Set(wanted.flatMap(change => (change.kind === 'tag' ? [change.tag] : [])))
  const builds = wanted.filter(change => change.kind === 'build')
  const ofWhole = new Set(builds.flatMap(({ tag }) => (whole.has(tag) ? [tag] : [])))
  return [
    ...[...ofWhole].map(tag => ({ tag })),
    ...builds.filter(({ tag }) => !whole.has(tag)).map(({ tag, build }) => ({ tag, build })),
  ]
}

/** The owners of all packages in these rows. */
export function ownersIn(wanted: readonly Change[]): string[] {
  const owners = wanted.flatMap(change => (change.kind === 'package' ? (change.after?.owner ?? []) : []))
  return [...new Set(owners)]
}
