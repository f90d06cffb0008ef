import type { Node } from './node.js'
import type { Path } from './path.js'
import type { Place } from './source-file.js'

/** A value inside a tree. */
export interface Located {
  readonly node: Node
  /** where its key is; in a list, where the value itself is */
  readonly key: Place
  readonly path: Path
}

/** Follows a JSON pointer, as ajv tells it (`/tags/f44~1x/inheritance/0`), as far as it leads. */
export function locate(root: Node, pointer: string): Located {
  let found: Located = { node: root, key: root.place, path: [] }
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const { node, path } = found
    const entry = node.kind === 'map' ? node.entries.get(key) : undefined
    const item = node.kind === 'list' ? node.items[Number(key)] : undefined
    if (entry !== undefined) found = { node: entry.value, key: entry.place, path: [...path, key] }
    else if (item !== undefined) found = { node: item, key: item.place, path: [...path, Number(key)] }
  }
  return found
}
