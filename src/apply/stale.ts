import type { HubClient } from '../hub/client.js'
import { readRevocations } from '../hub/revocations.js'
import { formatCall } from '../koji/call.js'
import type { ErrorContext, RelengError } from '../koji/error.js'
import type { LiveState, Origin } from '../koji/live-state.js'
import { type Plan, type Stage, type StaleRow, stalePath, staleText } from '../plan/index.js'
import { type Staleness, StalePlanError } from './errors.js'

// Where many rows have changed, some of them tell it.
const most = 10

/** The refusal of a plan some rows of which have changed; asks the hub who took away those that are gone. */
export async function staleRefusal(
  rows: readonly StaleRow[],
  plan: Plan,
  live: LiveState,
  client: HubClient,
): Promise<StalePlanError> {
  const stale = await withRevokers(rows, live, client, plan.event)
  const what = `the plan is stale: since it was made, ${stale.length === 1 ? 'a row' : `${stale.length} rows`} of it changed`
  return refusal(plan, what, stale.map(staleText), {
    problems: stale.map(row => ({ source: row.source, message: staleText(row) })),
    data: { stale },
  })
}

/** The refusal of a plan that would now take other calls, if there are any, although none of its rows has changed. */
export function otherCalls(plan: Plan, stages: readonly Stage[]): StalePlanError | undefined {
  const [planned, now] = [callLines(plan.stages), callLines(stages)]
  if (planned.join('\n') === now.join('\n')) return undefined
  const gone = planned.filter(call => !now.includes(call)).map(call => `planned: ${call}`)
  const come = now.filter(call => !planned.includes(call)).map(call => `now:     ${call}`)
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

/** `switch: editTag2("f44", locked=true)` */
function callLines(stages: readonly Stage[]): string[] {
  return stages.flatMap(({ stage, calls }) => calls.map(call => `${stage}: ${formatCall(call)}`))
}

/** Who took away the rows that are gone: the live state tells of whole targets and repos, the past of tags the rest. */
async function withRevokers(
  rows: readonly StaleRow[],
  { former }: LiveState,
  client: HubClient,
  since: number,
): Promise<StaleRow[]> {
  const gone = rows.filter(({ now }) => now === null)
  const tags = gone.flatMap(({ row }) => row.tag ?? [])
  const past = await readRevocations(client, tags, since)
  const revoker = ({ row }: StaleRow): Origin | undefined => {
    if (row.kind === 'target') return former.targets.get(row.target ?? '')
    if (row.kind === 'external_repo') return former.external_repos.get(row.external_repo ?? '')
    return past.get(row.tag ?? '')?.get(stalePath(row))
  }
  return rows.map(row => {
    const by = row.now === null ? revoker(row) : row.by
    return by === undefined ? row : { ...row, by }
  })
}
