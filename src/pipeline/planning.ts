import { otherCalls, staleRefusal, unfit } from '../apply/index.js'
import {
  type Before,
  type BuildQuestion,
  countRequests,
  type Further,
  type HubClient,
  LiveReader,
  type Wanted,
} from '../hub/index.js'
import type { DesiredState, DesiredTag, Requirement } from '../koji/desired-state.js'
import { RelengError } from '../koji/error.js'
import { holdsSame, type LiveState } from '../koji/live-state.js'
import {
  type Aim,
  ancestorsOf,
  type Change,
  type Comparison,
  desiredAim,
  type Goal,
  inheritedChanges,
  lackingBuilds,
  makePlan,
  missingSources,
  type Plan,
  refuseSplitSeeds,
  refuseUnsound,
  refuseUntaggable,
  refuseUnwritable,
  rowsAim,
  seededTags,
  stagesOf,
  staleRows,
  tagsWithPackages,
  type Unresolved,
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
  /** how it was read: to read it again takes less */
  readonly way: Before
  /** when it was read, in milliseconds since 1970 */
  readonly readAt: number
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

async function plan(aim: Aim, reader: LiveReader, wanted: Wanted, event?: number): Promise<Planned> {
  const { live, goal } = await compare(aim, reader, wanted, event)
  const plan = makePlan(goal, live, countRequests)
  refuseSplitSeeds(plan)
  return { aim, live, goal, plan, ids: reader.ids, way: reader.way, readAt: Date.now() }
}

/** The changes that would be planned from what this reader reads: none where all is as the aim says. */
export async function changesTo(aim: Aim, reader: LiveReader): Promise<readonly Change[]> {
  // What is only told, and compared with nothing, is not read.
  const wanted = { ...wantedBy(aim), present: [], absent: [] }
  return (await compare(aim, reader, wanted)).goal.changes
}

/** How a hub differs from what is wanted, whether or not a plan could mend it. */
export interface Survey {
  readonly live: LiveState
  readonly goal: Goal
  /** names that mean nothing on the hub: what of the goal hangs on them is not to be had */
  readonly unresolved: readonly Unresolved[]
}

/** Compares a hub with what is wanted, and refuses nothing: for who tells how it is. Anonymous. */
export async function survey(aim: Aim, reader: LiveReader): Promise<Survey> {
  const named = await reader.read({ ...wantedBy(aim), absent: [] })
  const live = await reader.readFurther(furtherOf(aim, named))
  const unresolved = [...unresolvedNames(aim.desired, named), ...missingSources(aim.desired, live)]
  return { live, goal: aim.compare(live).goal, unresolved }
}

async function compare(
  aim: Aim,
  reader: LiveReader,
  wanted: Wanted,
  event?: number,
): Promise<Pick<Planned, 'live' | 'goal'>> {
  const named = await reader.read(wanted, tags => furtherOf(aim, tags, { builds: false }))
  const refuse = async (unresolved: readonly Unresolved[], live: LiveState) => {
    if (unresolved.length > 0) throw unresolvedError(unresolved, live, await reader.tagNames())
  }
  await refuse(unresolvedNames(aim.fitting?.(named) ?? aim.desired, named), named)
  const further = await reader.readFurther(furtherOf(aim, named))
  await refuse(missingSources(aim.desired, further), further)
  const { live, compared } = await completed(aim, further, reader, event)
  refuseUnfit(compared, live)
  return { live, goal: compared.goal }
}

/**
 * What lacks in a first reading: package lists, and what tags shall be made from and builds taken from.
 *
 * @param read whether the builds of tags that are there have been read
 */
function furtherOf({ desired, copies = [] }: Aim, named: LiveState, read = { builds: true }): Further {
  const known = new Map([...named.leftovers, ...named.tags])
  const seeded = seededTags(desired, named)
  const sources = [...seeded.map(({ seed }) => seed), ...copies.filter(({ tag }) => !named.tags.has(tag))]
  const isUnread = ({ name }: DesiredTag) => !read.builds && named.tags.has(name)
  const lacking = [...desired.tags.values()].flatMap(tag =>
    (isUnread(tag) ? [] : lackingBuilds(tag, named)).map(build => ({
      tag: build.latest_from,
      package: build.package,
      of: tag.name,
    })),
  )
  // Builds go where their packages are listed, and come from there.
  const listed = sources.filter(({ packages, builds }) => packages || builds).map(({ from }) => from)
  const taking = [
    ...seeded.filter(({ seed }) => seed.builds).map(({ name }) => name),
    ...lacking.map(({ of }) => of),
  ]
  return {
    packages: [
      ...tagsWithPackages(desired, known, taking),
      ...listed.flatMap(tag => [tag, ...ancestorsOf(tag, known)]),
    ],
    sources: sources.map(({ from }) => ({ tag: from, packages: listed.includes(from) })),
    latest: [
      ...sources.filter(({ builds }) => builds).map(({ from }) => ({ tag: from })),
      ...lacking.map(({ of: _, ...question }) => question),
    ],
  }
}

/** Reads what the goal itself shows to be still unread: whatever inherits from what changes. */
async function completed(
  aim: Aim,
  listed: LiveState,
  reader: LiveReader,
  event?: number,
): Promise<{ readonly live: LiveState; readonly compared: Comparison }> {
  const first = aim.compare(listed, event)
  const touched = inheritedChanges(first.goal, listed)
  const live = touched.length === 0 ? listed : await reader.readDescendants(touched)
  return { live, compared: holdsSame(live, listed) ? first : aim.compare(live, event) }
}

function refuseUnfit({ desired, goal }: Comparison, live: LiveState): void {
  refuseUnsound(desired, live, goal)
  refuseUnwritable(desired, live, goal)
  refuseUntaggable(desired, live, goal)
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
  const further = await reader.readFurther(furtherOf(aim, named))
  const { live, compared } = await completed(aim, further, reader)
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
  return { aim, live, goal: compared.goal, ids: reader.ids, way: reader.way, readAt: Date.now() }
}

/** A plan from what the hub holds now. */
export function planAgain(planned: Planned, client: HubClient): Promise<Planned> {
  const { aim, live, way } = planned
  const reader = new LiveReader(client, live.hub.profile, { before: way })
  // A copy is of what was there when the plan was made: a call that did not reach the hub is the same again.
  return plan(aim, reader, wantedAgain(planned, aim), planned.plan.event)
}

/**
 * Plans what was read before, and what is around it: one request reads it all once more.
 *
 * @param way how it was read
 */
export function planOfRead(
  aim: Aim,
  { live, way }: Pick<Planned, 'live' | 'way'>,
  client: HubClient,
): Promise<Planned> {
  const { goal } = aim.compare(live)
  const reader = new LiveReader(client, live.hub.profile, { before: way })
  return plan(aim, reader, wantedAgain({ live, goal }, aim))
}

/** All names are known by now: one request reads them all. */
export function wantedAgain({ live, goal }: Pick<Planned, 'live' | 'goal'>, aim: Aim): Wanted {
  const { desired } = aim
  const wanted = wantedBy(aim)
  return {
    ...wanted,
    tags: [...live.tags.keys(), ...goal.tags.keys()],
    targets: [...wanted.targets, ...goal.targets.keys()],
    packages: tagsWithPackages(desired, goal.tags),
  }
}

function wantedBy({ desired, owners: others = [], builds = [] }: Aim): Wanted {
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
    external_repos: [...desired.external_repos.keys()],
    packages: tagsWithPackages(desired),
    builds: [...builds, ...questionsOf(all)],
    users: new Set([...owners, ...all.flatMap(({ seed }) => seed?.owner ?? []), ...others]),
  }
}

/** Of the packages of which a tag shall hold a build, those that it holds. */
function questionsOf(tags: readonly DesiredTag[]): BuildQuestion[] {
  return tags.flatMap(({ name: tag, builds = [] }) =>
    builds.flatMap(({ packages }) => packages.map(name => ({ tag, package: name }))),
  )
}
