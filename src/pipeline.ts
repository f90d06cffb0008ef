import {
  missingPermissions,
  notPermitted,
  PartialApplyError,
  type Recovery,
  Run,
  type RunWatch,
  type StageResult,
} from './apply/index.js'
import {
  askAdministrators,
  askUser,
  CallSender,
  countRequests,
  type HubClient,
  LiveReader,
  type Login,
  Session,
  type Wanted,
} from './hub/index.js'
import type { DesiredState } from './koji/desired-state.js'
import { RelengError } from './koji/error.js'
import type { LiveState } from './koji/live-state.js'
import {
  type Aim,
  type Change,
  desiredAim,
  type Goal,
  inheritedChanges,
  type Leaves,
  makePlan,
  type Plan,
  refuseUnsound,
  refuseUnwritable,
  refuseWithoutLeave,
  tagsWithPackages,
  unresolvedError,
  unresolvedNames,
} from './plan/index.js'

/** A plan with what it was made from. */
export interface Planned {
  readonly aim: Aim
  readonly live: LiveState
  readonly goal: Goal
  readonly plan: Plan
  /** ids of the tags that were read, by name: for the sender alone */
  readonly ids: ReadonlyMap<string, number>
}

/**
 * Reads what the desired state is about, checks it against the hub and plans. Anonymous; writes nothing.
 * Throws where the file names what does not exist, or would break what does.
 */
export async function planDesired(
  desired: DesiredState,
  client: HubClient,
  profile: string,
): Promise<Planned> {
  return planAim(desiredAim(desired), client, profile)
}

/** As `planDesired`, whatever the plan aims at. */
export async function planAim(aim: Aim, client: HubClient, profile: string): Promise<Planned> {
  return plan(aim, new LiveReader(client, profile), wantedBy(aim.desired))
}

async function plan(aim: Aim, reader: LiveReader, wanted: Wanted): Promise<Planned> {
  const { desired } = aim
  const named = await reader.read(wanted)
  const unresolved = unresolvedNames(desired, named)
  if (unresolved.length > 0) throw unresolvedError(unresolved, named, await reader.tagNames())
  const known = new Map([...named.leftovers, ...named.tags])
  const listed = await reader.readPackages(tagsWithPackages(desired, known))
  const first = aim.goal(listed)
  const touched = inheritedChanges(first, listed)
  const live = touched.length === 0 ? listed : await reader.readDescendants(touched)
  const goal = live === listed ? first : aim.goal(live)
  refuseUnsound(desired, live, goal)
  refuseUnwritable(desired, live, goal)
  return { aim, live, goal, plan: makePlan(goal, live, countRequests), ids: reader.ids }
}

export interface ApplyOptions {
  /** what may be done although a guard found it; nothing by default */
  readonly leaves?: Leaves
  /** once it is aborted, the request under way is finished and no other sent; its reason is thrown */
  readonly signal?: AbortSignal
  /** is told all that happens in the run */
  readonly watch?: RunWatch
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
 * where the plan does something that it has no leave for.
 */
export async function applyPlanned(
  planned: Planned,
  client: HubClient,
  login: Login,
  { leaves = {}, signal, watch }: ApplyOptions = {},
): Promise<Applied> {
  refuseWithoutLeave(planned.plan, leaves)
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
  const run = new Run(planned.plan, sender, { recovery, signal, watch })
  let warnings: readonly RelengError[] = []
  try {
    await refuseUnpermitted(planned.plan, session, client)
    await run.all()
  } finally {
    warnings = await session.end()
  }
  return {
    results: run.results,
    requests: run.requests,
    remaining: await readBack(planned, client, run),
    warnings,
  }
}

/** Throws before the first write where the user may not make all calls of the plan. */
async function refuseUnpermitted(plan: Plan, session: Session, client: HubClient): Promise<void> {
  const user = await client.persist(() => askUser(session, client.url))
  const missing = missingPermissions(plan, user)
  if (missing.size > 0) throw notPermitted(missing, user, await askAdministrators(client), plan)
}

/** A plan from what the hub holds now. All names are known by now: one request reads them all. */
function planAgain({ aim, live, goal }: Planned, client: HubClient): Promise<Planned> {
  const { desired } = aim
  const wanted = {
    ...wantedBy(desired),
    tags: [...live.tags.keys(), ...goal.tags.keys()],
    targets: goal.targets.keys(),
    packages: tagsWithPackages(desired, goal.tags),
  }
  return plan(aim, new LiveReader(client, live.hub.profile), wanted)
}

/** The changes that are still to make. */
async function readBack(planned: Planned, client: HubClient, { results }: Run): Promise<readonly Change[]> {
  try {
    return (await planAgain(planned, client)).plan.changes
  } catch (cause) {
    if (!(cause instanceof RelengError)) throw cause
    throw new PartialApplyError(`all calls were done, but the hub could not be read back: ${cause.message}`, {
      where: planned.live.hub.url,
      next: 'plan again to see whether all is as it should be',
      data: { results },
      cause,
    })
  }
}

function wantedBy(desired: DesiredState): Wanted {
  const all = [...desired.tags.values()]
  const tags = all.flatMap(({ name, inheritance = [] }) => [name, ...inheritance.map(({ parent }) => parent)])
  const ofTargets = [...desired.targets.values()].flatMap(target =>
    target.absent ? [] : [target.build_tag, target.dest_tag],
  )
  const owners = all.flatMap(({ packages }) => [...(packages?.values() ?? [])].map(({ owner }) => owner))
  return {
    tags: new Set([...tags, ...ofTargets]),
    present: all.flatMap(({ name, absent }) => (absent ? [] : [name])),
    absent: all.flatMap(({ name, absent }) => (absent ? [name] : [])),
    targets: desired.targets.keys(),
    external_repos: desired.external_repos.keys(),
    packages: tagsWithPackages(desired),
    users: new Set(owners),
  }
}
