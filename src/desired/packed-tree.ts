import { isJsonObject, type Json } from '../koji/json.js'
import type { Entry, MapNode, Node } from './node.js'
import type { Place, SourceFile } from './source-file.js'

/**
 * A tree as JSON, all of whose places are in one file: a scalar is `[offset, value]`, or `[offset, value, written]`
 * where it is not written as the value says; a list `[offset, [node, …]]`; a mapping, in its order,
 * `[offset, {map: [[key, offset of the key, node], …]}]`.
 */
export function packTree(node: Node): Json {
  const { offset } = node.place
  if (node.kind === 'list') return [offset, node.items.map(packTree)]
  if (node.kind === 'scalar')
    return String(node.value) === node.written ? [offset, node.value] : [offset, node.value, node.written]
  return [
    offset,
    { map: [...node.entries].map(([key, { place, value }]) => [key, place.offset, packTree(value)]) },
  ]
}

/** The tree that was packed, in this file. */
export function unpackTree(packed: Json, file: SourceFile): Node {
  const [offset, value = null, written = String(value)] = asList(packed)
  const place: Place = { file, offset: asOffset(offset) }
  if (value === null || typeof value !== 'object')
    return { kind: 'scalar', value, written: String(written), place }
  if (!isJsonObject(value)) return { kind: 'list', items: value.map(item => unpackTree(item, file)), place }
  const entries = asList(value.map).map((entry): [string, Entry] => {
    const [key, at, content = null] = asList(entry)
    return [String(key), { place: { file, offset: asOffset(at) }, value: unpackTree(content, file) }]
  })
  return { kind: 'map', entries: new Map(entries), place }
}

/** A packed mapping. */
export function unpackMap(packed: Json, file: SourceFile): MapNode {
  const node = unpackTree(packed, file)
  if (node.kind !== 'map') throw new TypeError(`${file.name}: no mapping was packed`)
  return node
}

function asList(packed: Json | undefined): readonly Json[] {
  if (Array.isArray(packed)) return packed
  throw new TypeError('this was not packed')
}

function asOffset(packed: Json | undefined): number {
  if (typeof packed === 'number') return packed
  throw new TypeError('this was not packed')
}
