import { CallSender, LiveReader } from '../hub/index.js'
import type { Call } from '../koji/call.js'
import { RelengError } from '../koji/error.js'
import type { LiveState } from '../koji/live-state.js'
import type { Change, Plan, PlannedCall, StageName } from '../plan/index.js'
import { withPastCopies } from './past-copies.js'
import { RehearsalHub } from './rehearsal-hub.js'

/** What a rehearsal is of: a plan, and the hub as it was read. */
export interface Rehearsed {
  readonly plan: Plan
  readonly live: LiveState
  /** ids of the tags that were read, by name: those that an apply sends */
  readonly ids: ReadonlyMap<string, number>
}

/** The changes that would be planned from what this reader reads: none where the hub is as wanted. */
export type PlanAgain = (reader: LiveReader) => Promise<readonly Change[]>

/** How a rehearsal ended. */
export type Rehearsal =
  | { readonly outcome: 'passed' }
  /** calls of a stage failed; later stages were not tried */
  | { readonly outcome: 'failed'; readonly stage: StageName; readonly failed: readonly FailedCall[] }
  /** all calls were done, and a second plan is not empty */
  | { readonly outcome: 'incomplete'; readonly remaining: readonly Change[] }
  /** all calls were done, and what they made cannot be planned upon */
  | { readonly outcome: 'unsound'; readonly error: RelengError }

export interface FailedCall {
  readonly call: PlannedCall
  readonly fault: {
    /** Koji's number; `null` where the call could not be sent at all */
    readonly code: number | null
    readonly text: string
  }
}

/**
 * Runs a plan on a sandbox that holds what was read from the hub, reads that back and plans again. Nothing leaves this
 * process.
 */
export async function rehearse({ plan, live, ids }: Rehearsed, planAgain: PlanAgain): Promise<Rehearsal> {
  const users = new Set([...live.users, ...formerOwners(plan)])
  const past = withPastCopies(plan, live, ids)
  const hub = new RehearsalHub({ ...past.live, users, latest: withBuilds(plan, live) }, past.ids)
  const sender = new CallSender(hub.session, past.ids)
  for (const { stage, calls } of plan.stages) {
    const failed = await failures(sender, calls, past.sent)
    if (failed.length > 0) return { outcome: 'failed', stage, failed }
  }
  try {
    const remaining = await planAgain(new LiveReader(hub, live.hub.profile))
    return remaining.length === 0 ? { outcome: 'passed' } : { outcome: 'incomplete', remaining }
  } catch (error) {
    if (error instanceof RelengError) return { outcome: 'unsound', error }
    throw error
  }
}

// An undo gives a package back to whom the hub itself told to be its owner.
function formerOwners({ changes }: Plan): string[] {
  return changes.flatMap(change => (change.kind === 'package' ? (change.after?.owner ?? []) : []))
}

// A saved plan names builds without where they were found: the hub has them. The name is no tag's.
function withBuilds({ changes }: Plan, { latest }: LiveState): LiveState['latest'] {
  const builds = changes.flatMap((change): [string, string][] =>
    change.kind === 'build' && change.after !== null ? [[change.after.package, change.build]] : [],
  )
  return new Map([...latest, ['', { own: new Map(), seen: new Map(builds) }]])
}

// One by one, so that each call that cannot be sent is known: nobody looks on, and a fault takes back no other call.
async function failures(
  sender: CallSender,
  calls: readonly PlannedCall[],
  sent: (call: Call) => Call,
): Promise<FailedCall[]> {
  const failed: FailedCall[] = []
  for (const call of calls) {
    const fault = await faultOf(sender, sent(call))
    if (fault !== undefined) failed.push({ call, fault })
  }
  return failed
}

async function faultOf(sender: CallSender, call: Call): Promise<FailedCall['fault'] | undefined> {
  try {
    const [outcome] = await sender.send([call])
    if (outcome === undefined || 'value' in outcome) return undefined
    const { code, text } = outcome.fault
    return { code, text }
  } catch (error) {
    if (error instanceof RelengError) return { code: null, text: error.message }
    throw error
  }
}
