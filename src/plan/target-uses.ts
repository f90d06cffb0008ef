import type { Target } from '../koji/tag.js'

/** The targets that are built in a tag or for it, by the tag's name, in their order. */
export function targetUses<Used extends Target>(
  targets: Iterable<Used>,
): ReadonlyMap<string, readonly Used[]> {
  const uses = new Map<string, Used[]>()
  for (const target of targets) {
    for (const tag of new Set([target.build_tag, target.dest_tag])) {
      const others = uses.get(tag)
      if (others === undefined) uses.set(tag, [target])
      else others.push(target)
    }
  }
  return uses
}
