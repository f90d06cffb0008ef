import { shortTime } from '../koji/moment.js'
import type { LeftAlone, Plan } from '../plan/index.js'
import { cleanLine } from './clean.js'
import { hubHeading } from './hub-heading.js'
import { wrapped } from './names-text.js'
import { notesText } from './note-text.js'
import { type PlanTextOptions, planText } from './plan-text.js'
import { plainStyle } from './style.js'

/** Whose changes are undone. */
export type Undone =
  | {
      readonly run: string
      readonly began: string
      readonly user: string | null
      readonly reason: string | null
    }
  | { readonly first: number; readonly last: number; readonly user: string | null }

/** The plan of an undo, under a line that says what is undone; or that nothing is left to undo. */
export function undoText(plan: Plan, undone: Undone, options: PlanTextOptions = {}): string {
  const { style = plainStyle, width = 100 } = options
  const [first = '', ...rest] = wrapped(cleanLine(`Undo of ${undoneText(undone)}`), width, 2)
  const title = [style.heading(first), ...rest].join('\n')
  if (plan.changes.length > 0) return `${title}\n\n${planText(plan, options)}`
  const notes = notesText(plan.notes, options)
  const heading = style.heading(hubHeading(`Plan for ${plan.hub.profile}`, plan.hub, `event ${plan.event}`))
  const left = plan.notes.some((note): note is LeftAlone => note.kind === 'left-alone')
  const nothing = left ? 'Nothing else is left to undo.' : 'Nothing to undo: the hub is as it was before.'
  return `${[title, heading, ...(notes === '' ? [] : [notes]), nothing].join('\n\n')}\n`
}

function undoneText(undone: Undone): string {
  if (!('run' in undone)) {
    const { first, last, user } = undone
    return `events ${first} to ${last}${user === null ? '' : `, as far as ${user} made them`}`
  }
  const { run, began, user, reason } = undone
  return `run ${run} (${user ?? 'nobody'}, ${shortTime(began)})${reason === null ? '' : `: ${reason}`}`
}
