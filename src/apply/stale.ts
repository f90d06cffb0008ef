import type { HubClient } from '../hub/client.js'
import { readTagPasts } from '../hub/tag-past.js'
import { type Call, formatCall } from '../koji/call.js'
import type { ErrorContext, RelengError } from '../koji/error.js'
import { canonicalJson, jsonEqual } from '../koji/json.js'
import type { LiveState, Origin } from '../koji/live-state.js'
import { keyOfName, keyOfRow, type Plan, type StagedCalls, type StaleRow, staleText } from '../plan/index.js'
import { type Staleness, StalePlanError } from './errors.js'

// Where many rows have changed, some of them tell it.
const most = 10

/** The refusal of a plan some rows of which have changed; asks the hub who did it. */
export async function staleRefusal(
  rows: readonly StaleRow[],
  plan: Plan,
  live: LiveState,
  client: HubClient,
): Promise<StalePlanError> {
  const stale = await withAuthors(rows, live, client, plan.event)
  const number = stale.length === 1 ? 'one row' : `${stale.length} rows`
  const what = stale.every(({ done }) => done)
    ? `the plan is stale: ${number} of it ${stale.length === 1 ? 'is' : 'are'} already as planned`
    : `the plan is stale: since it was made, ${number} of it changed`
  return refusal(plan, what, stale.map(staleText), {
    problems: stale.map(row => ({ source: row.source, message: staleText(row) })),
    data: { stale },
  })
}

/** The refusal of a plan that would now take other calls, if there are any, although none of its rows has changed. */
export function otherCalls(plan: Plan, stages: readonly StagedCalls[]): StalePlanError | undefined {
  const [planned, now] = [callsOf(plan.stages), callsOf(stages)]
  if (jsonEqual(planned.map(keyOf), now.map(keyOf))) return undefined
  const gone = beyond(planned, now).map(call => `planned: ${call}`)
  const come = beyond(now, planned).map(call => `now:     ${call}`)
  const lines = gone.length + come.length === 0 ? ['the same calls in another order'] : [...gone, ...come]
  const what = 'the plan is stale: what is around its rows has changed, so that they now take other calls'
  return refusal(plan, what, lines, { data: { stale: [], calls: { planned: plan.stages, now: stages } } })
}

/** The refusal of a plan that the hub has no place for any more: a parent is gone, or a tag would inherit itself. */
export function unfit(plan: Plan, cause: RelengError): StalePlanError {
  const { message, problems, details } = cause
  return refusal(plan, 'the plan is stale: it does not fit the hub any more', [message], {
    problems,
    details,
    data: { stale: [] },
    cause,
  })
}

function refusal(
  { hub }: Plan,
  what: string,
  lines: readonly string[],
  context: ErrorContext & { readonly data: Staleness },
): StalePlanError {
  const more = lines.length > most ? [`and ${lines.length - most} more (--json tells all)`] : []
  const message = [`${what}:`, ...lines.slice(0, most), ...more, 'nothing was written'].join('\n')
  const next = 'plan again: what is there now has not been reviewed'
  return new StalePlanError(message, { where: hub.url, next, ...context })
}

interface StagedCall extends Call {
  readonly stage: string
}

function callsOf(stages: readonly StagedCalls[]): StagedCall[] {
  return stages.flatMap(({ stage, calls }) =>
    calls.map(({ method, params, named = {} }) => ({ stage, method, params, named })),
  )
}

// As text, calls of a file and planned ones may name their arguments in another order.
function keyOf(call: StagedCall): string {
  return canonicalJson(call)
}

/** Calls that are not among others, as `switch: editTag2("f44", locked=true)`. */
function beyond(calls: readonly StagedCall[], others: readonly StagedCall[]): string[] {
  const known = new Set(others.map(keyOf))
  return calls.filter(call => !known.has(keyOf(call))).map(call => `${call.stage}: ${formatCall(call)}`)
}

/**
 * Says who took away the rows that are gone, which what is there cannot tell; and who changed settings, which Koji
 * writes all anew when one changes.
 */
async function withAuthors(
  rows: readonly StaleRow[],
  { former }: LiveState,
  client: HubClient,
  since: number,
): Promise<StaleRow[]> {
  const unsure = rows.filter(row => !isSure(row))
  const pasts = await readTagPasts(
    client,
    unsure.flatMap(({ row }) => row.tag ?? []),
    since,
  )
  const author = ({ row }: StaleRow): Origin | undefined => {
    const { kind, tag = '', field, target = '', external_repo = '' } = row
    if (kind === 'target') return former.targets.get(target)
    if (kind === 'external_repo') return former.external_repos.get(external_repo)
    const past = pasts.get(tag)
    const isField = ([name]: [string, Origin]) => name === field
    if (kind === 'setting')
      return Object.entries(past?.settings.at(undefined)?.settings ?? {}).find(isField)?.[1]
    const authors = (past?.rows ?? []).filter(
      ({ kind, names }) => keyOfRow(kind, ...names) === keyOfName(row),
    )
    return latest(authors.flatMap(({ by }) => by))
  }
  return rows.map(row => {
    const by = isSure(row) ? row.by : author(row)
    return by === undefined ? row : { ...row, by }
  })
}

function isSure({ row, now }: StaleRow): boolean {
  return now !== null && row.kind !== 'setting'
}

function latest(origins: readonly Origin[]): Origin | undefined {
  return [...origins].sort((a, b) => a.event - b.event).at(-1)
}
