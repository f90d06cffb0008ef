import { type BuildConfig, distTag, extraValue } from '../koji/build-config.js'
import { packageNames } from '../koji/groups.js'
import { compareText, type Json, jsonEqual } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import type { Target } from '../koji/tag.js'
import type { Action, Change, ChangeOf } from './change.js'
import { type Effective, EffectiveTags } from './effective.js'
import { type Goal, nameOf } from './goal.js'

/** What a plan alters beyond the rows that it writes. */
export type Consequence = TagConsequence | TargetConsequence

/** A tag that existed before, and what builds in it will see differently without a row of its own changing. */
export interface TagConsequence {
  readonly kind: 'tag'
  readonly tag: string
  readonly arches?: Halves<string | null>
  readonly dist_tag?: Halves<string | null>
  /** extra settings, macros among them; `null` where there is none */
  readonly extra: readonly ({ readonly key: string } & Halves<Json>)[]
  readonly groups: readonly {
    readonly group: string
    readonly added: readonly string[]
    readonly removed: readonly string[]
  }[]
  readonly ancestors: {
    readonly added: readonly string[]
    readonly removed: readonly string[]
    readonly reordered: boolean
  }
  /** the targets that build in it, after the plan */
  readonly targets: readonly string[]
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
  const before = new EffectiveTags(live.tags)
  const after = new EffectiveTags(goal.tags)
  const changed = new Set(goal.changes.filter(change => change.kind !== 'target').map(nameOf))
  const touches = (effective: Effective) => effective.ancestors.some(ancestor => changed.has(ancestor))
  const tags = [...live.tags.keys()].sort(compareText).flatMap((tag): TagConsequence[] => {
    const [was, becomes] = [before.get(tag), after.get(tag)]
    if (was === undefined || becomes === undefined) return []
    if (!changed.has(tag) && !touches(was) && !touches(becomes)) return []
    const own = goal.changes.filter(change => change.kind !== 'target' && change.tag === tag)
    const consequence = tagConsequence(tag, was, becomes, own, goal)
    return isEmpty(consequence) ? [] : [consequence]
  })
  const targets = goal.changes.filter(change => change.kind === 'target')
  return [...tags, ...targets.map(change => targetConsequence(change, before, after))]
}

function tagConsequence(
  tag: string,
  before: Effective,
  after: Effective,
  own: readonly Change[],
  goal: Goal,
): TagConsequence {
  const arches = halves(before.config.arches.value, after.config.arches.value)
  const dist = halves(distTag(before.config) ?? null, distTag(after.config) ?? null)
  const ownExtra = new Set(own.flatMap(change => (change.kind === 'extra' ? [change.key] : [])))
  const isOwnExtra = ownExtra.size > 0
  return {
    kind: 'tag',
    tag,
    ...(arches && !own.some(change => change.kind === 'setting' && change.field === 'arches') && { arches }),
    ...(dist && !isOwnExtra && { dist_tag: dist }),
    extra: extraDifferences(before.config, after.config).filter(({ key }) => !ownExtra.has(key)),
    groups: groupDifferences(before, after, own),
    ancestors: ancestorDifferences(before.ancestors, after.ancestors, own),
    targets: [...goal.targets.values()]
      .filter(({ build_tag }) => build_tag === tag)
      .map(({ name }) => name)
      .sort(compareText),
  }
}

function isEmpty({ arches, dist_tag, extra, groups, ancestors }: TagConsequence): boolean {
  const { added, removed, reordered } = ancestors
  return (
    !arches && !dist_tag && !reordered && extra.length + groups.length + added.length + removed.length === 0
  )
}

function halves<T>(before: T, after: T): Halves<T> | undefined {
  return before === after ? undefined : { before, after }
}

function extraDifferences(before: BuildConfig, after: BuildConfig): TagConsequence['extra'] {
  const keys = [...new Set([...before.extra.keys(), ...after.extra.keys()])].sort(compareText)
  return keys.flatMap(key => {
    const [was, becomes] = [extraValue(before, key) ?? null, extraValue(after, key) ?? null]
    return jsonEqual(was, becomes) ? [] : [{ key, before: was, after: becomes }]
  })
}

function groupDifferences(
  before: Effective,
  after: Effective,
  own: readonly Change[],
): TagConsequence['groups'] {
  const names = [...new Set([...before.groups.keys(), ...after.groups.keys()])].sort(compareText)
  return names.flatMap(group => {
    const told = new Set(
      own.flatMap(change =>
        change.kind === 'group_package' && change.group === group ? [change.package] : [],
      ),
    )
    const was = packageNames(before.groups.get(group))
    const becomes = packageNames(after.groups.get(group))
    const added = without(becomes, was).filter(name => !told.has(name))
    const removed = without(was, becomes).filter(name => !told.has(name))
    return added.length + removed.length === 0 ? [] : [{ group, added, removed }]
  })
}

function ancestorDifferences(
  before: readonly string[],
  after: readonly string[],
  own: readonly Change[],
): TagConsequence['ancestors'] {
  const told = new Set(own.flatMap(change => (change.kind === 'inheritance' ? [change.parent] : [])))
  const [added, removed] = [without(after, before), without(before, after)]
  const stayed = (names: readonly string[], others: readonly string[]) =>
    names.filter(name => others.includes(name))
  const reordered = told.size === 0 && !jsonEqual(stayed(before, after), stayed(after, before))
  return {
    added: added.filter(name => !told.has(name)),
    removed: removed.filter(name => !told.has(name)),
    reordered,
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
