import { type BuildConfig, extraValue } from '../koji/build-config.js'
import { compareText, type Json, jsonEqual } from '../koji/json.js'
import type { Tag } from '../koji/tag.js'
import { type AncestorDifference, ancestorDifference, sameWays } from './ancestor-difference.js'
import { differingGroups } from './differing-groups.js'
import type { Effective } from './effective.js'
import { type GroupDifference, groupDifferences } from './group-difference.js'
import { type RepoDifference, repoDifference } from './seen-repos.js'

/** What is different between two build roots: those of a tag before and after a plan, or those of two tags. */
export interface BuildDifference {
  readonly arches?: Halves<SeenValue<string | null>>
  /** extra settings, macros among them; a half is missing where the key is not set */
  readonly extra: readonly ExtraDifference[]
  readonly groups: readonly GroupDifference[]
  readonly ancestors: AncestorDifference
  readonly external_repos: RepoDifference
}

export interface ExtraDifference extends Partial<Halves<SeenValue<Json>>> {
  readonly key: string
}

/** A value, and the tag that gives it: the tag itself or an ancestor; `null` where none gives any. */
export interface SeenValue<Value> {
  readonly value: Value
  readonly from: string | null
}

export interface Halves<T> {
  readonly before: T
  readonly after: T
}

export function buildDifference(before: Effective, after: Effective): BuildDifference {
  return {
    ...configDifference(before, after),
    groups: groupDifferences(...differingGroups(before, after)),
    ancestors: ancestorDifference(before.order, after.order),
    external_repos: hasSameRepos(before, after)
      ? { added: [], removed: [], changed: [], reordered: false }
      : repoDifference(before.external_repos, after.external_repos),
  }
}

function configDifference(before: Effective, after: Effective): Pick<BuildDifference, 'arches' | 'extra'> {
  if (hasSameConfig(before, after)) return { extra: [] }
  const [was, becomes] = [before.config, after.config]
  const arches = { before: was.arches, after: becomes.arches }
  return {
    ...(arches.before.value !== arches.after.value && { arches }),
    extra: extraDifferences(was, becomes),
  }
}

// Most tags only inherit a change of one side: the others need not be made out. What does not change is the very same.
function hasSameConfig(before: Effective, after: Effective): boolean {
  return (
    sameWays(before.order, after.order) &&
    isSame(before, after, tag => tag?.extra) &&
    isSame(before, after, tag => tag?.settings.arches)
  )
}

function hasSameRepos(before: Effective, after: Effective): boolean {
  return (
    before.state.external_repos === after.state.external_repos &&
    isSame(before, after, tag => tag?.external_repos)
  )
}

/** Whether both look through tags of the same names that hold the same. */
function isSame(before: Effective, after: Effective, rowsOf: (tag: Tag | undefined) => unknown): boolean {
  const rows = ({ state }: Effective, name: string) => rowsOf(state.tags.get(name))
  return (
    before.lookup.length === after.lookup.length &&
    before.lookup.every(
      (name, index) => name === after.lookup[index] && rows(before, name) === rows(after, name),
    )
  )
}

export function isNoDifference(difference: BuildDifference): boolean {
  const { arches, extra, groups, ancestors, external_repos } = difference
  const { added, removed, filtered, reordered } = ancestors
  const repos = [external_repos.added, external_repos.removed, external_repos.changed]
  const lists = [extra, groups, added, removed, filtered, ...repos]
  return !arches && !reordered && !external_repos.reordered && lists.every(({ length }) => length === 0)
}

function extraDifferences(before: BuildConfig, after: BuildConfig): ExtraDifference[] {
  const keys = new Set([...before.extra.keys(), ...after.extra.keys()])
  const isOther = (key: string) => !isSameExtra(extraValue(before, key), extraValue(after, key))
  const differing = [...keys].filter(isOther).sort(compareText)
  return differing.map(key => {
    const [was, becomes] = [seenExtra(before, key), seenExtra(after, key)]
    return { key, ...(was && { before: was }), ...(becomes && { after: becomes }) }
  })
}

function isSameExtra(was: Json | undefined, becomes: Json | undefined): boolean {
  if (was === undefined || becomes === undefined) return was === becomes
  return jsonEqual(was, becomes)
}

function seenExtra(config: BuildConfig, key: string): SeenValue<Json> | undefined {
  const value = extraValue(config, key)
  return value === undefined ? undefined : { value, from: config.extra.get(key)?.from ?? null }
}
