import { inheritedPackage } from '../../koji/packages.js'
import type { OwnPackage, Tag } from '../../koji/tag.js'
import { inheritanceOf } from '../ancestors.js'

type Entry = OwnPackage | undefined

/** The entry that builds in a tag see of a package: its own, or the nearest inherited one. */
export function listOf(tag: string, tags: ReadonlyMap<string, Tag>): (name: string) => Entry {
  let above: ((name: string) => Entry) | undefined
  return name => {
    above ??= inheritedPackage<string, OwnPackage>(
      inheritanceOf(tag, tags),
      parent => tags.get(parent)?.packages ?? new Map(),
    )
    return tags.get(tag)?.packages.get(name) ?? above(name)
  }
}
