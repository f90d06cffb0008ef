import type { Retirement } from '../plan/index.js'
import type { PlannedDocument } from './plan-json.js'

/** What `tags retire --json` prints. */
export interface RetiredDocument extends Retirement {
  /** the desired-state file that says so */
  readonly state: string
  /** where it was written, if it was */
  readonly file: string | null
  readonly plan: PlannedDocument
}
