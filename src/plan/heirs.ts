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
  #known: Known | undefined

  /** @param after the tags that stay or come */
  constructor(live: LiveState, after: ReadonlyMap<string, Tag>) {
    this.#live = live
    this.#after = after
  }

  /** The tags with a link to a parent, by name; deleted tags that still own one, too, for it goes as well. */
  of(parent: string): Heir[] {
    // Many tags may go at once: the walk through all of them is made only once, and only where one goes.
    this.#known ??= knownOf(this.#live)
    const { links, heirs, ancestors } = this.#known
    const direct = links.get(parent) ?? []
    const further = new Map(direct.map(({ tag }) => [tag, 0]))
    for (const other of heirs.get(parent) ?? []) {
      if (further.has(other) || !this.#after.has(other)) continue
      for (const ancestor of ancestors.get(other) ?? []) {
        const others = further.get(ancestor)
        if (others !== undefined) further.set(ancestor, others + 1)
      }
    }
    return direct
      .map(({ tag, link }) => ({
        tag,
        link,
        stays: this.#after.has(tag),
        further: further.get(tag) ?? 0,
      }))
      .sort((a, b) => compareText(a.tag, b.tag))
  }
}

interface Known {
  /** by parent */
  readonly links: ReadonlyMap<string, readonly Pick<Heir, 'tag' | 'link'>[]>
  /** the tags that inherit from one, by its name */
  readonly heirs: ReadonlyMap<string, readonly string[]>
  readonly ancestors: ReadonlyMap<string, ReadonlySet<string>>
}

function knownOf({ tags, leftovers }: LiveState): Known {
  const links = new Map<string, Pick<Heir, 'tag' | 'link'>[]>()
  for (const { name, inheritance } of [...tags.values(), ...leftovers.values()])
    for (const link of inheritance) add(links, link.parent, { tag: name, link })
  const linksOf = (tag: string) => tags.get(tag)?.inheritance ?? []
  const ancestors = new Map<string, ReadonlySet<string>>()
  const heirs = new Map<string, string[]>()
  for (const tag of tags.keys()) {
    const inherited = new Set(fullInheritance(tag, linksOf).map(link => link.parent))
    ancestors.set(tag, inherited)
    for (const ancestor of inherited) add(heirs, ancestor, tag)
  }
  return { links, heirs, ancestors }
}

function add<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
