import type { Held, Origin } from '../koji/live-state.js'
import type { Source } from '../koji/source.js'
import type { Change } from './change.js'
import type { RowName } from './row-name.js'

/** A row that a plan is about, and that is not as it was when it was planned. */
export interface StaleRow {
  readonly row: RowName
  /** as it was planned upon: `null` where it was not there, missing where the plan does not tell */
  readonly before?: RowValue
  /** `null` where it is not there */
  readonly now: RowValue
  /** somebody else has done what the plan would do */
  readonly done: boolean
  /** who made it what it is, or took it away, where that is known */
  readonly by?: Origin
  /** where the value is written that the plan would give it */
  readonly source: Source
}

/** A value of any kind of row; or how much a tag that shall go holds of something. */
export type RowValue = Change['before'] | Held
