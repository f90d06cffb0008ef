import { type Entry, isNull, type MapNode, type Node } from './node.js'
import type { Path } from './path.js'

/** Told of a `null` that finds nothing to remove. */
export type OnIdleNull = (entry: Entry, path: Path) => void

/**
 * JSON Merge Patch (RFC 7396) on sourced trees: mappings are merged, `null` removes a key, anything else is
 * replaced whole. What the patch names has the patch's place. `null` stays where it is a value of its own: a
 * tag's `perm` and `arches`.
 */
export function mergePatch(
  base: Node | undefined,
  patch: MapNode,
  path: Path,
  onIdleNull: OnIdleNull,
): MapNode {
  const entries = new Map(base?.kind === 'map' ? base.entries : [])
  for (const [key, entry] of patch.entries) {
    const here = [...path, key]
    if (isNull(entry.value) && !nullIsValue(here)) {
      if (!entries.delete(key)) onIdleNull(entry, here)
      continue
    }
    const { place, value } = entry
    const merged = value.kind === 'map' ? mergePatch(entries.get(key)?.value, value, here, onIdleNull) : value
    entries.set(key, { place, value: merged })
  }
  return { kind: 'map', entries, place: patch.place }
}

function nullIsValue(path: Path): boolean {
  const [root] = path
  const isSetting = (root === 'tags' && path.length === 3) || (root === 'defaults' && path.length === 2)
  return isSetting && (path.at(-1) === 'perm' || path.at(-1) === 'arches')
}
