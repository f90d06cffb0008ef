import type { Call } from '../koji/call.js'
import type { LiveState } from '../koji/live-state.js'
import { defaultSettings } from '../koji/tag.js'
import { type Change, type ChangeOf, isTagChange, rowKey, type TagChange } from './change.js'
import { externalRepoCall } from './external-repos.js'
import { buildCall } from './facets/builds.js'
import { externalRepoCalls } from './facets/external-repos.js'
import { extraArguments } from './facets/extra.js'
import { groupCalls } from './facets/groups/calls.js'
import { clearingCall, inheritanceCall } from './facets/inheritance.js'
import { packageCalls } from './facets/package-calls.js'
import type { Goal } from './goal.js'
import {
  type Compiled,
  comesWithTag,
  creationCalls,
  isGroupChange,
  linkMadeWithTag,
  withNamed,
} from './seeds/creation-calls.js'

/**
 * The order of a plan. `create`: external repos, then tags with their settings and extra, and with their parent where
 * `createTag` can write it. `fill`: what else new tags hold; nothing builds in them yet. `switch`: every change of what
 * existed before, and new targets, in one transaction, so that builders see all of a cut-over or none. `remove`:
 * targets, then tags, then external repos.
 */
export const stageNames = ['create', 'fill', 'switch', 'remove'] as const
export type StageName = (typeof stageNames)[number]

/** Calls that belong together. */
export interface StagedCalls {
  readonly stage: StageName
  readonly calls: readonly PlannedCall[]
}

export interface Stage extends StagedCalls {
  /** how many it takes to send them: one, unless they are too large for it */
  readonly requests: number
}

/** How many requests carry calls that belong together. */
export type RequestCounter = (calls: readonly Call[]) => number

export interface PlannedCall extends Call {
  /** the changes that this call realises, or a part of them, as positions in the plan */
  readonly changes: readonly number[]
}

/** Compiles changes to calls. Inside a stage they keep the order of the changes: parents before children. */
export function stagesOf(goal: Goal, live: LiveState): StagedCalls[] {
  const { changes, tags } = goal
  const stages = new Map<StageName, PlannedCall[]>(stageNames.map(name => [name, []]))
  const put = (stage: StageName, { method, params, named }: Call, positions: readonly number[]) =>
    stages
      .get(stage)
      ?.push(
        named === undefined
          ? { method, params, changes: positions }
          : { method, params, named, changes: positions },
      )
  const { ofTags, others } = parted(changes)

  for (const { change, position } of others) {
    if (change.kind !== 'external_repo' || change.action === 'delete') continue
    put(change.action === 'create' ? 'create' : 'switch', externalRepoCall(change), [position])
  }
  const lateGroups = lateTags(goal, live, isGroupChange)
  const latePackages = lateTags(goal, live, change => change.kind === 'package')
  for (const [tag, { own, positions }] of ofTags) {
    const positionOf = positionsIn(own, positions)
    const realise = (stage: StageName, call: Call, realised: readonly Change[]) =>
      put(stage, call, realised.map(positionOf))
    const isNew = !live.tags.has(tag)
    const stage = isNew ? 'fill' : 'switch'
    const seeded = isNew ? own.filter(comesWithTag) : []
    const all = seeded.length === 0 ? own : own.filter(change => !comesWithTag(change))
    const extra = all.filter(change => change.kind === 'extra')
    const first = isNew ? linkMadeWithTag(own) : undefined
    if (isNew)
      for (const { call, realised } of creationCalls(own, seeded, first)) realise('create', call, realised)
    else for (const { call, realised } of editCalls(tag, all, extra)) realise('switch', call, realised)
    const links = all.filter(change => change.kind === 'inheritance').filter(change => change !== first)
    const isZombie = ({ parent, after }: ChangeOf<'inheritance'>) =>
      after === null && !live.tags.has(parent) && !tags.has(parent)
    const call = links.some(isZombie)
      ? clearingCall(tag, tags.get(tag)?.inheritance ?? [])
      : inheritanceCall(tag, links)
    if (links.length > 0) realise(stage, call, links)
    const groups = all.filter(change => isGroupChange(change))
    for (const { call, change } of groupCalls(groups))
      realise(lateGroups.has(tag) ? 'switch' : stage, call, [change])
    for (const change of all.filter(change => change.kind === 'package')) {
      for (const call of packageCalls(change))
        realise(latePackages.has(tag) ? 'switch' : stage, call, [change])
    }
    const uses = all.filter(change => change.kind === 'external_repo_use')
    if (uses.length > 0) {
      const rows = [live.tags, live.leftovers, tags].flatMap(state => state.get(tag)?.external_repos ?? [])
      for (const { call, change } of externalRepoCalls(uses, rows)) realise(stage, call, [change])
    }
    for (const change of all.filter(change => change.kind === 'build')) {
      realise(stage, buildCall(change, tags.get(tag)?.settings ?? defaultSettings), [change])
    }
  }
  for (const { change, position } of others) {
    if (change.kind === 'target')
      put(change.action === 'delete' ? 'remove' : 'switch', targetCall(change), [position])
  }
  for (const { change, position } of others) {
    if (change.kind === 'tag' && change.action === 'delete') {
      put('remove', { method: 'deleteTag', params: [change.tag] }, [position])
    }
  }
  for (const { change, position } of others) {
    if (change.kind === 'external_repo' && change.action === 'delete') {
      put('remove', externalRepoCall(change), [position])
    }
  }
  return stageNames
    .map(stage => ({ stage, calls: stages.get(stage) ?? [] }))
    .filter(({ calls }) => calls.length > 0)
}

/**
 * Where a change of a tag stands in the plan, or what is made of one: that has another identity, and is of the same row.
 */
function positionsIn(own: readonly Change[], positions: readonly number[]): (change: Change) => number {
  const known = new Map<Change, number>()
  own.forEach((change, index) => {
    known.set(change, positions[index] ?? -1)
  })
  let byRow: ReadonlyMap<string, number> | undefined
  const positionOfRow = (change: Change) => {
    byRow ??= new Map([...known].map(([one, position]) => [rowKey(one), position]))
    return byRow.get(rowKey(change)) ?? -1
  }
  return change => known.get(change) ?? positionOfRow(change)
}

function editCalls(tag: string, all: readonly Change[], extra: readonly ChangeOf<'extra'>[]): Compiled[] {
  const settings = all.filter(change => change.kind === 'setting')
  const fields = Object.fromEntries(settings.map(({ field, after }) => [field, after]))
  const { first, second } = extraArguments(extra)
  return [
    { call: withNamed('editTag2', [tag], { ...fields, ...first }), realised: [...settings, ...extra] },
    { call: withNamed('editTag2', [tag], second), realised: extra },
  ].filter(({ call }) => call.named !== undefined)
}

function targetCall({ target, before, after }: ChangeOf<'target'>): Call {
  if (after === null) return { method: 'deleteBuildTarget', params: [target] }
  const { build_tag, dest_tag } = after
  return before === null
    ? { method: 'createBuildTarget', params: [target, build_tag, dest_tag] }
    : { method: 'editBuildTarget', params: [target, target, build_tag, dest_tag] }
}

/**
 * New tags whose groups, or whose packages, must wait for the switch: an ancestor that exists gets others
 * there, or other parents, or waits itself, and the hub judges an addition by what ancestors give at that
 * moment.
 */
function lateTags(
  { changes, tags, ancestors }: Goal,
  live: LiveState,
  isOfFacet: (change: Change) => boolean,
): Set<string> {
  const late = new Set<string>()
  const moving = new Set<string>()
  for (const change of changes) {
    if (!isTagChange(change) || !live.tags.has(change.tag)) continue
    if (change.kind === 'inheritance' || isOfFacet(change)) moving.add(change.tag)
  }
  if (moving.size === 0) return late
  for (const tag of tags.keys()) {
    if (live.tags.has(tag)) continue
    if (ancestors.of(tag).lookup.some(ancestor => moving.has(ancestor) || late.has(ancestor))) late.add(tag)
  }
  return late
}

/** The changes of one tag, and where they stand in the plan. */
interface OfTag {
  readonly own: TagChange[]
  readonly positions: number[]
}

/** The changes of tags that stay or come, by tag; and those of resources that come, change or go as a whole. */
function parted(changes: readonly Change[]) {
  const ofTags = new Map<string, OfTag>()
  const others: { readonly change: Change; readonly position: number }[] = []
  changes.forEach((change, position) => {
    if (!isTagChange(change) || (change.kind === 'tag' && change.action === 'delete')) {
      others.push({ change, position })
      return
    }
    const known = ofTags.get(change.tag)
    if (known === undefined) ofTags.set(change.tag, { own: [change], positions: [position] })
    else {
      known.own.push(change)
      known.positions.push(position)
    }
  })
  return { ofTags, others }
}
