import {
  missingPermissions,
  notPermitted,
  PartialApplyError,
  type Recovery,
  Run,
  type RunWatch,
  type StageResult,
  type SweptRow,
  sweeps,
  sweptRows,
  sweptText,
} from '../apply/index.js'
import {
  askAdministrators,
  CallSender,
  type HubClient,
  type LastLook,
  LiveReader,
  type Login,
  lookAgain,
  Session,
} from '../hub/index.js'
import type { Outcome, Recorder } from '../journal/index.js'
import { RelengError } from '../koji/error.js'
import { type Change, type Leaves, type Plan, refuseWithoutLeave, rowsAim } from '../plan/index.js'
import { type Planned, planAgain, planUnchanged, wantedAgain } from './planning.js'

export interface ApplyOptions {
  /** what may be done although a guard found it; nothing by default */
  readonly leaves?: Leaves
  /** once it is aborted, the request under way is finished and no other sent; its reason is thrown */
  readonly signal?: AbortSignal
  /** is told all that happens in the run */
  readonly watch?: RunWatch
  /** keeps the run's journal, and other runs out */
  readonly recorder?: Recorder | undefined
}

export interface Applied {
  readonly results: readonly StageResult[]
  /** requests that were sent for them */
  readonly requests: number
  /** what a second plan would still change: empty where the hub is as desired */
  readonly remaining: readonly Change[]
  /** what went wrong after the last write, and changes nothing about it */
  readonly warnings: readonly RelengError[]
}

/**
 * Logs in, runs the plan, logs out in every case, reads everything back and compares. Throws before the login
 * where the plan does something that it has no leave for, or another run is under way.
 */
export async function applyPlanned(
  planned: Planned,
  client: HubClient,
  login: Login,
  options: ApplyOptions = {},
): Promise<Applied> {
  const { leaves = {}, recorder } = options
  refuseWithoutLeave(planned.plan, leaves)
  recorder?.lock(planned.plan)
  try {
    return await runPlanned(planned, client, login, options)
  } finally {
    recorder?.release()
  }
}

async function runPlanned(
  planned: Planned,
  client: HubClient,
  login: Login,
  options: ApplyOptions,
): Promise<Applied> {
  const { leaves = {}, signal, watch, recorder } = options
  const { plan, aim } = planned
  client.heed(signal)
  const session = await Session.open(client, login)
  const sender = new CallSender(session, planned.ids)
  const recovery: Recovery = {
    persist: work => client.persist(work, signal),
    lacking: async () => {
      await client.persist(() => session.settle())
      const now = await planAgain(planned, client)
      sender.learn(now.ids)
      return now.plan.stages.flatMap(({ calls }) => calls)
    },
  }
  /** the hub's last event when it was seen last before a write that could not be taken back */
  let lastLook = plan.event
  const run = new Run(plan, sender, {
    recovery,
    signal,
    // What goes takes with it whatever hangs on it by now, and the hub asks nobody.
    recheck: async ({ stage }) => {
      if (stage === 'remove') lastLook = (await planAgain(planned, client)).live.event
    },
    about: recorder?.about,
    watch: event => {
      recorder?.watch(event)
      watch?.(event)
    },
  })
  try {
    try {
      const look = await client.persist(() => lookAgain(session, planned.live, planned.ids))
      await refuseNotPermitted(plan, look, client)
      const now = await refuseStale(planned, look, client)
      lastLook = now.live.event
      // A name may be another tag's by now: calls that take ids must reach the one that was looked at last.
      sender.learn(now.ids)
      recorder?.open({ plan, user: look.user.name, leaves, desired: aim.desired })
      await run.all()
    } catch (error) {
      await session.end()
      throw error
    }
    const [warnings, remaining] = await both(session.end(), readBack(planned, client, run, lastLook))
    recorder?.close({ outcome: remaining.length > 0 ? 'partial' : 'done', remaining })
    return { results: run.results, requests: run.requests, remaining, warnings }
  } catch (error) {
    recorder?.close({ outcome: outcomeOf(run, signal), ...(error instanceof Error && { error }) })
    throw error
  }
}

/** Two things that are done at once. Where both fail, the first one tells why, whichever failed first. */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([one, other])
  if (first.status === 'rejected') throw first.reason
  if (second.status === 'rejected') throw second.reason
  return [first.value, second.value]
}

function outcomeOf({ results }: Run, signal: AbortSignal | undefined): Outcome {
  if (signal?.aborted) return 'interrupted'
  const isWritten = results.some(stage =>
    stage.results.some(({ status }) => status === 'done' || status === 'unknown'),
  )
  return isWritten ? 'partial' : 'failed'
}

/** Throws before the first write where the user may not make all calls of the plan. */
async function refuseNotPermitted(plan: Plan, { user }: LastLook, client: HubClient): Promise<void> {
  const missing = missingPermissions(plan, user)
  if (missing.size > 0) throw notPermitted(missing, user, await askAdministrators(client), plan)
}

/** Milliseconds in which a plan that nobody was asked about is applied. */
const moment = 10_000

/**
 * Throws before the first write where the rows of the plan are not as they were: the prompt may have waited for
 * hours. Where nothing at all has happened since, nothing more is read.
 */
async function refuseStale(
  planned: Planned,
  { isUntouched }: LastLook,
  client: HubClient,
): Promise<Pick<Planned, 'live' | 'ids'>> {
  const { plan, live, ids, readAt } = planned
  // What was being written when the hub was read may be seen later, under an earlier event: after a while all is read.
  if (Date.now() - readAt < moment && isUntouched) return { live, ids }
  // What the hub copies it will look up itself, at the event of the plan.
  const aim = { ...rowsAim(plan.changes), copies: [] }
  return planUnchanged(plan, aim, new LiveReader(client, live.hub.profile), wantedAgain(planned, aim), client)
}

/** The changes that are still to make. Throws where what somebody else wrote since `lastLook` went with a delete. */
async function readBack(
  planned: Planned,
  client: HubClient,
  { data }: Run,
  lastLook: number,
): Promise<readonly Change[]> {
  const { plan } = planned
  const context = { where: plan.hub.url, next: 'plan again to see whether all is as it should be', data }
  let swept: readonly SweptRow[] = []
  let remaining: readonly Change[] = []
  try {
    const now = await planAgain(planned, client)
    remaining = now.plan.changes
    if (sweeps(plan)) swept = await sweptRows(plan, { first: lastLook + 1, last: now.live.event }, client)
  } catch (cause) {
    if (!(cause instanceof RelengError)) throw cause
    const message = `all calls were done, but the hub could not be read back: ${cause.message}`
    throw new PartialApplyError(message, { ...context, cause })
  }
  if (swept.length === 0) return remaining
  const rows = swept.map(sweptText).join('\n')
  throw new PartialApplyError(
    `all calls were done, but somebody else wrote at the same moment, and it went with what was deleted:\n${rows}`,
    {
      ...context,
      next: 'ask them whether they still need it; koji-releng tags runs show tells what was deleted',
    },
  )
}
