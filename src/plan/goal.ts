import type { DesiredState } from '../koji/desired-state.js'
import { inheritedRepoUse } from '../koji/external-repos.js'
import { inOrder } from '../koji/in-order.js'
import { compareText, jsonEqual } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import type { ExternalRepo, Tag, Target } from '../koji/tag.js'
import { Ancestors } from './ancestors.js'
import { actionOf, type Change, nameOf } from './change.js'
import { deletedTags } from './deleted-tags.js'
import { externalRepoChanges, externalReposAfter } from './external-repos.js'
import { compareBuilds } from './facets/builds.js'
import { compareExternalRepos } from './facets/external-repos.js'
import { compareExtra } from './facets/extra.js'
import type { FacetResult, TagComparison } from './facets/facet.js'
import { compareGroups } from './facets/groups/compare.js'
import { compareInheritance } from './facets/inheritance.js'
import { comparePackages } from './facets/packages.js'
import { compareSettings } from './facets/settings.js'
import type { Finding } from './guards/finding.js'
import { type Note, sortedNotes, type TagNote } from './note.js'
import { listOf } from './seeds/package-list.js'
import { seededTags } from './seeds/seeded-tags.js'
import { Seeding } from './seeds/seeding.js'

/** The hub as it will be, and the changes that lead there. */
export interface Goal {
  /** every tag that was read and stays, and every tag that comes; parents before children */
  readonly tags: ReadonlyMap<string, Tag>
  /** those of its tags */
  readonly ancestors: Ancestors
  readonly targets: ReadonlyMap<string, Target>
  readonly external_repos: ReadonlyMap<string, ExternalRepo>
  /** by resource: external repos, tags with parents before children, then targets, then what is deleted */
  readonly changes: readonly Change[]
  /** by tag and facet */
  readonly notes: readonly Note[]
  /** what files say, where they ask for it: some guards judge by that */
  readonly desired?: DesiredState
  /** what guards found when the rows were planned from files, where rows are asked for that once were */
  readonly found?: readonly Finding[]
}

/**
 * Compares desired and live state. Groups, packages and external repos come last and parents first, because what a
 * tag needs of its own depends on what its ancestors will give.
 *
 * @param event as of which the hub copies what it copies itself
 */
export function goalOf(desired: DesiredState, live: LiveState, event: number = live.event): Goal {
  const deleted = new Set([...desired.tags.values()].filter(tag => tag.absent).map(tag => tag.name))
  const tags = new Map<string, Tag>()
  for (const [name, tag] of live.tags) if (!deleted.has(name)) tags.set(name, withoutParents(tag, deleted))

  const external_repos = externalReposAfter(desired, live)
  const exists = (repo: string) => live.external_repos.has(repo) || external_repos.has(repo)
  const repoChanges = externalRepoChanges(desired, live)
  const notes: (readonly TagNote[])[] = []

  const comparisons = comparisonsOf(desired, live)
  const seeds = new Map(seededTags(desired, live).map(tag => [tag.name, new Seeding(tag, live, event)]))
  const changes = new Map<string, readonly Change[]>()
  for (const [name, comparison] of comparisons) {
    const configured = compareConfig(comparison)
    tags.set(name, withoutParents(configured.after, deleted))
    changes.set(name, configured.changes)
    notes.push(configured.notes ?? [])
  }

  const order = parentsFirst(tags)
  // From here on no tag gets other parents.
  const ancestors = new Ancestors(tags)
  for (const name of order) {
    const comparison = comparisons.get(name)
    const tag = tags.get(name)
    if (comparison === undefined || tag === undefined) continue
    const seed = seeds.get(name)
    const { groups, packages, repos } = compareContents(comparison, { tags, ancestors, exists, seed })
    const after = { ...tag, groups: groups.after, packages: packages.after, external_repos: repos.after }
    tags.set(name, after)
    // Package lists may be longer than a call has room for arguments.
    const said = [...groups.changes, ...packages.changes]
    const rows = seed?.rows(comparison, after, said) ?? said
    const builds = compareBuilds(comparison.desired, live, seed?.builds(listOf(name, tags)))
    const before = changes.get(name) ?? []
    const made = seed?.made(before, [...rows, ...builds], comparison) ?? before
    changes.set(name, [...made, ...rows, ...repos.changes, ...builds])
    notes.push(groups.notes ?? [], packages.notes ?? [], repos.notes ?? [])
  }
  const targets = targetsAfter(desired, live)
  return {
    tags: new Map(order.flatMap(name => entryOf(tags, name))),
    ancestors,
    targets,
    external_repos,
    changes: [
      ...repoChanges.filter(({ action }) => action !== 'delete'),
      ...endToEnd(order.map(name => changes.get(name) ?? [])),
      ...targetChanges(desired, live),
      ...deletedTags(desired, live, { tags, targets }),
      ...repoChanges.filter(({ action }) => action === 'delete'),
    ],
    notes: sortedNotes(endToEnd(notes)),
    desired,
  }
}

// In a loop: `flat` takes several times as long, and there are more changes than a call has room for arguments.
function endToEnd<Item>(lists: Iterable<readonly Item[]>): Item[] {
  const all: Item[] = []
  for (const list of lists) for (const item of list) all.push(item)
  return all
}

function comparisonsOf(desired: DesiredState, live: LiveState): Map<string, TagComparison> {
  const wanted = [...desired.tags.values()].filter(tag => !tag.absent)
  return new Map(
    wanted.map(tag => {
      const rows = live.tags.get(tag.name) ?? live.leftovers.get(tag.name)
      const isNew = !live.tags.has(tag.name)
      return [tag.name, { desired: tag, isNew, live: rows, former: live.former.tags.get(tag.name) }]
    }),
  )
}

/** What a tag is by itself; its other rows are still those of today. */
function compareConfig(comparison: TagComparison): FacetResult<Tag> {
  const settings = compareSettings(comparison)
  const extra = compareExtra(comparison)
  const inheritance = compareInheritance(comparison)
  const after = {
    name: comparison.desired.name,
    settings: settings.after,
    extra: extra.after,
    inheritance: inheritance.after,
    groups: comparison.live?.groups ?? new Map(),
    packages: comparison.live?.packages ?? new Map(),
    external_repos: comparison.live?.external_repos ?? [],
  }
  const changes = [...settings.changes, ...extra.changes, ...inheritance.changes]
  return { after, changes, notes: inheritance.notes ?? [] }
}

interface Surroundings {
  /** those of the ancestors are as they will be */
  readonly tags: ReadonlyMap<string, Tag>
  readonly ancestors: Ancestors
  readonly exists: (repo: string) => boolean
  readonly seed: Seeding | undefined
}

/** What a tag holds, beside what its ancestors will give it. */
function compareContents(comparison: TagComparison, { tags, ancestors, exists, seed }: Surroundings) {
  const { order, lookup } = ancestors.of(comparison.desired.name)
  const parents = lookup.slice(1)
  const start = seed?.over(comparison) ?? comparison
  const groups = compareGroups(start, parents, parent => {
    const above = tags.get(parent)?.groups ?? new Map()
    return seed?.unseededGroups(above) ?? above
  })
  const packages = comparePackages(start, order, parent => {
    const above = tags.get(parent)?.packages ?? new Map()
    return seed?.unseededPackages(above) ?? above
  })
  const inherited = inheritedRepoUse(parents, parent => tags.get(parent)?.external_repos ?? [])
  return { groups, packages, repos: compareExternalRepos(comparison, { exists, inherited }) }
}

/** The tag once others are deleted: the hub takes a deleted tag's links away with it. */
export function withoutParents(tag: Tag, deleted: ReadonlySet<string>): Tag {
  if (deleted.size === 0 || !tag.inheritance.some(link => deleted.has(link.parent))) return tag
  return { ...tag, inheritance: tag.inheritance.filter(link => !deleted.has(link.parent)) }
}

/** All tags, parents before children, otherwise by name: the same order whatever they came in. */
export function parentsFirst(tags: ReadonlyMap<string, Tag>): string[] {
  const order = new Set<string>()
  const begun = new Set<string>()
  const visit = (name: string): void => {
    const tag = tags.get(name)
    if (tag === undefined || begun.has(name)) return
    begun.add(name)
    for (const parent of inOrder(
      tag.inheritance.map(link => link.parent),
      compareText,
    ))
      visit(parent)
    order.add(name)
  }
  for (const name of [...tags.keys()].sort(compareText)) visit(name)
  return [...order]
}

function targetsAfter(desired: DesiredState, live: LiveState): Map<string, Target> {
  const targets = new Map<string, Target>(live.targets)
  for (const target of desired.targets.values()) {
    if (target.absent) targets.delete(target.name)
    else targets.set(target.name, targetOf(target))
  }
  return targets
}

export function targetOf({ name, build_tag, dest_tag }: Target): Target {
  return { name, build_tag, dest_tag }
}

function targetChanges(desired: DesiredState, live: LiveState): Change[] {
  const changes = [...desired.targets.values()].flatMap((target): Change[] => {
    const current = live.targets.get(target.name)
    const before = current === undefined ? null : targetOf(current)
    const after = target.absent ? null : targetOf(target)
    if (jsonEqual(before, after)) return []
    const former = before === null ? live.former.targets.get(target.name) : undefined
    const past = { ...(current?.origin && { origin: current.origin }), ...(former && { former }) }
    const action = actionOf(before, after)
    return [{ kind: 'target', action, target: target.name, before, after, source: target.source, ...past }]
  })
  const byAction = (change: Change) => (change.action === 'delete' ? 1 : 0)
  return changes.sort((a, b) => byAction(a) - byAction(b) || compareText(nameOf(a), nameOf(b)))
}

function entryOf<T>(map: ReadonlyMap<string, T>, key: string): [string, T][] {
  const value = map.get(key)
  return value === undefined ? [] : [[key, value]]
}
