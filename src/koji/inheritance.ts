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
export interface Inherited<Id = string> extends Link<Id> {
  readonly child: Id
  /** 1 for a parent, 2 for a grandparent, … */
  readonly currdepth: number
  /** generations above this ancestor that still count; `null` is no limit */
  readonly nextdepth: number | null
  /** every `pkg_filter` on the way */
  readonly filter: readonly string[]
}

/** The ancestors of `root` in Koji's order, the root itself left out. A tag may appear more than once. */
export function fullInheritance<Id>(root: Id, linksOf: (tag: Id) => readonly Link<Id>[]): Inherited<Id>[] {
  const order: Inherited<Id>[] = []
  const visits = new Map<Id, Inherited<Id>[]>()
  const path = new Set<Id>()

  const visit = (child: Id, above: Frame): void => {
    if (above.limit !== null && above.limit < 1) return
    path.add(child)
    const currdepth = above.depth + 1
    let noconfig = above.noconfig
    for (const link of byPriority(linksOf(child))) {
      if (path.has(link.parent)) continue
      if (link.intransitive && currdepth > 1) continue
      const nextdepth = nextLimit(link.maxdepth, above.limit)
      noconfig ||= link.noconfig
      const filter = link.pkg_filter === '' ? above.filter : [...above.filter, link.pkg_filter]
      const earlier = visitsOf(visits, link.parent)
      if (earlier.some(visited => isSufficient(visited, nextdepth, noconfig))) continue
      const inherited = { ...link, child, currdepth, nextdepth, filter }
      earlier.push(inherited)
      order.push(inherited)
      visit(link.parent, { depth: currdepth, limit: nextdepth, noconfig, filter })
    }
    path.delete(child)
  }
  visit(root, { depth: 0, limit: null, noconfig: false, filter: [] })
  return order
}

interface Frame {
  readonly depth: number
  readonly limit: number | null
  readonly noconfig: boolean
  readonly filter: readonly string[]
}

function nextLimit(maxdepth: number | null, limit: number | null): number | null {
  if (limit === null) return maxdepth
  return maxdepth === null ? limit - 1 : Math.min(maxdepth, limit) - 1
}

function isSufficient(earlier: Inherited<unknown>, nextdepth: number | null, noconfig: boolean): boolean {
  const asDeep =
    nextdepth === null
      ? earlier.nextdepth === null
      : earlier.nextdepth === null || earlier.nextdepth >= nextdepth
  return asDeep && !(earlier.noconfig && !noconfig) && earlier.filter.length === 0
}

/** A link seen from above: who inherits. */
export interface Descending<Id = string> extends Link<Id> {
  readonly child: Id
}

export interface Descendant<Id = string> extends Descending<Id> {
  readonly currdepth: number
  /** always `null`: Koji's reverse order does not carry limits on */
  readonly nextdepth: null
  readonly filter: readonly string[]
}

/**
 * The descendants of `root`, as Koji's `getFullInheritance(reverse=True)` tells them. Other rules than
 * upwards: a link counts while its own `maxdepth` reaches this far, and an intransitive link is emitted at
 * any depth but not followed.
 */
export function descendants<Id>(
  root: Id,
  childrenOf: (tag: Id) => readonly Descending<Id>[],
): Descendant<Id>[] {
  const order: Descendant<Id>[] = []
  const visits = new Map<Id, Descendant<Id>[]>()
  const path = new Set<Id>()

  const visit = (parent: Id, above: Frame): void => {
    path.add(parent)
    const currdepth = above.depth + 1
    let noconfig = above.noconfig
    for (const link of byPriority(childrenOf(parent))) {
      if (path.has(link.child)) continue
      if (link.maxdepth !== null && link.maxdepth < currdepth - 1) continue
      noconfig ||= link.noconfig
      const filter = link.pkg_filter === '' ? above.filter : [...above.filter, link.pkg_filter]
      const earlier = visitsOf(visits, link.child)
      if (earlier.some(visited => !(visited.noconfig && !noconfig) && visited.filter.length === 0)) continue
      const descendant: Descendant<Id> = { ...link, currdepth, nextdepth: null, filter }
      earlier.push(descendant)
      order.push(descendant)
      if (!link.intransitive) visit(link.child, { depth: currdepth, limit: null, noconfig, filter })
    }
    path.delete(parent)
  }
  visit(root, { depth: 0, limit: null, noconfig: false, filter: [] })
  return order
}

function visitsOf<Id, Visit>(visits: Map<Id, Visit[]>, tag: Id): Visit[] {
  const known = visits.get(tag)
  if (known !== undefined) return known
  const none: Visit[] = []
  visits.set(tag, none)
  return none
}

// A stable sort: equal priorities, which Koji forbids among a tag's parents, keep their order. Links mostly
// come sorted, and this is where a walk over thousands of tags spends its time.
function byPriority<L extends Link<unknown>>(links: readonly L[]): readonly L[] {
  const isSorted = links.every(
    (link, index) => index === 0 || (links[index - 1]?.priority ?? 0) <= link.priority,
  )
  return isSorted ? links : [...links].sort((a, b) => a.priority - b.priority)
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
