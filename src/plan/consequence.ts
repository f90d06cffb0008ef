import { distTag } from '../koji/build-config.js'
import { inOrder } from '../koji/in-order.js'
import { compareText } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import type { Settings, Tag, Target } from '../koji/tag.js'
import { type BuildDifference, buildDifference, type Halves, isNoDifference } from './build-difference.js'
import type { Action, ChangeOf } from './change.js'
import type { Effective, EffectiveTags } from './effective.js'
import type { Goal } from './goal.js'
import { allWrittenTags, isSeenByBuilds } from './written-tags.js'

/** What builds will notice of a plan. */
export type Consequence = TagConsequence | DestinationConsequence | TargetConsequence

/** A tag that existed before, and what is different in it for builds, by its own rows or by inheritance. */
export interface TagConsequence extends BuildDifference {
  readonly kind: 'tag'
  readonly tag: string
  /** the tags that the plan writes to and that bring it here: itself, or what it inherits from, or did */
  readonly through: readonly string[]
  /** the targets that build in it, after the plan */
  readonly targets: readonly string[]
}

/** A tag that existed before, that builds go to, and into which others may tag builds than before. */
export interface DestinationConsequence extends Halves<Tagging> {
  readonly kind: 'destination'
  readonly tag: string
  /** the targets whose builds go there, after the plan */
  readonly targets: readonly string[]
}

/** Who may tag builds: nobody where it is locked, else who holds the permission, or everybody. */
export type Tagging = Pick<Settings, 'locked' | 'perm'>

/** A target that comes, goes or moves, with what its builds get. */
export interface TargetConsequence {
  readonly kind: 'target'
  readonly target: string
  readonly action: Action
  readonly before: BuildRoot | null
  readonly after: BuildRoot | null
  /** between the two build roots; `null` where it stays in its build tag, or comes or goes */
  readonly difference: BuildDifference | null
}

export interface BuildRoot extends Pick<Target, 'build_tag' | 'dest_tag'> {
  readonly arches: string | null
  /** `null` where the distribution's own dist tag rules */
  readonly dist_tag: string | null
  /** how many packages the group `build` brings */
  readonly build_packages: number
  /** the destination: who may tag builds into it */
  readonly tagging: Tagging
}

/** The hub before and after a plan, as builds see it. */
export interface Views {
  readonly before: EffectiveTags
  readonly after: EffectiveTags
}

/** Compares what every tag that was read looks like to builds, before and after; only what differs is told. */
export function consequencesOf(goal: Goal, live: LiveState, views: Views): Consequence[] {
  const targets = inOrder([...goal.targets.values()], (a, b) => compareText(a.name, b.name))
  const moves = goal.changes.filter(change => change.kind === 'target')
  return [
    ...tagConsequences(goal, live, views, namesBy(targets, 'build_tag')),
    ...destinationConsequences(goal, live, namesBy(targets, 'dest_tag')),
    ...moves.map(change => targetConsequence(change, views, live.tags, goal.tags)),
  ]
}

function tagConsequences(
  goal: Goal,
  live: LiveState,
  views: Views,
  targets: ReadonlyMap<string, readonly string[]>,
): TagConsequence[] {
  const written = allWrittenTags(goal.changes, live, isSeenByBuilds)
  if (written.size === 0) return []
  return inOrder([...live.tags.keys()], compareText).flatMap((tag): TagConsequence[] => {
    const [before, after] = [views.before.get(tag), views.after.get(tag)]
    if (before === undefined || after === undefined) return []
    const through = writtenIn(before, after, written)
    if (through.length === 0) return []
    const difference = buildDifference(before, after)
    if (isNoDifference(difference)) return []
    return [{ kind: 'tag', tag, through, ...difference, targets: targets.get(tag) ?? [] }]
  })
}

/** The tags among those that one looks through, before or after, that are written to: itself first. */
function writtenIn(before: Effective, after: Effective, written: ReadonlySet<string>): string[] {
  const tags = new Set<string>()
  for (const tag of after.lookup) if (written.has(tag)) tags.add(tag)
  for (const tag of before.lookup) if (written.has(tag)) tags.add(tag)
  return [...tags]
}

function namesBy(
  targets: readonly Target[],
  field: 'build_tag' | 'dest_tag',
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const target of targets) {
    const known = names.get(target[field])
    if (known === undefined) names.set(target[field], [target.name])
    else known.push(target.name)
  }
  return names
}

function destinationConsequences(
  goal: Goal,
  live: LiveState,
  targets: ReadonlyMap<string, readonly string[]>,
): DestinationConsequence[] {
  return inOrder([...live.tags.keys()], compareText).flatMap((tag): DestinationConsequence[] => {
    const [before, after] = [taggingOf(live.tags.get(tag)), taggingOf(goal.tags.get(tag))]
    const users = targets.get(tag)
    if (users === undefined || isOpenAlike(before, after)) return []
    return [{ kind: 'destination', tag, before, after, targets: users }]
  })
}

/** A locked tag lets nobody in, whatever permission it asks for. */
function isOpenAlike(a: Tagging, b: Tagging): boolean {
  return a.locked === b.locked && (a.locked || a.perm === b.perm)
}

function taggingOf(tag: Tag | undefined): Tagging {
  return { locked: tag?.settings.locked ?? false, perm: tag?.settings.perm ?? null }
}

type Tags = ReadonlyMap<string, Tag>

function targetConsequence(
  { target, action, before, after }: ChangeOf<'target'>,
  views: Views,
  tagsBefore: Tags,
  tagsAfter: Tags,
): TargetConsequence {
  return {
    kind: 'target',
    target,
    action,
    before: before && buildRoot(before, views.before, tagsBefore),
    after: after && buildRoot(after, views.after, tagsAfter),
    difference: before && after && movedBuilds(before, after, views),
  }
}

function buildRoot({ build_tag, dest_tag }: Target, effective: EffectiveTags, tags: Tags): BuildRoot {
  const root = effective.get(build_tag)
  const config = root?.config
  return {
    build_tag,
    dest_tag,
    arches: config?.arches.value ?? null,
    dist_tag: (config && distTag(config)) ?? null,
    build_packages: root?.groupLookup.packageCount('build') ?? 0,
    tagging: taggingOf(tags.get(dest_tag)),
  }
}

function movedBuilds(from: Target, to: Target, { before, after }: Views): BuildDifference | null {
  const [was, becomes] = [before.get(from.build_tag), after.get(to.build_tag)]
  if (from.build_tag === to.build_tag || was === undefined || becomes === undefined) return null
  return buildDifference(was, becomes)
}
