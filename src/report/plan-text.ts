import type { Plan } from '../plan/index.js'
import { consequenceText } from './consequence-text.js'
import { hubHeading } from './hub-heading.js'
import { changesText, type TextOptions } from './resource-text.js'
import { plainStyle, type Style } from './style.js'
import { callSummary, changeSummary } from './summary.js'

/** A plan as a person reads it: every change by resource, what builds will notice, the sum. */
export function planText(plan: Plan, options: TextOptions = {}): string {
  const { style = plainStyle } = options
  const consequences = consequenceText(plan.consequences)
  const blocks = [
    heading(plan, style),
    changesText(plan.changes, options),
    ...(consequences === '' ? [] : [`${style.heading('What builds will notice')}\n${consequences}`]),
    [changeSummary(plan.changes), callSummary(plan.stages)].join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

export function heading({ hub, event }: Plan, style: Style = plainStyle): string {
  return style.heading(hubHeading(`Plan for ${hub.profile}`, hub, `event ${event}`))
}
