import { compareText, type Json } from '../koji/json.js'
import type { Facet } from '../koji/tag.js'
import type { ResourceKind } from '../plan/index.js'
import { type Entry, tagEntries, textEntries } from './entries.js'
import type { ReleaseState } from './release-state.js'
import { renumber, unnumbered } from './renumber.js'

/** Which of two releases. */
export type Side = 'a' | 'b'

/** A resource that two releases have otherwise, or that one of them lacks. */
export interface Difference {
  readonly kind: ResourceKind
  /** what it is called in each; in the one that lacks it, what it would be called */
  readonly a: string
  readonly b: string
  /** which alone has it; `null` where both do */
  readonly only: Side | null
  readonly entries: readonly EntryDifference[]
}

/** One thing of a resource, as each release has it; left out where it has none. */
export interface EntryDifference {
  readonly facet: Facet | null
  readonly path: { readonly a?: readonly string[]; readonly b?: readonly string[] }
  readonly a?: Json
  readonly b?: Json
  /** what a new resource has anyway */
  readonly isDefault: boolean
}

/** How many resources of each kind two releases both have, whether they differ or not. */
export interface Compared {
  readonly differences: readonly Difference[]
  readonly shared: { readonly [kind in ResourceKind]: number }
}

/** Compares two releases modulo their numbers: by resource, then by facet and entry. */
export function compareReleases(a: ReleaseState, b: ReleaseState): Compared {
  const kinds = [
    compareKind('external_repo', a, b, state => repoParts(state)),
    compareKind('tag', a, b, state => tagParts(state)),
    compareKind('target', a, b, state => targetParts(state)),
  ]
  const sharedOf = (wanted: ResourceKind) => kinds.find(({ kind }) => kind === wanted)?.shared ?? 0
  return {
    differences: kinds.flatMap(({ differences }) => differences),
    shared: { tag: sharedOf('tag'), target: sharedOf('target'), external_repo: sharedOf('external_repo') },
  }
}

/** A resource in parts that can be compared. */
interface Parts {
  readonly name: string
  readonly entries: ReadonlyMap<string, Entry>
  /** whether what is not among the entries is known not to be there */
  readonly isWhole: (entry: Entry) => boolean
}

function repoParts({ external_repos, release }: ReleaseState): Parts[] {
  return [...external_repos].map(([name, url]) => ({
    name,
    entries: textEntries({ url }, release),
    isWhole: () => true,
  }))
}

function targetParts({ targets, release }: ReleaseState): Parts[] {
  return [...targets.values()].map(({ name, build_tag, dest_tag }) => ({
    name,
    entries: textEntries({ build_tag, dest_tag }, release),
    isWhole: () => true,
  }))
}

function tagParts({ tags, release }: ReleaseState): Parts[] {
  return [...tags.values()].map(tag => {
    const isWhole = ({ facet, path: [first] }: Entry): boolean => {
      if (facet === null) return true
      // Settings count one by one.
      if (facet === 'settings' || tag.additive.has(facet)) return false
      if (facet !== 'packages') return tag[facet] !== undefined
      return (first === 'blocked' ? tag.blocked_packages : tag.packages) !== undefined
    }
    return { name: tag.name, entries: tagEntries(tag, release), isWhole }
  })
}

function compareKind(
  kind: ResourceKind,
  a: ReleaseState,
  b: ReleaseState,
  partsOf: (state: ReleaseState) => readonly Parts[],
) {
  const byForm = (state: ReleaseState) =>
    new Map(partsOf(state).map(parts => [unnumbered(parts.name, state.release), parts]))
  const [left, right] = [byForm(a), byForm(b)]
  const forms = [...new Set([...left.keys(), ...right.keys()])].sort(compareText)
  const differences = forms.flatMap((form): Difference[] => {
    const [inA, inB] = [left.get(form), right.get(form)]
    const names = {
      a: inA?.name ?? renumber(inB?.name ?? '', b.release, a.release),
      b: inB?.name ?? renumber(inA?.name ?? '', a.release, b.release),
    }
    if (inA === undefined || inB === undefined) {
      const only = inA === undefined ? 'b' : 'a'
      const entries = [...((inA ?? inB)?.entries.values() ?? [])].map(entry => oneSided(entry, only))
      return [{ kind, ...names, only, entries }]
    }
    const entries = entryDifferences(inA, inB)
    return entries.length === 0 ? [] : [{ kind, ...names, only: null, entries }]
  })
  return { kind, differences, shared: forms.filter(form => left.has(form) && right.has(form)).length }
}

function entryDifferences(a: Parts, b: Parts): EntryDifference[] {
  const keys = new Set([...a.entries.keys(), ...b.entries.keys()])
  return [...keys].flatMap((key): EntryDifference[] => {
    const [inA, inB] = [a.entries.get(key), b.entries.get(key)]
    if (inA === undefined) return inB !== undefined && a.isWhole(inB) ? [oneSided(inB, 'b')] : []
    if (inB === undefined) return b.isWhole(inA) ? [oneSided(inA, 'a')] : []
    if (inA.form === inB.form) return []
    const { facet } = inA
    return [{ facet, path: { a: inA.path, b: inB.path }, a: inA.value, b: inB.value, isDefault: false }]
  })
}

function oneSided({ facet, path, value, isDefault }: Entry, side: Side): EntryDifference {
  return side === 'a'
    ? { facet, path: { a: path }, a: value, isDefault }
    : { facet, path: { b: path }, b: value, isDefault }
}
