import { type DesiredState, type DesiredTag, sourceOf } from '../koji/desired-state.js'
import { jsonEqual } from '../koji/json.js'
import type { Link } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import { type Redundant, sortedNotes } from './note.js'

/**
 * Entries of package lists and groups that the files name although an ancestor in the same files gives them
 * already, with the same options. Only what is certain without a hub is told. Terms: a tag is *silent* about an
 * entry if the files say all of the facet and do not name it; it is *open* if they leave some of it to others.
 *
 * Through the ancestors in Koji's order: past those that are silent, up to the first that names the entry. There
 * it is redundant if the options are the same; an open tag on the way ends the search, for it may hold anything.
 * One thing is taken on trust: a tag that names an entry gives it, though its own parents be unknown.
 */
export function redundantEntries({ tags }: DesiredState): readonly Redundant[] {
  return sortedNotes([...tags.values()].flatMap(tag => redundantIn(tag, tags)))
}

/** What a tag says of one package or requirement. */
interface Entry {
  readonly about: Pick<Redundant, 'facet' | 'name' | 'group' | 'part'>
  /** only the options that are named; `blocked` is always */
  readonly options: object
  readonly source: Redundant['source']
}

function redundantIn(tag: DesiredTag, tags: ReadonlyMap<string, DesiredTag>): Redundant[] {
  const found: Redundant[] = []
  let searched = entriesOf(tag)
  for (const ancestor of certainAncestors(tag, tags)) {
    if (searched.size === 0) break
    const given = entriesOf(ancestor)
    // What such a tag names itself may come to it through a link that its heirs do not have.
    const isGiver = !(ancestor.inheritance ?? []).some(link => link.intransitive)
    for (const [key, { about, options, source }] of searched) {
      const other = given.get(key)
      if (other !== undefined && isGiver && jsonEqual(other.options, { ...other.options, ...options }))
        found.push({ kind: 'redundant', tag: tag.name, ...about, from: ancestor.name, source })
    }
    searched = new Map([...searched].filter(([key, entry]) => !given.has(key) && isSilent(ancestor, entry)))
  }
  return found
}

function isSilent({ additive, groups, packages, blocked_packages }: DesiredTag, { about }: Entry): boolean {
  if (additive.has(about.facet)) return false
  return about.facet === 'groups'
    ? groups !== undefined
    : packages !== undefined && blocked_packages !== undefined
}

function entriesOf(tag: DesiredTag): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  const add = (about: Entry['about'], options: object, path: string) =>
    entries.set(path, { about, options: { blocked: false, ...options }, source: sourceOf(tag, path) })
  for (const [name, { packages, requirements, config }] of tag.groups ?? []) {
    // A blocked group shows nothing of what it holds.
    if (config.blocked) continue
    const about = { facet: 'groups', group: name } as const
    for (const [pkg, row] of packages)
      add({ ...about, part: 'package', name: pkg }, row, valuePath('groups', name, pkg))
    for (const [required, row] of requirements)
      add(
        { ...about, part: 'requirement', name: required },
        row,
        valuePath('groups', name, 'requires', required),
      )
  }
  for (const [name, row] of tag.packages ?? [])
    add({ facet: 'packages', name }, row, valuePath('packages', name))
  for (const name of tag.blocked_packages ?? [])
    add({ facet: 'packages', name }, { blocked: true }, valuePath('packages', name))
  return entries
}

/**
 * The ancestors of a tag in Koji's order, up to the first thing that is not certain: a tag or links that the
 * files do not say, or a link that lets through less than all.
 */
function* certainAncestors(root: DesiredTag, tags: ReadonlyMap<string, DesiredTag>): Generator<DesiredTag> {
  const seen = new Set([root.name])
  const way = [linksOf(root).values()]
  for (let links = way.at(-1); links !== undefined; links = way.at(-1)) {
    const { done, value: link } = links.next()
    if (done) {
      way.pop()
      continue
    }
    if (link === 'open') return
    if (seen.has(link.parent) || (link.intransitive && way.length > 1)) continue
    const parent = tags.get(link.parent)
    if (link.maxdepth !== null || link.pkg_filter !== '' || parent === undefined || parent.absent) return
    seen.add(link.parent)
    yield parent
    way.push(linksOf(parent).values())
  }
}

function linksOf({ inheritance, additive }: DesiredTag): readonly (Link | 'open')[] {
  return inheritance === undefined || additive.has('inheritance') ? ['open'] : inheritance
}
