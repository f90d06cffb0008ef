import { arrive, isSufficient, nextLink, Places, type Step, stepBack, stepOn } from './inheritance-walk.js'
import type { Link } from './tag.js'

/**
 * The order in which Koji looks through a tag's ancestors, after `readFullInheritanceRecurse` of Koji 1.35
 * (Koji's behaviour, measured; its quirks are kept on purpose, since builds depend on them).
 *
 * Terms. A *visit* is one arrival at a tag over one path of links. `depth` counts links from the root.
 * A *limit* is what is left of the `maxdepth`s on the path. `path` is the set of tags on the way.
 *
 * Premise. Depth first, parents by priority, every tag before its parents. A tag that was visited before is
 * visited again only if no earlier visit was *sufficient*, that is, at least as free as this one: as deep a
 * limit, no `noconfig` where there is none now, and no package filter.
 *
 * Steps, for each link of a tag, by priority:
 *  1. a parent that is on the path already is a loop: pruned without a word;
 *  2. an intransitive link counts only at the root;
 *  3. the parent's limit: the link's own `maxdepth` at the root, else one less than what is left,
 *     whichever is smaller; under a limit a link's own `maxdepth` therefore counts one generation less;
 *  4. a link with `noconfig` marks itself *and its later siblings* (Koji's quirk: the flag lives in the
 *     frame, not in the link), but only for step 5: the link that is emitted keeps its own flag;
 *  5. unless an earlier visit was sufficient: emit, then visit the parent, if its limit allows any depth.
 */
export interface Inherited<Id = string, L extends Link<Id> = Link<Id>> {
  readonly child: Id
  readonly parent: Id
  /** the child's link to the parent, as it was given */
  readonly link: L
  /** 1 for a parent, 2 for a grandparent, … */
  readonly currdepth: number
  /** generations above this ancestor that still count; `null` is no limit */
  readonly nextdepth: number | null
  /** every `pkg_filter` on the way */
  readonly filter: readonly string[]
}

/**
 * The ancestors of `root` in Koji's order, the root itself left out. A tag may appear more than once.
 *
 * @param linksOf (`L & Link<Id>`, so that `Id` is the type of the links' ids even if `root` is a literal)
 */
export function fullInheritance<Id, L extends Link<Id> = Link<Id>>(
  root: Id,
  linksOf: (tag: Id) => readonly (L & Link<Id>)[],
): Inherited<Id, L>[] {
  const order: Inherited<Id, L>[] = []
  const places = new Places<Id>()
  let step: Step<Id, L> | undefined = stepOn(places.of(root), linksOf(root))
  while (step !== undefined) {
    const { place: child, way } = step
    const link = nextLink(step)
    if (link === undefined) {
      step = stepBack(step)
      continue
    }
    const parent = places.of(link.parent)
    if (parent.isOnPath) continue
    const currdepth = way.currdepth + 1
    if (link.intransitive && currdepth > 1) continue
    const nextdepth = nextLimit(link.maxdepth, way.nextdepth)
    step.noconfig ||= link.noconfig
    if (isSufficient(parent, nextdepth, step.noconfig)) continue
    const filter = link.pkg_filter === '' ? way.filter : [...way.filter, link.pkg_filter]
    const inherited = { child: child.tag, parent: parent.tag, link, currdepth, nextdepth, filter }
    arrive(parent, inherited)
    order.push(inherited)
    if (nextdepth === null || nextdepth > 0) step = stepOn(parent, linksOf(parent.tag), inherited, step)
  }
  return order
}

/** What is left of a limit behind a link: step 3. */
export function nextLimit(maxdepth: number | null, limit: number | null): number | null {
  if (limit === null) return maxdepth
  return maxdepth === null ? limit - 1 : Math.min(maxdepth, limit) - 1
}

/** A link seen from above: who inherits. */
export interface Descending<Id = string> extends Link<Id> {
  readonly child: Id
}

export interface Descendant<Id = string, L extends Descending<Id> = Descending<Id>> extends Inherited<Id, L> {
  /** always `null`: Koji's reverse order does not carry limits on */
  readonly nextdepth: null
}

/**
 * The descendants of `root`, as Koji's `getFullInheritance(reverse=True)` tells them. Other rules than
 * upwards: a link counts while its own `maxdepth` reaches this far, and an intransitive link is emitted at
 * any depth but not followed.
 */
export function descendants<Id, L extends Descending<Id> = Descending<Id>>(
  root: Id,
  childrenOf: (tag: Id) => readonly (L & Descending<Id>)[],
): Descendant<Id, L>[] {
  const order: Descendant<Id, L>[] = []
  const places = new Places<Id>()
  let step: Step<Id, L> | undefined = stepOn(places.of(root), childrenOf(root))
  while (step !== undefined) {
    const { place: parent, way } = step
    const link = nextLink(step)
    if (link === undefined) {
      step = stepBack(step)
      continue
    }
    const child = places.of(link.child)
    if (child.isOnPath) continue
    const currdepth = way.currdepth + 1
    if (link.maxdepth !== null && link.maxdepth < currdepth - 1) continue
    step.noconfig ||= link.noconfig
    if (isSufficient(child, null, step.noconfig)) continue
    const filter = link.pkg_filter === '' ? way.filter : [...way.filter, link.pkg_filter]
    const descendant = { child: child.tag, parent: parent.tag, link, currdepth, nextdepth: null, filter }
    arrive(child, descendant)
    order.push(descendant)
    if (!link.intransitive) step = stepOn(child, childrenOf(child.tag), descendant, step)
  }
  return order
}

/**
 * A loop through one of `tags`, the shortest there is, as the path that closes it (`a`, `b`, `a`); the first
 * of them, in their order, that inherits itself. Loops beside them are passed by: Koji accepts loops and
 * prunes them when it reads, and what others made of their tags is no fault of these.
 *
 * First all tags are set aside whose ancestors end somewhere, parents before children; in a sound hub nothing
 * remains. Only for the rest is a way back searched. Linear where there is no loop, and without recursion.
 */
export function findLoop(
  tags: Iterable<string>,
  parentsOf: (tag: string) => readonly string[],
): string[] | undefined {
  const asked = [...tags]
  const suspects = tagsWithoutEnd(asked, parentsOf)
  for (const tag of asked) {
    const loop = suspects.has(tag) ? shortestLoop(tag, parentsOf) : undefined
    if (loop !== undefined) return loop
  }
  return undefined
}

/** The tags from which, going up, one can go on for ever. */
function tagsWithoutEnd(tags: readonly string[], parentsOf: (tag: string) => readonly string[]): Set<string> {
  const open = new Map<string, number>()
  const children = new Map<string, string[]>()
  const queue = [...tags]
  for (let tag = queue.pop(); tag !== undefined; tag = queue.pop()) {
    if (open.has(tag)) continue
    const parents = new Set(parentsOf(tag))
    open.set(tag, parents.size)
    for (const parent of parents) {
      const siblings = children.get(parent)
      if (siblings === undefined) children.set(parent, [tag])
      else siblings.push(tag)
      queue.push(parent)
    }
  }
  const ended = [...open].flatMap(([tag, parents]) => (parents === 0 ? [tag] : []))
  for (let tag = ended.pop(); tag !== undefined; tag = ended.pop()) {
    open.delete(tag)
    for (const child of children.get(tag) ?? []) {
      const left = (open.get(child) ?? 0) - 1
      open.set(child, left)
      if (left === 0) ended.push(child)
    }
  }
  return new Set(open.keys())
}

function shortestLoop(start: string, parentsOf: (tag: string) => readonly string[]): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const tag of queue) {
    for (const parent of parentsOf(tag)) {
      if (parent === start) return [...wayTo(tag, cameFrom), start]
      if (cameFrom.has(parent)) continue
      cameFrom.set(parent, tag)
      queue.push(parent)
    }
  }
  return undefined
}

function wayTo(tag: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way: string[] = []
  for (let step: string | undefined = tag; step !== undefined; step = cameFrom.get(step)) way.unshift(step)
  return way
}
