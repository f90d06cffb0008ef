import { fullInheritance, type Inherited } from '../koji/inheritance.js'
import type { Tag } from '../koji/tag.js'

/** The names of a tag's ancestors, in Koji's order; one may appear twice. */
export function ancestorsOf(tag: string, tags: ReadonlyMap<string, Tag>): string[] {
  return inheritanceOf(tag, tags).map(link => link.parent)
}

export function inheritanceOf(tag: string, tags: ReadonlyMap<string, Tag>): Inherited[] {
  return fullInheritance(tag, name => tags.get(name)?.inheritance ?? [])
}
