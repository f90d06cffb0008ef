import { fullInheritance } from '../koji/inheritance.js'
import { compareText } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import type { Link, Tag } from '../koji/tag.js'

/** A tag that has another one, which is to go, as its parent. */
export interface Heir {
  readonly tag: string
  readonly link: Link
  /** it is there after the plan, and inherits from others */
  readonly stays: boolean
  /** how many other tags that stay inherit from the parent today, and from this tag as well */
  readonly further: number
}

/** Who inherits from whom in a live state, as far as it was read. */
export class Heirs {
  readonly #live: LiveState
  readonly #after: ReadonlyMap<string, Tag>
  #ancestors: ReadonlyMap<string, ReadonlySet<string>> | undefined

  /** @param after the tags that stay or come */
  constructor(live: LiveState, after: ReadonlyMap<string, Tag>) {
    this.#live = live
    this.#after = after
  }

  /** The tags with a link to a parent, by name; deleted tags that still own one, too, for it goes as well. */
  of(parent: string): Heir[] {
    const { tags, leftovers } = this.#live
    const links = [...tags.values(), ...leftovers.values()].flatMap(({ name, inheritance }) =>
      inheritance.filter(link => link.parent === parent).map(link => ({ tag: name, link })),
    )
    const direct = new Set(links.map(({ tag }) => tag))
    const others = [...this.#ancestorsOfAll()].filter(
      ([tag, ancestors]) => ancestors.has(parent) && !direct.has(tag) && this.#after.has(tag),
    )
    return links
      .map(({ tag, link }) => ({
        tag,
        link,
        stays: this.#after.has(tag),
        further: others.filter(([, ancestors]) => ancestors.has(tag)).length,
      }))
      .sort((a, b) => compareText(a.tag, b.tag))
  }

  // Many tags may go at once: the walk through all of them is made only once, and only where one goes.
  #ancestorsOfAll(): ReadonlyMap<string, ReadonlySet<string>> {
    const linksOf = (tag: string) => this.#live.tags.get(tag)?.inheritance ?? []
    this.#ancestors ??= new Map(
      [...this.#live.tags.keys()].map(tag => [
        tag,
        new Set(fullInheritance(tag, linksOf).map(link => link.parent)),
      ]),
    )
    return this.#ancestors
  }
}
