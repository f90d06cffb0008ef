import type { DesiredState } from '../koji/desired-state.js'
import { type Change, type Plan, withoutLeave } from '../plan/index.js'
import { cleanLine } from './clean.js'
import { guardsText } from './guard-text.js'
import { count } from './names-text.js'
import { notesText } from './note-text.js'
import { heading, type PlanTextOptions } from './plan-text.js'
import { changesText, type TextOptions } from './resource-text.js'
import { plainStyle } from './style.js'
import { countsText, doneSummary } from './summary.js'

/**
 * Said where there is nothing to do; not even what the notes tell.
 *
 * @param desired what files say; nothing for a plan that comes from a plan file
 */
export function unchangedText(
  plan: Plan,
  desired: DesiredState | undefined,
  options: PlanTextOptions = {},
): string {
  const notes = notesText(plan.notes, options)
  const guards = guardsText(withoutLeave(plan.guards, options.leaves ?? {}), options)
  const blocks = [
    heading(plan, options.style),
    ...(notes === '' ? [] : [notes]),
    `No changes: ${desired === undefined ? 'the plan holds none' : asDesired(desired)}.`,
    ...(guards === '' ? [] : [guards]),
  ]
  return `${blocks.join('\n\n')}\n`
}

function asDesired({ tags, targets, external_repos }: DesiredState): string {
  const managed = countsText({ tag: tags.size, target: targets.size, external_repo: external_repos.size })
  return `the hub is as the files say (${managed})`
}

/** Said after a rehearsal that passed, in the form of the stages' own lines. */
export function rehearsedText(plan: Plan): string {
  return `rehearsal (${count(callsOf(plan), 'call')}): passed`
}

/** Said where the answer to a write was lost, and the hub was read back. */
export function readBackText(told: {
  readonly stage: string
  readonly error: Error
  readonly done: number
  readonly notDone: number
}): string {
  const { stage, error, done, notDone } = told
  const found = `${done} of ${count(done + notDone, 'call')} had been done`
  return `${stage}: no answer (${cleanLine(error.message)}); read back: ${found}`
}

/** Said after an apply: what was done, and whether the hub now is as desired. */
export function appliedText(
  plan: Plan,
  { remaining, requests }: { readonly remaining: readonly Change[]; readonly requests: number },
  options: TextOptions & { readonly run?: string; readonly as?: string } = {},
): string {
  const { style = plainStyle, run, as = 'the files say' } = options
  const what = doneSummary(plan.changes)
  const done = `Applied to ${cleanLine(plan.hub.profile)}${run === undefined ? '' : ` in run ${run}`}: ${what}`
  const sent = `${count(callsOf(plan), 'call')} in ${count(requests, 'request')}`
  if (remaining.length === 0)
    return `${style.heading('Done.')} ${done}; ${sent}. Read back: the hub is as ${as}.\n`
  return [
    `${done}; ${sent}. Read back: the hub still differs.`,
    'Somebody else may have changed it meanwhile; plan and apply again.',
    '',
    changesText(remaining, options),
    '',
  ].join('\n')
}

function callsOf({ stages }: Plan): number {
  return stages.reduce((sum, { calls }) => sum + calls.length, 0)
}
