import type { Origin } from './live-state.js'

/** From one event to another, both included. */
export interface EventRange {
  readonly first: number
  readonly last: number
}

/** A row that was made or ended in the past, and by whom. */
export interface ChangedRow {
  readonly kind:
    | 'tag'
    | 'extra'
    | 'inheritance'
    | 'group'
    | 'group_package'
    | 'group_requirement'
    | 'package'
    | 'build'
    | 'external_repo_use'
    | 'target'
    | 'external_repo'
  /** what it is about: the tag first, where it is of one */
  readonly names: readonly string[]
  readonly by: readonly Origin[]
}
