import { type Descending, nextLimit } from './inheritance.js'
import type { InheritanceGraph } from './inheritance-graph.js'
import { compareText } from './json.js'

/** One tag of a tree: a root, or what one link leads to. */
export interface TreeLine {
  readonly tag: string
  /** the link from the line above, or to it; `null` at a root */
  readonly link: Descending | null
  /** 0 for a root */
  readonly depth: number
  /** no other line follows below the same tag */
  readonly last: boolean
  /**
   * What is below: `shown` is all of it, if there is any; `above` is what an earlier line shows; `loop` is a
   * tag that stands on the way here; `hidden` is left out to keep the tree flat; `ineffective` is a link that
   * does not count from this root, whatever is below.
   */
  readonly below: 'shown' | 'above' | 'loop' | 'hidden' | 'ineffective'
}

/** Which way a tree grows: `up` to what a tag inherits from, `down` to who inherits from it. */
export type Way = 'up' | 'down'

export interface TreeOptions {
  readonly way: Way
  /** generations that are shown beside the root; all, if it is left out */
  readonly depth?: number | undefined
}

/**
 * Inheritance as trees, line by line: every link of a tag that is shown, by priority (`up`) or by name (`down`).
 *
 * Terms. A *visit* is one arrival at a tag over one path of links. It is *freer* than another if nothing
 * that the other shows as effective is ineffective or hidden here.
 *
 * Which links count follows Koji's own rules, `fullInheritance` upwards and `descendants` downwards: an
 * intransitive link counts for its own tag alone, and a `maxdepth` limits what is behind it. Links that do not
 * count are shown, marked, because who looks at a tag looks for all its links.
 *
 * A tag is shown with what is below it once; where it comes again, the line refers to the first. It is shown
 * anew only if what stands above lacks something that counts here: it was cut by a limit that is wider now.
 * So a tree has hardly more lines than there are links, though the paths in it may be countless, and loops end.
 * What is below a line that ends in a loop is shown with the tag that it comes back to; so whether it lacks nothing
 * is known when that tag has been shown.
 *
 * The walk keeps its own stack: a chain of tags may be longer than the one of JavaScript.
 *
 * Trees begin with `roots`, in their order. Those of `tags` that are not among them begin as few trees as can be:
 * those do that no other of them leads to. Where all stand in each other's way (a loop, a flat tree), those that
 * no line shows so far begin trees, too.
 */
export function inheritanceTrees(
  { roots = [], tags = [] }: { readonly roots?: readonly string[]; readonly tags?: readonly string[] },
  graph: InheritanceGraph,
  options: TreeOptions,
): TreeLine[] {
  const walk = new Walk(graph, options)
  for (const root of roots) walk.grow(root)
  const { linksOf, endOf } = ways[options.way]
  const behind = new Set<string>()
  for (const tag of tags) for (const link of linksOf(graph, tag)) behind.add(endOf(link))
  for (const tag of behind) for (const link of linksOf(graph, tag)) behind.add(endOf(link))
  const [inside, first] = partition([...tags].sort(compareText), tag => behind.has(tag))
  for (const tag of [...first, ...inside]) if (!walk.hasShown(tag)) walk.grow(tag)
  return walk.lines
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter(item => !test(item))]
}

/** What a path of links has left for the links behind it. */
interface Freedom {
  readonly depth: number
  /** generations that still count; `null` is no limit */
  readonly limit: number | null
}

interface Rules {
  linksOf(graph: InheritanceGraph, tag: string): readonly Descending[]
  endOf(link: Descending): string
  counts(link: Descending, at: Freedom): boolean
  behind(link: Descending, at: Freedom): Freedom
  /** links count by their distance from the root, not by the limits on the way alone */
  readonly depthMatters: boolean
}

const ways: { readonly [way in Way]: Rules } = {
  up: {
    linksOf: (graph, tag) => graph.parentsOf(tag),
    endOf: link => link.parent,
    counts: (link, { depth, limit }) => (limit === null || limit >= 1) && (depth === 0 || !link.intransitive),
    behind: (link, { depth, limit }) => ({ depth: depth + 1, limit: nextLimit(link.maxdepth, limit) }),
    depthMatters: false,
  },
  down: {
    linksOf: (graph, tag) => graph.childrenOf(tag),
    endOf: link => link.child,
    // A parent counts whatever the `maxdepth` of the link to it.
    counts: ({ maxdepth }, { depth, limit }) =>
      limit === null && (depth === 0 || maxdepth === null || maxdepth >= depth),
    // Nothing inherits through an intransitive link.
    behind: (link, { depth, limit }) => ({ depth: depth + 1, limit: link.intransitive ? 0 : limit }),
    depthMatters: true,
  },
}

/** A tag whose links are being shown. */
interface Branch extends Freedom {
  readonly tag: string
  readonly links: readonly Descending[]
  /** how many of them have been shown */
  done: number
  /** every link below it counts, and is shown, as far as it is not below `loops` */
  whole: boolean
  /** tags on the way here that lines below come back to */
  readonly loops: Set<Branch>
}

/** The tags on the way, from the root. */
type Path = ReadonlyMap<string, Branch>

/** A line below `branch` shows all there is, or not; or all that is not below `loops`. */
function leanOn(branch: Branch, whole: boolean, loops: Iterable<Branch>): void {
  branch.whole &&= whole
  for (const loop of loops) if (loop !== branch) branch.loops.add(loop)
}

/** The tags on the way that still decide whether a branch shows all; `undefined` if it does not whatever they do. */
function openLoops(branch: Branch, path: Path): Branch[] | undefined {
  if (!branch.whole) return undefined
  const open: Branch[] = []
  for (const loop of branch.loops) {
    const own = path.get(loop.tag) === loop ? [loop] : openLoops(loop, path)
    if (own === undefined) return undefined
    open.push(...own)
  }
  return open
}

class Walk {
  readonly lines: TreeLine[] = []
  readonly #graph: InheritanceGraph
  readonly #rules: Rules
  readonly #options: TreeOptions
  readonly #shown = new Map<string, Branch[]>()
  readonly #seen = new Set<string>()

  constructor(graph: InheritanceGraph, options: TreeOptions) {
    this.#graph = graph
    this.#rules = ways[options.way]
    this.#options = options
  }

  /** Whether an effective line shows the tag already. */
  hasShown(tag: string): boolean {
    return this.#seen.has(tag)
  }

  grow(root: string): void {
    this.#seen.add(root)
    this.lines.push({ tag: root, link: null, depth: 0, last: true, below: 'shown' })
    const stack = [this.#branch(root, { depth: 0, limit: null })]
    const path = new Map(stack.map(branch => [branch.tag, branch]))
    for (let branch = stack.at(-1); branch !== undefined; branch = stack.at(-1)) {
      const link = branch.links[branch.done]
      if (link === undefined) {
        stack.pop()
        path.delete(branch.tag)
        const above = stack.at(-1)
        if (above !== undefined) leanOn(above, branch.whole, branch.loops)
        continue
      }
      branch.done += 1
      const next = this.#show(link, branch, path)
      if (next === undefined) continue
      stack.push(next)
      path.set(next.tag, next)
    }
  }

  /** Writes the line of a link; returns what is to be shown below it. */
  #show(link: Descending, branch: Branch, path: Path): Branch | undefined {
    const tag = this.#rules.endOf(link)
    const freedom = this.#rules.behind(link, branch)
    const below = this.#below(tag, link, branch, freedom, path)
    const last = branch.done === branch.links.length
    this.lines.push({ tag, link, depth: freedom.depth, last, below })
    if (below !== 'ineffective') this.#seen.add(tag)
    if (below === 'hidden' || (below === 'ineffective' && !this.#countsAtRootAlone(link)))
      branch.whole = false
    return below === 'shown' ? this.#branch(tag, freedom) : undefined
  }

  #below(tag: string, link: Descending, branch: Branch, freedom: Freedom, path: Path): TreeLine['below'] {
    if (!this.#rules.counts(link, branch)) return 'ineffective'
    const passed = path.get(tag)
    if (passed !== undefined) {
      leanOn(branch, true, [passed])
      return 'loop'
    }
    if (this.#rules.linksOf(this.#graph, tag).length === 0) return 'shown'
    for (const earlier of this.#shown.get(tag) ?? []) {
      const loops = openLoops(earlier, path)
      if (loops === undefined && !this.#isAsFree(earlier, freedom)) continue
      leanOn(branch, loops !== undefined, loops ?? [])
      return 'above'
    }
    return freedom.depth === this.#options.depth ? 'hidden' : 'shown'
  }

  #branch(tag: string, freedom: Freedom): Branch {
    const links = this.#rules.linksOf(this.#graph, tag)
    const branch = { tag, ...freedom, links, done: 0, whole: true, loops: new Set<Branch>() }
    // A tag's own intransitive links count at a root: other lines must not refer to them.
    if (freedom.depth === 0 && links.some(link => this.#countsAtRootAlone(link))) return branch
    const shown = this.#shown.get(tag)
    if (shown === undefined) this.#shown.set(tag, [branch])
    else shown.push(branch)
    return branch
  }

  /** Whether a link counts nowhere behind a root, however one gets there. */
  #countsAtRootAlone(link: Descending): boolean {
    return !this.#rules.counts(link, { depth: 1, limit: null })
  }

  #isAsFree(earlier: Freedom, now: Freedom): boolean {
    const isAsWide = earlier.limit === null || (now.limit !== null && earlier.limit >= now.limit)
    const depthMatters = this.#rules.depthMatters || this.#options.depth !== undefined
    return isAsWide && (earlier.depth <= now.depth || !depthMatters)
  }
}
