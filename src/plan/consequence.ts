import { type BuildConfig, distTag, extraValue } from '../koji/build-config.js'
import { type EffectiveGroup, packageNames } from '../koji/groups.js'
import type { Inherited } from '../koji/inheritance.js'
import { compareText, type Json, jsonEqual } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import type { Target } from '../koji/tag.js'
import { type Action, type Change, type ChangeOf, isTagChange } from './change.js'
import { type Effective, EffectiveTags } from './effective.js'
import { usersOf } from './external-repos.js'
import type { Goal } from './goal.js'
import { type RepoDifference, repoDifference } from './seen-repos.js'

/** What builds will notice of a plan. */
export type Consequence = TagConsequence | TargetConsequence

/** A tag that existed before, and what is different in it for builds, by its own rows or by inheritance. */
export interface TagConsequence {
  readonly kind: 'tag'
  readonly tag: string
  readonly arches?: Halves<string | null>
  /** extra settings, macros among them; a half is missing where the key is not set */
  readonly extra: readonly { readonly key: string; readonly before?: Json; readonly after?: Json }[]
  /** packages, and as `@name` the groups that a group requires */
  readonly groups: readonly GroupDifference[]
  readonly ancestors: AncestorDifference
  readonly external_repos: RepoDifference
  /** the targets that build in it, after the plan */
  readonly targets: readonly string[]
}

export interface GroupDifference {
  readonly group: string
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

export interface AncestorDifference {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** those that stay, but whose packages or configuration are filtered otherwise than before */
  readonly filtered: readonly string[]
  /** those that stay are looked through in another order */
  readonly reordered: boolean
}

/** A target that comes, goes or moves, with what its builds get. */
export interface TargetConsequence {
  readonly kind: 'target'
  readonly target: string
  readonly action: Action
  readonly before: BuildRoot | null
  readonly after: BuildRoot | null
}

export interface BuildRoot extends Pick<Target, 'build_tag' | 'dest_tag'> {
  /** `null` where the distribution's own dist tag rules */
  readonly dist_tag: string | null
  /** how many packages the group `build` brings */
  readonly build_packages: number
}

interface Halves<T> {
  readonly before: T
  readonly after: T
}

/** Compares what every tag that was read looks like to builds, before and after; only what differs is told. */
export function consequencesOf(goal: Goal, live: LiveState): Consequence[] {
  const before = new EffectiveTags(live)
  const after = new EffectiveTags(goal)
  const changed = new Set(goal.changes.flatMap(change => changedTags(change, live)))
  const touches = ({ ancestors }: Effective) => ancestors.some(ancestor => changed.has(ancestor))
  const tags = [...live.tags.keys()].sort(compareText).flatMap((tag): TagConsequence[] => {
    const [was, becomes] = [before.get(tag), after.get(tag)]
    if (was === undefined || becomes === undefined) return []
    if (!changed.has(tag) && !touches(was) && !touches(becomes)) return []
    const consequence = tagConsequence(tag, was, becomes, goal)
    return isEmpty(consequence) ? [] : [consequence]
  })
  const targets = goal.changes.filter(change => change.kind === 'target')
  return [...tags, ...targets.map(change => targetConsequence(change, before, after))]
}

/** The tags that a change is in, or that use what it changes. */
function changedTags(change: Change, live: LiveState): readonly string[] {
  if (change.kind === 'external_repo') return usersOf(change.external_repo, live)
  return isTagChange(change) ? [change.tag] : []
}

function tagConsequence(tag: string, before: Effective, after: Effective, goal: Goal): TagConsequence {
  const arches = { before: before.config.arches.value, after: after.config.arches.value }
  const targets = [...goal.targets.values()].filter(({ build_tag }) => build_tag === tag)
  return {
    kind: 'tag',
    tag,
    ...(arches.before !== arches.after && { arches }),
    extra: extraDifferences(before.config, after.config),
    groups: groupDifferences(before, after),
    ancestors: ancestorDifferences(before, after),
    external_repos: repoDifference(before.external_repos, after.external_repos),
    targets: targets.map(({ name }) => name).sort(compareText),
  }
}

function isEmpty({ arches, extra, groups, ancestors, external_repos }: TagConsequence): boolean {
  const { added, removed, filtered, reordered } = ancestors
  const repos = [external_repos.added, external_repos.removed, external_repos.changed]
  const lists = [extra, groups, added, removed, filtered, ...repos]
  return !arches && !reordered && !external_repos.reordered && lists.every(({ length }) => length === 0)
}

function extraDifferences(before: BuildConfig, after: BuildConfig): TagConsequence['extra'] {
  const keys = [...new Set([...before.extra.keys(), ...after.extra.keys()])].sort(compareText)
  return keys.flatMap(key => {
    const [was, becomes] = [extraValue(before, key), extraValue(after, key)]
    if (was === becomes || (was !== undefined && becomes !== undefined && jsonEqual(was, becomes))) return []
    return [
      { key, ...(was !== undefined && { before: was }), ...(becomes !== undefined && { after: becomes }) },
    ]
  })
}

function groupDifferences(before: Effective, after: Effective): GroupDifference[] {
  const names = [...new Set([...before.groups.keys(), ...after.groups.keys()])].sort(compareText)
  return names.flatMap(group => {
    const [was, becomes] = [contents(before.groups.get(group)), contents(after.groups.get(group))]
    const [added, removed] = [without(becomes, was), without(was, becomes)]
    return added.length + removed.length === 0 ? [] : [{ group, added, removed }]
  })
}

function contents(group: EffectiveGroup | undefined): string[] {
  if (group === undefined || group.config.blocked) return []
  const required = [...group.requirements].flatMap(([name, { blocked }]) => (blocked ? [] : [`@${name}`]))
  return [...packageNames(group), ...required.sort(compareText)]
}

function ancestorDifferences(before: Effective, after: Effective): AncestorDifference {
  const stayed = after.ancestors.filter(ancestor => before.ancestors.includes(ancestor))
  const stayedBefore = before.ancestors.filter(ancestor => after.ancestors.includes(ancestor))
  const ways = (order: readonly Inherited[], ancestor: string) =>
    order
      .filter(({ parent }) => parent === ancestor)
      .map(({ filter, link }) => ({ filter, noconfig: link.noconfig }))
  return {
    added: without(after.ancestors, before.ancestors),
    removed: without(before.ancestors, after.ancestors),
    filtered: stayed.filter(
      ancestor => !jsonEqual(ways(before.order, ancestor), ways(after.order, ancestor)),
    ),
    reordered: !jsonEqual(stayedBefore, stayed),
  }
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const set = new Set(others)
  return names.filter(name => !set.has(name))
}

function targetConsequence(
  { target, action, before, after }: ChangeOf<'target'>,
  was: EffectiveTags,
  becomes: EffectiveTags,
): TargetConsequence {
  return {
    kind: 'target',
    target,
    action,
    before: before && buildRoot(before, was),
    after: after && buildRoot(after, becomes),
  }
}

function buildRoot({ build_tag, dest_tag }: Target, tags: EffectiveTags): BuildRoot {
  const effective = tags.get(build_tag)
  return {
    build_tag,
    dest_tag,
    dist_tag: (effective && distTag(effective.config)) ?? null,
    build_packages: packageNames(effective?.groups.get('build')).length,
  }
}
