import type { Source } from './source.js'

/** A finding of an audit that is known and let be. */
export interface Waiver {
  /** a rule's id, or `*` */
  readonly rule: string
  /** a glob of paths; what is below a path is waived with it */
  readonly path: string
  readonly reason: string
  /** the last day on which it holds (UTC), `2026-12-31` */
  readonly until?: string
  readonly source: Source
}
