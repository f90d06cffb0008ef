import { failureOf, failureText } from '../apply/index.js'
import { type ProblemData, RefusedError, type RelengError } from '../koji/error.js'
import { type Change, type Plan, problemLine, rowName, rowText } from '../plan/index.js'
import type { FailedCall, Rehearsal } from './rehearse.js'

// Where one cause fails many calls, some of them tell it.
const most = 10

/** What a rehearsal that did not pass says against an apply; nothing for one that passed. */
export function refusalOf(rehearsal: Rehearsal, plan: Plan): RefusedError | undefined {
  switch (rehearsal.outcome) {
    case 'passed':
      return undefined
    case 'failed':
      return failed(rehearsal.stage, rehearsal.failed, plan)
    case 'incomplete':
      return incomplete(rehearsal.remaining, plan)
    case 'unsound':
      return unsound(rehearsal.error, plan)
  }
}

function failed(stage: string, calls: readonly FailedCall[], plan: Plan): RefusedError {
  const data = calls.map(one => ({ ...one, changes: one.call.changes.flatMap(at => plan.changes[at] ?? []) }))
  return refusal(plan, {
    what: `the rehearsal of this plan failed in stage ${stage}`,
    lines: calls.map(one => failureText(one, plan)),
    problems: calls.flatMap(one => {
      const { source, message } = failureOf(one, plan)
      return source === undefined ? [] : [{ source, message }]
    }),
    next: 'mend the cause, or, if you know that this hub allows it, add --no-rehearsal',
    data: { rehearsal: 'failed', stage, failed: data },
  })
}

function incomplete(remaining: readonly Change[], plan: Plan): RefusedError {
  const problems = remaining.map(change => ({ source: change.source, message: changeText(change) }))
  return refusal(plan, {
    what: 'the rehearsal of this plan does not end as it should: a second plan still has changes',
    lines: problems.map(problemLine),
    problems,
    next: 'no apply of this plan would end well; --no-rehearsal applies it all the same',
    data: { rehearsal: 'incomplete', remaining },
  })
}

function unsound(error: RelengError, plan: Plan): RefusedError {
  const { next = 'see why', problems, details, data, message } = error
  const what = `after the rehearsal of this plan, no second one can be made:\n${message}`
  return new RefusedError(`${what}\nnothing was written`, {
    where: plan.hub.url,
    next: `${next}; --no-rehearsal applies it all the same`,
    problems,
    details,
    data: { rehearsal: 'unsound', error: { name: error.name, message, ...(data !== undefined && { data }) } },
    cause: error,
  })
}

interface Refusal {
  readonly what: string
  readonly lines: readonly string[]
  readonly problems: readonly ProblemData[]
  readonly next: string
  readonly data: unknown
}

function refusal({ hub }: Plan, { what, lines, problems, next, data }: Refusal): RefusedError {
  const more = lines.length > most ? [`and ${lines.length - most} more (--json tells all)`] : []
  const message = [`${what}:`, ...lines.slice(0, most), ...more, 'nothing was written'].join('\n')
  return new RefusedError(message, { where: hub.url, next, problems, data })
}

/** `tag f44: parent f43 would still be to create` */
function changeText(change: Change): string {
  return `${rowText(rowName(change))} would still be to ${change.action}`
}
