import type { Entry, MapNode, Node } from './node.js'

/**
 * Writes out the short form of groups, `build: [bash]` as `build: {packages: [bash]}`, in the tags and
 * defaults of one file, so that merging does not lose the packages of the one to the description of the
 * other.
 */
export function longForm(root: MapNode): MapNode {
  const tag = (node: Node) => within(node, 'groups', groups => mapValues(groups, asGroup))
  return within(within(root, 'defaults', tag), 'tags', tags => mapValues(tags, tag))
}

function asGroup(node: Node): Node {
  if (node.kind !== 'list') return node
  return {
    kind: 'map',
    place: node.place,
    entries: new Map([['packages', { place: node.place, value: node }]]),
  }
}

function within<N extends Node>(node: N, key: string, change: (value: Node) => Node): N {
  const entry = node.kind === 'map' ? node.entries.get(key) : undefined
  if (node.kind !== 'map' || entry === undefined) return node
  const entries = new Map<string, Entry>(node.entries).set(key, { ...entry, value: change(entry.value) })
  return { ...node, entries }
}

function mapValues(node: Node, change: (value: Node) => Node): Node {
  if (node.kind !== 'map') return node
  const entries = [...node.entries].map(([key, entry]): [string, Entry] => [
    key,
    { ...entry, value: change(entry.value) },
  ])
  return { ...node, entries: new Map(entries) }
}
