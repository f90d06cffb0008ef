import { fullInheritance, type Inherited } from '../koji/inheritance.js'
import type { Tag } from '../koji/tag.js'

/** The names of a tag's ancestors, in Koji's order; one may appear twice. */
export function ancestorsOf(tag: string, tags: ReadonlyMap<string, Tag>): string[] {
  return inheritanceOf(tag, tags).map(link => link.parent)
}

export function inheritanceOf(tag: string, tags: ReadonlyMap<string, Tag>): Inherited[] {
  return fullInheritance(tag, name => tags.get(name)?.inheritance ?? [])
}

/** What a tag inherits from. */
export interface Ancestry {
  /** the links that lead to its ancestors, in Koji's order */
  readonly order: readonly Inherited[]
  /** the tag itself, then its ancestors in Koji's order, each once */
  readonly lookup: readonly string[]
}

/** The ancestors of the tags of one state of a hub, looked for once: who compares thousands of tags asks again. */
export class Ancestors {
  readonly #tags: ReadonlyMap<string, Tag>
  readonly #other: Ancestors | undefined
  readonly #known = new Map<string, Ancestry>()

  /** @param other of a state most of whose tags have the very same links: their ancestors are not looked for again */
  constructor(tags: ReadonlyMap<string, Tag>, other?: Ancestors) {
    this.#tags = tags
    this.#other = other
  }

  of(tag: string): Ancestry {
    const known = this.#known.get(tag)
    if (known !== undefined) return known
    const ancestry = this.#sameInOther(tag) ?? this.#lookFor(tag)
    this.#known.set(tag, ancestry)
    return ancestry
  }

  #sameInOther(tag: string): Ancestry | undefined {
    const other = this.#other
    if (other === undefined) return undefined
    const ancestry = other.of(tag)
    const isSame = (name: string) => this.#linksOf(name) === other.#linksOf(name)
    return ancestry.lookup.every(isSame) ? ancestry : undefined
  }

  #lookFor(tag: string): Ancestry {
    const order = inheritanceOf(tag, this.#tags)
    const lookup = new Set([tag])
    for (const { parent } of order) lookup.add(parent)
    return { order, lookup: [...lookup] }
  }

  #linksOf(tag: string): Tag['inheritance'] | undefined {
    return this.#tags.get(tag)?.inheritance
  }
}
