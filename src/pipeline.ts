import {
  missingPermissions,
  notPermitted,
  otherCalls,
  PartialApplyError,
  type Recovery,
  Run,
  type RunWatch,
  type StageResult,
  type SweptRow,
  staleRefusal,
  sweeps,
  sweptRows,
  sweptText,
  unfit,
} from './apply/index.js'
import {
  askAdministrators,
  askUser,
  CallSender,
  countRequests,
  findMoment,
  type HubClient,
  LiveReader,
  type Login,
  readTouched,
  Session,
  type Touched,
  type Wanted,
} from './hub/index.js'
import type { Outcome, Recorder } from './journal/index.js'
import type { DesiredState, Requirement } from './koji/desired-state.js'
import { RelengError } from './koji/error.js'
import type { LiveState } from './koji/live-state.js'
import type { Tag } from './koji/tag.js'
import type { ChangedRow, EventRange } from './koji/touched.js'
import {
  type Aim,
  type Change,
  type Comparison,
  deletedBy,
  desiredAim,
  type Goal,
  inheritedChanges,
  inverse,
  type Leaves,
  type LeftAlone,
  makePlan,
  type PastChanges,
  type Plan,
  pastChanges,
  refuseUnsound,
  refuseUnwritable,
  refuseWithoutLeave,
  rowsAim,
  stagesOf,
  staleRows,
  tagsWithPackages,
  undoAim,
  unresolvedError,
  unresolvedNames,
} from './plan/index.js'
import { type PlanFile, refuseOtherHub } from './plan-file/index.js'

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
  return plan(aim, new LiveReader(client, profile), wantedBy(aim))
}

/**
 * Plans to undo changes that were made: see `undoAim`. The rows of tags that they deleted are read as the hub had
 * them before the deletion.
 */
export async function planUndo(
  made: readonly Change[],
  client: HubClient,
  profile: string,
): Promise<Planned> {
  return planAim(undoAim(made, await tagsBeforeDeletion(deletedBy(made), client, profile)), client, profile)
}

/**
 * What was changed from one event to another, by the hub's own history: whoever did it, with whatever tool.
 *
 * @param user whose changes are meant; everybody's, if left out
 */
export async function readPastChanges(
  client: HubClient,
  profile: string,
  { first, last }: EventRange,
  user?: string,
): Promise<PastChanges> {
  const touched = await readTouched(client, { first, last })
  const tagsOf = (rows: readonly ChangedRow[]) =>
    rows.flatMap(({ kind, names }) =>
      kind === 'target' || kind === 'external_repo' ? [] : names.slice(0, 1),
    )
  const wanted = {
    tags: tagsOf(touched.rows),
    targets: [],
    packages: tagsOf(touched.rows.filter(({ kind }) => kind === 'package')),
  }
  const at = async (event: number, resources: Touched['before']): Promise<LiveState> => {
    const state = await new LiveReader(client, profile, { at: event }).read(wanted)
    return { ...state, ...resources }
  }
  const before = await at(first - 1, touched.before)
  return pastChanges(before, await at(last, touched.after), touched.rows, user)
}

/**
 * As `planUndo`, of what happened on the hub from one event to another. A row that others changed there, too, is
 * left alone. Throws where the hub has not come so far.
 */
export async function planUndoOfEvents(
  range: EventRange,
  user: string | undefined,
  client: HubClient,
  profile: string,
): Promise<Planned> {
  await findMoment(client, String(range.last))
  const { made, shared } = await readPastChanges(client, profile, range, user)
  const planned = await planUndo(made, client, profile)
  const left = shared.map((change): LeftAlone => {
    return { kind: 'left-alone', reason: 'shared', change: inverse(change), source: change.source }
  })
  return { ...planned, plan: { ...planned.plan, notes: [...planned.plan.notes, ...left] } }
}

async function tagsBeforeDeletion(
  names: readonly string[],
  client: HubClient,
  profile: string,
): Promise<ReadonlyMap<string, Tag>> {
  const tags = new Map<string, Tag>()
  if (names.length === 0) return tags
  const { former } = await new LiveReader(client, profile).read({ tags: [], targets: [], present: names })
  const byEvent = new Map<number, string[]>()
  for (const [name, { event }] of former.tags) byEvent.set(event, [...(byEvent.get(event) ?? []), name])
  for (const [event, gone] of byEvent) {
    const wanted = { tags: gone, targets: [], packages: gone }
    const state = await new LiveReader(client, profile, { at: event - 1 }).read(wanted)
    for (const name of gone) {
      const tag = state.tags.get(name)
      if (tag !== undefined) tags.set(name, tag)
    }
  }
  return tags
}

/**
 * Plans what a plan file says, on the hub that it is for. Throws where that is another one, and `StalePlanError`
 * where its rows are no longer as it found them: what comes out are the very calls of the file.
 */
export async function planSaved(saved: PlanFile, client: HubClient, profile: string): Promise<Planned> {
  refuseOtherHub(saved, client.url)
  const aim = rowsAim(saved.changes, saved.guards)
  const found = await planUnchanged(saved, aim, new LiveReader(client, profile), wantedBy(aim), client)
  const { notes } = saved
  return { ...found, plan: { ...makePlan(found.goal, found.live, countRequests), notes } }
}

async function plan(aim: Aim, reader: LiveReader, wanted: Wanted): Promise<Planned> {
  const { live, goal } = await compare(aim, reader, wanted)
  return { aim, live, goal, plan: makePlan(goal, live, countRequests), ids: reader.ids }
}

/** The changes that would be planned from what this reader reads: none where all is as the aim says. */
export async function changesTo(aim: Aim, reader: LiveReader): Promise<readonly Change[]> {
  // What is only told, and compared with nothing, is not read.
  const wanted = { ...wantedBy(aim), present: [], absent: [] }
  return (await compare(aim, reader, wanted)).goal.changes
}

async function compare(
  aim: Aim,
  reader: LiveReader,
  wanted: Wanted,
): Promise<Pick<Planned, 'live' | 'goal'>> {
  const named = await reader.read(wanted)
  const unresolved = unresolvedNames(aim.desired, named)
  if (unresolved.length > 0) throw unresolvedError(unresolved, named, await reader.tagNames())
  const { live, compared } = await completed(aim, named, reader)
  refuseUnfit(compared, live)
  return { live, goal: compared.goal }
}

/** Reads what the goal itself shows to be still unread: package lists, and whatever inherits from what changes. */
async function completed(
  aim: Aim,
  named: LiveState,
  reader: LiveReader,
): Promise<{ readonly live: LiveState; readonly compared: Comparison }> {
  const known = new Map([...named.leftovers, ...named.tags])
  const listed = await reader.readPackages(tagsWithPackages(aim.desired, known))
  const first = aim.compare(listed)
  const touched = inheritedChanges(first.goal, listed)
  const live = touched.length === 0 ? listed : await reader.readDescendants(touched)
  return { live, compared: live === listed ? first : aim.compare(live) }
}

function refuseUnfit({ desired, goal }: Comparison, live: LiveState): void {
  refuseUnsound(desired, live, goal)
  refuseUnwritable(desired, live, goal)
}

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
  let warnings: readonly RelengError[] = []
  try {
    try {
      const user = await permittedUser(plan, session, client)
      lastLook = await refuseStale(planned, client)
      recorder?.open({ plan, user, leaves, desired: aim.desired })
      await run.all()
    } finally {
      warnings = await session.end()
    }
    const remaining = await readBack(planned, client, run, lastLook)
    recorder?.close({ outcome: remaining.length > 0 ? 'partial' : 'done', remaining })
    return { results: run.results, requests: run.requests, remaining, warnings }
  } catch (error) {
    recorder?.close({ outcome: outcomeOf(run, signal), ...(error instanceof Error && { error }) })
    throw error
  }
}

function outcomeOf({ results }: Run, signal: AbortSignal | undefined): Outcome {
  if (signal?.aborted) return 'interrupted'
  const isWritten = results.some(stage =>
    stage.results.some(({ status }) => status === 'done' || status === 'unknown'),
  )
  return isWritten ? 'partial' : 'failed'
}

/** Who is logged in. Throws before the first write where the user may not make all calls of the plan. */
async function permittedUser(plan: Plan, session: Session, client: HubClient): Promise<string> {
  const user = await client.persist(() => askUser(session, client.url))
  const missing = missingPermissions(plan, user)
  if (missing.size > 0) throw notPermitted(missing, user, await askAdministrators(client), plan)
  return user.name
}

/**
 * Throws before the first write where the rows of the plan are not as they were: the prompt may have waited for
 * hours. In a run that nobody disturbs this takes one request.
 */
async function refuseStale(planned: Planned, client: HubClient): Promise<number> {
  const { plan, live } = planned
  const aim = rowsAim(plan.changes)
  const { live: now } = await planUnchanged(
    plan,
    aim,
    new LiveReader(client, live.hub.profile),
    wantedAgain(planned, aim),
    client,
  )
  return now.event
}

/**
 * Reads the rows of a plan again and plans them anew. Throws `StalePlanError` where one of them has changed, or
 * where it now takes other calls; whatever else has changed on the hub does not matter.
 */
async function planUnchanged(
  plan: Plan,
  aim: Aim,
  reader: LiveReader,
  wanted: Wanted,
  client: HubClient,
): Promise<Omit<Planned, 'plan'>> {
  const named = await reader.read(wanted)
  const { live, compared } = await completed(aim, named, reader)
  const stale = staleRows(plan.changes, live)
  if (stale.length > 0) throw await staleRefusal(stale, plan, live, client)
  try {
    const unresolved = unresolvedNames(aim.desired, named)
    if (unresolved.length > 0) throw unresolvedError(unresolved, named, [])
    refuseUnfit(compared, live)
  } catch (error) {
    throw error instanceof RelengError ? unfit(plan, error) : error
  }
  const others = otherCalls(plan, stagesOf(compared.goal, live))
  if (others !== undefined) throw others
  return { aim, live, goal: compared.goal, ids: reader.ids }
}

/** A plan from what the hub holds now. */
function planAgain(planned: Planned, client: HubClient): Promise<Planned> {
  const { aim, live } = planned
  return plan(aim, new LiveReader(client, live.hub.profile), wantedAgain(planned, aim))
}

/** All names are known by now: one request reads them all. */
function wantedAgain({ live, goal }: Planned, aim: Aim): Wanted {
  const { desired } = aim
  const wanted = wantedBy(aim)
  return {
    ...wanted,
    tags: [...live.tags.keys(), ...goal.tags.keys()],
    targets: [...wanted.targets, ...goal.targets.keys()],
    packages: tagsWithPackages(desired, goal.tags),
  }
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

function wantedBy({ desired, owners: others = [] }: Aim): Wanted {
  const all = [...desired.tags.values()]
  const tags = all.flatMap(({ name, arches_of, inheritance = [] }) => [
    name,
    ...(arches_of === undefined ? [] : [arches_of]),
    ...inheritance.map(({ parent }) => parent),
  ])
  const ofTargets = [...desired.targets.values()].flatMap(target =>
    target.absent ? [] : [target.build_tag, target.dest_tag],
  )
  const owners = all.flatMap(({ packages }) => [...(packages?.values() ?? [])].map(({ owner }) => owner))
  const required = (wanted: Requirement['kind']) =>
    desired.requires.filter(({ kind }) => kind === wanted).map(({ name }) => name)
  return {
    tags: new Set([...tags, ...ofTargets, ...required('tag')]),
    present: all.flatMap(({ name, absent }) => (absent ? [] : [name])),
    absent: all.flatMap(({ name, absent }) => (absent ? [name] : [])),
    targets: [...desired.targets.keys(), ...required('target')],
    external_repos: desired.external_repos.keys(),
    packages: tagsWithPackages(desired),
    users: new Set([...owners, ...others]),
  }
}
