import { formatCall } from '../koji/call.js'
import { shortTime } from '../koji/moment.js'
import { cleanLine, cleanText } from './clean.js'
import { hubHeading } from './hub-heading.js'
import { count } from './names-text.js'
import { type PlanTextOptions, planText } from './plan-text.js'
import { changesText } from './resource-text.js'
import type { CallCounts, RunDocument, RunRow, RunState } from './run-json.js'
import { plainStyle, type Style } from './style.js'

const titles = ['run', 'began', 'hub', 'user', 'outcome', 'reason']

/** Runs as a table, in the order in which they are given. */
export function runsText(runs: readonly RunRow[], style: Style = plainStyle): string {
  if (runs.length === 0) return 'No runs.\n'
  const rows = [titles, ...runs.map(cellsOf)]
  const widths = titles.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const lines = rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  const [head = '', ...body] = lines.map(line => line.trimEnd())
  return `${[style.heading(head), ...body.map((line, index) => painted(line, runs[index]?.state, style))].join('\n')}\n`
}

function cellsOf(row: RunRow): string[] {
  const { run, began, hub, user, reason } = row
  return [run, shortTime(began), hub.profile, user ?? '-', outcomeText(row), reason ?? ''].map(cleanLine)
}

function painted(line: string, state: RunState | undefined, style: Style): string {
  if (state === 'done') return line
  return state === 'failed' || state === 'running' ? style.changed(line) : style.removed(line)
}

/** `interrupted, followed by 20261122-071003-x7q4: 5 of 12 calls done, 6 in doubt` */
function outcomeText({ state, followed_by, calls }: RunRow): string {
  const followed = followed_by === null ? '' : `, followed by ${followed_by}`
  return `${state}${followed}: ${callsText(calls)}`
}

/** `5 of 12 calls done, 6 in doubt` */
function callsText({ done, failed, unknown, not_run }: CallCounts): string {
  const all = done + failed + unknown + not_run
  if (all === 0) return 'nothing to do'
  return [
    done === all ? `${count(all, 'call')} done` : `${done} of ${count(all, 'call')} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unknown > 0 ? [`${unknown} in doubt`] : []),
  ].join(', ')
}

/** Said before a plan, of a run on the same hub that has not ended. */
export function unfinishedText(row: RunRow, process: RunDocument['process']): string {
  const { run, began, user, state, calls } = row
  const of = { running: 'is under way', interrupted: 'was broken off' }
  const is = state === 'running' || state === 'interrupted' ? of[state] : 'has not ended'
  const where = `process ${process.pid} on ${process.host}${state === 'interrupted' ? ', gone' : ''}`
  const who = `${user ?? 'nobody'}, ${shortTime(began)}, ${where}`
  return cleanLine(`run ${run} (${who}) ${is}: ${callsText(calls)}; see koji-releng tags runs show ${run}`)
}

/** One run: who, why, how it ended, its plan, and what became of each call. */
export function runText(run: RunDocument, options: PlanTextOptions = {}): string {
  const { style = plainStyle } = options
  const { plan, remaining } = run
  const blocks = [
    [style.heading(hubHeading(`Run ${run.run}`, run.hub, `event ${plan.event}`)), ...headLines(run)].join(
      '\n',
    ),
    ...(plan.changes.length === 0 ? [] : [planText(plan, { ...options, leaves: run.leaves }).trimEnd()]),
    ...(plan.stages.length === 0
      ? []
      : [[style.heading('What became of it'), ...callLines(run, style)].join('\n')]),
    ...(remaining === null || remaining.length === 0
      ? []
      : [`${style.heading('Left to do, as read back')}\n\n${changesText(remaining, options).trimEnd()}`]),
  ]
  return `${blocks.join('\n\n')}\n`
}

function headLines(run: RunDocument): string[] {
  const { began, ended, user, process, tool, reason, leaves, follows, error, journal, torn } = run
  const leave = Object.entries(leaves).map(([guard, value]) => leaveText(guard, value))
  const rows: [string, string][] = [
    ['began', shortTime(began)],
    ...optional('ended', ended === null ? '' : shortTime(ended)),
    ['by', `${user ?? 'nobody logged in'} (process ${process.pid} on ${process.host}, koji-releng ${tool})`],
    ...optional('reason', reason ?? ''),
    ...optional('allowed', leave.join(' ')),
    ['outcome', outcomeText(run)],
    ...optional('follows', follows.join(', ')),
    ...optional('error', error ?? ''),
    ['journal', `${journal}${torn ? ' (its last line breaks off)' : ''}`],
  ]
  return rows.flatMap(([label, value]) => {
    const [first = '', ...more] = cleanText(value).split('\n')
    return [`${label.padEnd(10)}${first}`, ...more.map(line => `${' '.repeat(10)}${line}`)]
  })
}

function optional(label: string, value: string): [string, string][] {
  return value === '' ? [] : [[label, value]]
}

/** As it was given on the command line: `--allow-delete f20-old --allow-delete f20` */
function leaveText(guard: string, value: unknown): string {
  const flag = `--allow-${guard.replaceAll('_', '-')}`
  if (Array.isArray(value)) return value.map(one => `${flag} ${one}`).join(' ')
  return value === true ? flag : `${flag} ${value}`
}

const words = {
  done: 'done',
  failed: 'failed',
  unknown: 'in doubt',
  'not-run': 'not sent',
  skipped: 'not sent',
} as const

function callLines({ results, requests }: RunDocument, style: Style): string[] {
  return results.flatMap(({ stage, results: calls }) => [
    `  ${stage}${requestText(requests.filter(request => request.stage === stage))}`,
    ...calls.map(({ call, status, fault }) => {
      const text = `    ${words[status].padEnd(8)}  ${cleanLine(formatCall(call))}`
      if (status === 'done') return text
      return style.removed(fault === undefined ? text : `${text}: ${cleanLine(fault.text)}`)
    }),
  ])
}

/** `: sent 07:10:03, answered; sent 07:10:09, no answer (the hub answers HTTP 502)` */
function requestText(requests: RunDocument['requests']): string {
  if (requests.length === 0) return ''
  const told = requests.map(({ time, answer, error }) => {
    const what = answer === 'none' || answer === 'lost' ? 'no answer' : answer
    return `sent ${time.slice(11, 19)}, ${what}${error === undefined ? '' : ` (${cleanLine(error)})`}`
  })
  return `: ${told.join('; ')}`
}
