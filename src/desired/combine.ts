import type { DesiredGroup, DesiredTag } from '../koji/desired-state.js'
import { storedUrl } from '../koji/external-repos.js'
import { canonicalJson, compareText } from '../koji/json.js'
import { formatSource } from '../koji/source.js'
import { type Entry, entriesOf, type MapNode, type Node, nameOf, textOf, toJson } from './node.js'
import type { Report } from './problem.js'
import { nowhere, toSource } from './source-file.js'
import { readTag } from './tag.js'

/** What a file or a template comes to, whatever it was written through. */
export interface State {
  /** `tags`, `targets` and `external_repos`, merged */
  readonly root: MapNode
  readonly protect: readonly Node[]
  readonly requires: readonly Node[]
  /** names of profiles; templates have none */
  readonly profiles: readonly Node[]
}

const kinds = ['tags', 'targets', 'external_repos'] as const
type Kind = (typeof kinds)[number]
const nouns: Record<Kind, string> = { tags: 'tag', targets: 'target', external_repos: 'external repo' }

/**
 * Puts states side by side, none above another: what two of them name must be the same in both. The earlier
 * place is kept, so that the order of the states does not matter.
 */
export function combine(states: readonly State[], report: Report): State {
  const place = nowhere
  const entries = kinds.map((kind): [string, Entry] => {
    const united = unite(
      kind,
      states.map(({ root }) => entriesOf(root.entries.get(kind)?.value)),
      report,
    )
    return [kind, { place, value: { kind: 'map', entries: united, place } }]
  })
  return {
    root: { kind: 'map', entries: new Map(entries), place },
    protect: states.flatMap(state => state.protect),
    requires: states.flatMap(state => state.requires),
    profiles: states.flatMap(state => state.profiles),
  }
}

function unite(kind: Kind, parts: readonly ReadonlyMap<string, Entry>[], report: Report): Map<string, Entry> {
  const all = parts.flatMap(part => [...part]).sort(([, a], [, b]) => comparePlaces(a, b))
  const united = new Map<string, Entry>()
  for (const [name, entry] of all) {
    const first = united.get(name)
    if (first === undefined) {
      united.set(name, entry)
      continue
    }
    const differing = differences(kind, name, first, entry)
    if (differing.length === 0) continue
    const message = `the ${nouns[kind]} is named differently at ${fullSource(first)}: they differ in ${differing.join(', ')}`
    report(
      entry.place,
      [kind, name],
      message,
      isSamePlace(first, entry) ? twice : 'name it in one place, or say the same in both',
    )
  }
  return united
}

const twice =
  'a layout that is used twice says it: leave it to one use, by the parameters of the other (of Fedora releases, the newest alone is in phase rawhide)'

/** Whether it is one place of a template, in two uses of it. */
function isSamePlace({ place: a }: Entry, { place: b }: Entry): boolean {
  return a.file.name === b.file.name && a.offset === b.offset
}

function comparePlaces({ place: a }: Entry, { place: b }: Entry): number {
  const [left, right] = [toSource(a), toSource(b)]
  return (
    compareText(left.file, right.file) ||
    left.line - right.line ||
    left.column - right.column ||
    compareText(fullSource({ place: a }), fullSource({ place: b }))
  )
}

function fullSource({ place }: Pick<Entry, 'place'>): string {
  const user = place.used_by === undefined ? '' : `, used by ${fullSource({ place: place.used_by })}`
  return `${formatSource(toSource({ file: place.file, offset: place.offset }))}${user}`
}

// Compared in normal form: `arches: [x86_64]` and `arches: x86_64` say the same.
function differences(kind: Kind, name: string, a: Entry, b: Entry): string[] {
  const [left, right] = [facets(kind, name, a), facets(kind, name, b)]
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter(facet => left.get(facet) !== right.get(facet))
    .sort()
}

function facets(kind: Kind, name: string, entry: Entry): Map<string, string> {
  const quiet: Report = () => undefined
  if (kind === 'tags') return textsOf(tagFacets(readTag(name, entry, quiet).tag))
  const said = [...entriesOf(entry.value)].map(([key, { value }]): [string, unknown] => {
    const url = key === 'url' ? textOf(value) : undefined
    return [key, url === undefined ? (nameOf(value) ?? toJson(value)) : storedUrl(url)]
  })
  return textsOf(Object.fromEntries(said))
}

/** What a tag says, by the keys that say it. */
function tagFacets({ settings, removed, additive, ...tag }: DesiredTag): object {
  const { name: _, source: _source, sources: _sources, blocked_packages, ...facets } = tag
  return {
    ...facets,
    ...settings,
    manage: [...additive].sort(),
    blocked_packages: blocked_packages && [...blocked_packages],
    groups: [facets.groups && groupsText(facets.groups), [...removed.groups].sort()],
    inheritance: [facets.inheritance, [...removed.inheritance].sort()],
    external_repos: [facets.external_repos, [...removed.external_repos].sort()],
    remove_extra: [...removed.extra].sort(),
    absent_packages: [...removed.packages],
  }
}

function groupsText(groups: ReadonlyMap<string, DesiredGroup>): unknown {
  return [...groups].map(([name, { removed, ...group }]) => [name, group, [...removed]])
}

function textsOf(values: object): Map<string, string> {
  return new Map(Object.entries(values).map(([key, value]) => [key, canonicalJson(value ?? null)]))
}
