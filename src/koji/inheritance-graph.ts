import type { Descending } from './inheritance.js'
import { compareText } from './json.js'
import type { HubIdentity } from './live-state.js'
import type { Target } from './tag.js'

/** The inheritance of a whole hub, as it was read. */
export interface LiveGraph {
  readonly hub: HubIdentity
  /** the hub's last event before it was read */
  readonly event: number
  readonly graph: InheritanceGraph
  /** sorted by name; none, where they were not asked for */
  readonly targets: readonly Target[]
}

/** Who inherits from whom: all tags of a hub, or some of them, by the links alone. */
export class InheritanceGraph {
  /** sorted */
  readonly tags: readonly string[]
  readonly #parents = new Map<string, Descending[]>()
  readonly #children = new Map<string, Descending[]>()

  constructor(tags: Iterable<string>, links: Iterable<Descending>) {
    this.tags = [...new Set(tags)].sort(compareText)
    for (const link of links) {
      entryOf(this.#parents, link.child).push(link)
      entryOf(this.#children, link.parent).push(link)
    }
    for (const list of this.#parents.values()) list.sort((a, b) => a.priority - b.priority)
    for (const list of this.#children.values()) list.sort((a, b) => compareText(a.child, b.child))
  }

  /** The links of a tag to its parents, by priority. */
  parentsOf(tag: string): readonly Descending[] {
    return this.#parents.get(tag) ?? []
  }

  /** The links that lead to a tag, by the name of who inherits. */
  childrenOf(tag: string): readonly Descending[] {
    return this.#children.get(tag) ?? []
  }
}

function entryOf(links: Map<string, Descending[]>, tag: string): Descending[] {
  const known = links.get(tag)
  if (known !== undefined) return known
  const none: Descending[] = []
  links.set(tag, none)
  return none
}
