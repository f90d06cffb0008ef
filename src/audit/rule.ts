import type { FactQuestions } from '../hub/index.js'
import type { AuditView } from './audit-view.js'
import type { Finding, Severity } from './finding.js'

/** What a rule has to know beyond the tags, targets and external repos that an audit reads in any case. */
export type Need = keyof FactQuestions

/**
 * One thing that is wrong wherever it is found, whatever the files say. A rule is words for people and a pure
 * function; `docs/rules.md` is made of the words.
 */
export interface Rule {
  /** by which waivers name it */
  readonly id: string
  readonly severity: Severity
  /** what should be so, in one line */
  readonly title: string
  /** what goes wrong otherwise; Markdown, as are the next two */
  readonly reason: string
  /** a state that it finds fault with, and what it says then */
  readonly example: string
  readonly mend: string
  /** nothing, for a rule that works offline: on a state that was read, or that files make */
  readonly needs: readonly Need[]
  /** what of its needs it wants to know of this hub */
  asks?(view: AuditView): FactQuestions
  /** what it finds in the scope of the audit, in any order */
  check(view: AuditView): Iterable<Finding>
}
