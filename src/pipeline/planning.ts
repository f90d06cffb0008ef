import { otherCalls, staleRefusal, unfit } from '../apply/index.js'
import { countRequests, type HubClient, LiveReader, type Wanted } from '../hub/index.js'
import type { DesiredState, Requirement } from '../koji/desired-state.js'
import { RelengError } from '../koji/error.js'
import type { LiveState } from '../koji/live-state.js'
import {
  type Aim,
  type Change,
  type Comparison,
  desiredAim,
  type Goal,
  inheritedChanges,
  makePlan,
  type Plan,
  refuseUnsound,
  refuseUnwritable,
  rowsAim,
  stagesOf,
  staleRows,
  tagsWithPackages,
  unresolvedError,
  unresolvedNames,
} from '../plan/index.js'
import { type PlanFile, refuseOtherHub } from '../plan-file/index.js'

/** A plan with what it was made from. */
export interface Planned {
  readonly aim: Aim
  readonly live: LiveState
  readonly goal: Goal
  readonly plan: Plan
  /** ids of the tags that were read, by name: for the sender alone */
  readonly ids: ReadonlyMap<string, number>
  /** the hub was read as a whole: it would be so again */
  readonly whole: boolean
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
  return {
    aim,
    live,
    goal,
    plan: makePlan(goal, live, countRequests),
    ids: reader.ids,
    whole: reader.isWhole,
  }
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
  const unresolved = unresolvedNames(aim.fitting?.(named) ?? aim.desired, named)
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

/**
 * Reads the rows of a plan again and plans them anew. Throws `StalePlanError` where one of them has changed, or
 * where it now takes other calls; whatever else has changed on the hub does not matter.
 */
export async function planUnchanged(
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
  return { aim, live, goal: compared.goal, ids: reader.ids, whole: reader.isWhole }
}

/** A plan from what the hub holds now. */
export function planAgain(planned: Planned, client: HubClient): Promise<Planned> {
  const { aim, live, whole } = planned
  return plan(aim, new LiveReader(client, live.hub.profile, { whole }), wantedAgain(planned, aim))
}

/** All names are known by now: one request reads them all. */
export function wantedAgain({ live, goal }: Planned, aim: Aim): Wanted {
  const { desired } = aim
  const wanted = wantedBy(aim)
  return {
    ...wanted,
    tags: [...live.tags.keys(), ...goal.tags.keys()],
    targets: [...wanted.targets, ...goal.targets.keys()],
    packages: tagsWithPackages(desired, goal.tags),
  }
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
