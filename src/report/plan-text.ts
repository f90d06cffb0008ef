import { type Leaves, type Plan, withoutLeave } from '../plan/index.js'
import { consequenceLines } from './consequence-text.js'
import { guardsText } from './guard-text.js'
import { hubHeading } from './hub-heading.js'
import { wrapped } from './names-text.js'
import { notesText } from './note-text.js'
import { isLong, pageText } from './plan-page.js'
import { repoText } from './repo-text.js'
import { changesText, type TextOptions } from './resource-text.js'
import { plainStyle, type Style } from './style.js'
import { callSummary, changeSummary } from './summary.js'

export interface PlanTextOptions extends TextOptions {
  /** what needs no mention, since it is allowed */
  readonly leaves?: Leaves
  /** tells all that builds will notice, and every repo; otherwise of many the most important */
  readonly consequences?: boolean
  /** tells every value of a long plan, too; otherwise such a plan is a page */
  readonly full?: boolean
  /** tells entries that are redundant; otherwise how many there are */
  readonly notes?: boolean
}

/** A plan as a person reads it: every change by resource, what builds will notice, notes, the sum, and what needs leave. */
export function planText(plan: Plan, options: PlanTextOptions = {}): string {
  const { style = plainStyle, leaves = {}, consequences: everything = false, full = false } = options
  const guards = guardsText(withoutLeave(plan.guards, leaves), options)
  const consequences = consequenceLines(plan.consequences, { ...options, everything })
  const notes = notesText(plan.notes, options)
  const blocks = [
    heading(plan, style),
    !full && isLong(plan.changes) ? pageText(plan.changes, options) : changesText(plan.changes, options),
    ...(consequences.length === 0
      ? []
      : [[style.heading('What builds will notice'), ...consequences].join('\n')]),
    ...(notes === '' ? [] : [notes]),
    sum(plan, options),
    ...(guards === '' ? [] : [guards]),
  ]
  return `${blocks.join('\n\n')}\n`
}

export function heading({ hub, event }: Plan, style: Style = plainStyle): string {
  return style.heading(hubHeading(`Plan for ${hub.profile}`, hub, `event ${event}`))
}

function sum({ changes, stages, repos }: Plan, options: PlanTextOptions): string {
  const { consequences = false, width = 100 } = options
  const lines = [changeSummary(changes), callSummary(stages), repoText(repos, consequences ? undefined : 6)]
  return lines
    .filter(line => line !== '')
    .flatMap(line => wrapped(line, width, 2))
    .join('\n')
}
