import { type Finding, flagOf, type Leaves, type Plan, resourceWords, withoutLeave } from '../plan/index.js'
import { cleanLine } from './clean.js'
import { consequenceText } from './consequence-text.js'
import { hubHeading } from './hub-heading.js'
import { changesText, type TextOptions } from './resource-text.js'
import { plainStyle, type Style } from './style.js'
import { callSummary, changeSummary } from './summary.js'

export interface PlanTextOptions extends TextOptions {
  /** what needs no mention, since it is allowed */
  readonly leaves?: Leaves
}

/** A plan as a person reads it: every change by resource, what builds will notice, what needs leave, the sum. */
export function planText(plan: Plan, options: PlanTextOptions = {}): string {
  const { style = plainStyle, leaves = {} } = options
  const open = withoutLeave(plan.guards, leaves)
  const consequences = consequenceText(plan.consequences)
  const blocks = [
    heading(plan, style),
    changesText(plan.changes, options),
    ...(consequences === '' ? [] : [`${style.heading('What builds will notice')}\n${consequences}`]),
    ...(open.length === 0 ? [] : [`${style.heading('Deleted only by leave')}\n${leaveText(open)}`]),
    [changeSummary(plan.changes), callSummary(plan.stages)].join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** What is deleted, and the flag that allows it, a resource a line. */
function leaveText(findings: readonly Finding[]): string {
  const names = findings.map(({ kind, name }) => `${resourceWords[kind]} ${cleanLine(name)}`)
  const width = Math.max(...names.map(({ length }) => length))
  return findings
    .map((finding, index) => `  ${(names[index] ?? '').padEnd(width)}  ${cleanLine(flagOf(finding))}`)
    .join('\n')
}

export function heading({ hub, event }: Plan, style: Style = plainStyle): string {
  return style.heading(hubHeading(`Plan for ${hub.profile}`, hub, `event ${event}`))
}
