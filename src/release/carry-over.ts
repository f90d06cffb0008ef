import type { DesiredGroup, DesiredTag } from '../koji/desired-state.js'
import { isJsonObject, type Json } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import { type ExtraValue, type Facet, facets, type Target } from '../koji/tag.js'
import type { Difference, EntryDifference } from './differences.js'
import { type Release, releaseName } from './release.js'
import type { ReleaseState } from './release-state.js'
import { isOf, isReversible, renumber, renumberJson } from './renumber.js'

/** What an existing release (`b`) has otherwise than its template makes it (`a`): of a tag, one facet each. */
export function singleDifferences(differences: readonly Difference[]): Difference[] {
  return differences.flatMap(difference => {
    if (difference.only !== null || difference.kind !== 'tag') return [difference]
    return facets.flatMap((facet): Difference[] => {
      const entries = difference.entries.filter(entry => entry.facet === facet)
      return entries.length === 0 ? [] : [{ ...difference, entries }]
    })
  })
}

/** Something that is not carried over, and why. */
export interface LeftOver {
  readonly difference: Difference
  readonly reason: string
}

/**
 * Parts the differences that can be said of a new release from those that would mean nothing there.
 *
 * @param made what the template makes of the new release
 * @param hub where whatever the existing release has is known
 */
export function carriable(
  differences: readonly Difference[],
  like: ReleaseState,
  made: ReleaseState,
  hub: Pick<LiveState, 'tags' | 'external_repos'>,
): { readonly carried: readonly Difference[]; readonly left: readonly LeftOver[] } {
  const to = made.release
  const left: LeftOver[] = []
  let carried = differences.filter(difference => {
    const text = textsIn(difference.entries).find(text => !isReversible(text, like.release, to))
    if (text === undefined) return true
    const reason = `${text} would mean another thing in release ${releaseName(to)}`
    left.push({ difference, reason })
    return false
  })
  // Each that falls away may take away what another one needs.
  for (;;) {
    const names = namesAfter(carried, made, like.release, to)
    // Of the existing release everything is known; of a third one, nothing.
    const isKnown = (name: string) => isOf(name, to) || isOf(name, like.release)
    const isThere = (name: string) =>
      names.has(name) || (!isOf(name, to) && (hub.tags.has(name) || hub.external_repos.has(name)))
    const missing = (difference: Difference) =>
      namesIn(difference, like)
        .map(name => renumber(name, like.release, to))
        .find(name => isKnown(name) && !isThere(name))
    const lacking = carried.flatMap((difference): LeftOver[] => {
      const name = difference.only === 'a' ? undefined : missing(difference)
      return name === undefined ? [] : [{ difference, reason: `nothing makes ${name}, which it needs` }]
    })
    if (lacking.length === 0) return { carried, left }
    left.push(...lacking)
    const gone = new Set(lacking.map(({ difference }) => difference))
    carried = carried.filter(difference => !gone.has(difference))
  }
}

/** The names of tags and external repos that the new release will have. */
function namesAfter(
  carried: readonly Difference[],
  made: ReleaseState,
  from: Release,
  to: Release,
): ReadonlySet<string> {
  const names = new Set([...made.tags.keys(), ...made.external_repos.keys()])
  for (const { kind, b, only } of carried) {
    if (kind === 'target' || only === null) continue
    if (only === 'a') names.delete(renumber(b, from, to))
    else names.add(renumber(b, from, to))
  }
  return names
}

/** The names of tags and external repos that a difference would have a new release use. */
function namesIn({ kind, b, only, entries }: Difference, like: ReleaseState): string[] {
  if (kind === 'target') {
    const target = like.targets.get(b)
    return target === undefined ? [] : [target.build_tag, target.dest_tag]
  }
  const tag = like.tags.get(b)
  if (kind === 'external_repo' || tag === undefined) return []
  const isSaid = (facet: Facet) => only !== null || entries.some(entry => entry.facet === facet)
  return [
    ...(isSaid('inheritance') ? (tag.inheritance ?? []).map(({ parent }) => parent) : []),
    ...(isSaid('external_repos') ? (tag.external_repos ?? []).map(({ repo }) => repo) : []),
  ]
}

/** Whatever may bear a number, of the existing release. */
function textsIn(entries: readonly EntryDifference[]): string[] {
  return entries.flatMap(({ path, b }) => [...(path.b ?? []), ...textsOf(b ?? null)])
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return isJsonObject(value) ? Object.values(value).flatMap(textsOf) : []
}

/** The same tag of another release. */
export function renumberedTag(tag: DesiredTag, from: Release, to: Release): DesiredTag {
  const text = (name: string) => renumber(name, from, to)
  const extra = [...(tag.extra ?? [])].map(([key, value]): [string, ExtraValue] => [
    key,
    value.blocked ? value : { blocked: false, value: renumberJson(value.value, from, to) },
  ])
  return {
    ...tag,
    name: text(tag.name),
    ...(tag.extra && { extra: new Map(extra) }),
    ...(tag.inheritance && {
      inheritance: tag.inheritance.map(link => ({ ...link, parent: text(link.parent) })),
    }),
    ...(tag.groups && {
      groups: new Map(
        [...tag.groups].map(([name, group]): [string, DesiredGroup] => [
          name,
          { ...group, config: renumberedConfig(group.config, text) },
        ]),
      ),
    }),
    ...(tag.external_repos && {
      external_repos: tag.external_repos.map(use => ({ ...use, repo: text(use.repo) })),
    }),
  }
}

function renumberedConfig(
  config: DesiredGroup['config'],
  text: (value: string) => string,
): DesiredGroup['config'] {
  const { display_name, description } = config
  return {
    ...config,
    ...(display_name !== undefined && { display_name: text(display_name) }),
    ...(typeof description === 'string' && { description: text(description) }),
  }
}

/** The same target of another release. */
export function renumberedTarget({ name, build_tag, dest_tag }: Target, from: Release, to: Release): Target {
  const text = (value: string) => renumber(value, from, to)
  return { name: text(name), build_tag: text(build_tag), dest_tag: text(dest_tag) }
}

/** How much two releases differ: the number of things that are otherwise, a missing resource being one more. */
export function distanceOf(differences: readonly Difference[]): number {
  return differences.reduce((sum, { only, entries }) => sum + entries.length + (only === null ? 0 : 1), 0)
}
