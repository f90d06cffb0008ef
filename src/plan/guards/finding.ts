import type { Source } from '../../koji/source.js'
import type { ResourceKind } from '../change.js'
import type { DeleteFinding } from './delete.js'
import type { EmptyFinding } from './empty.js'
import type { LockedFinding } from './locked.js'
import type { MassChangeFinding } from './mass-change.js'
import type { MassDeleteFinding } from './mass-delete.js'
import type { ProfileFinding } from './profile.js'
import type { ProtectedFinding } from './protected.js'

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

/** All guards, in the order in which they tell what they found: what is about the plan as a whole first. */
export const guardNames = [
  'profile',
  'empty',
  'mass_change',
  'mass_delete',
  'delete',
  'protected',
  'locked',
] as const satisfies readonly Finding['guard'][]
export type GuardName = Finding['guard']

/** Those that find resources by name, and take globs of names as leave. */
export type NamedGuard = Extract<Finding, { readonly name: string }>['guard']

/** What every finding has: who found it, and the flag of `tags apply` with the narrowest value that covers it. */
export interface Found<Guard extends string, Flag extends string, Value extends string | null = string> {
  readonly guard: Guard
  readonly flag: Flag
  /** `null` for a flag that takes none */
  readonly value: Value
}

/** What one resource needs leave for. */
export interface OfResource {
  readonly kind: ResourceKind
  readonly name: string
  /** where the file says so */
  readonly source: Source
}
