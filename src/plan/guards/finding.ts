import type { Source } from '../../koji/source.js'
import type { Facet } from '../../koji/tag.js'
import type { ResourceKind } from '../change.js'

/**
 * What a guard found in a plan: something that an apply does by leave alone. A finding is data; who applies the plan
 * gives leaves, and those that no leave covers stop the apply before it logs in.
 */
export type Finding =
  | ProfileFinding
  | EmptyFinding
  | MassChangeFinding
  | MassDeleteFinding
  | DeleteFinding
  | ProtectedFinding
  | LockedFinding
  | OlderFinding

/** All guards, in the order in which they tell what they found: what is about the plan as a whole first. */
export const guardNames = [
  'profile',
  'empty',
  'mass_change',
  'mass_delete',
  'delete',
  'protected',
  'locked',
  'older',
] as const satisfies readonly Finding['guard'][]
export type GuardName = Finding['guard']

/** Those that find resources by name, and take globs of names as leave. */
export type NamedGuard = Extract<Finding, OfResource>['guard']

/** What every finding has: who found it, and the flag of `tags apply` with the narrowest value that covers it. */
interface Found<Guard extends string, Flag extends string, Value extends string | null = string> {
  readonly guard: Guard
  readonly flag: Flag
  /** `null` for a flag that takes none */
  readonly value: Value
}

/** What one resource needs leave for. */
interface OfResource {
  readonly kind: ResourceKind
  readonly name: string
  /** where the file says so */
  readonly source: Source
}

/** A file is for the hub of another profile. */
export interface ProfileFinding extends Found<'profile', '--allow-profile'> {
  /** the one that the file names */
  readonly wanted: string
  /** the one that the plan was made with, which is also the value of the flag */
  readonly profile: string
  readonly source: Source
}

/** Files that declare nothing at all. */
export type EmptyFinding = Found<'empty', '--allow-empty', null>

/** Many of the resources that the files manage change or go at once. */
export interface MassChangeFinding extends Found<'mass_change', '--allow-mass-change'> {
  /** how many are updated or deleted; as a text, the value of the flag */
  readonly changed: number
  /** how many the files name and the hub has */
  readonly managed: number
}

/** Many resources go at once. */
export interface MassDeleteFinding extends Found<'mass_delete', '--allow-mass-delete'> {
  /** how many; as a text, the value of the flag */
  readonly deleted: number
}

/** A tag, target or external repo goes as a whole. */
export interface DeleteFinding extends Found<'delete', '--allow-delete'>, OfResource {}

/** What the files `protect` goes, or loses all its parents. */
export interface ProtectedFinding extends Found<'protected', '--allow-protected'>, OfResource {
  /** what it would lose: its parents alone, or all that it is */
  readonly loses: 'all' | 'parents'
  /** the glob of `protect` that its name fits */
  readonly glob: string
}

/** A tag that is locked, and stays so, changes. */
export interface LockedFinding extends Found<'locked', '--allow-locked'>, OfResource {
  readonly kind: 'tag'
  /** the sides of it that change */
  readonly facets: readonly Facet[]
}

/** A tag or a target moves to an older release. */
export interface OlderFinding extends Found<'older', '--allow-older'>, OfResource {
  readonly kind: 'tag' | 'target'
  /** the parent, build tag or destination that it has */
  readonly from: string
  /** the same of a lower number, which it would have */
  readonly to: string
}
