import type { Entry, Node } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { resolve, resolveKey, type Values } from './reference.js'
import { type Place, toSource } from './source-file.js'

/** One expansion of a template: what its references stand for, and who uses it. */
export interface Expansion {
  readonly values: Values
  /** `undefined` for a file that is not used but given */
  readonly used_by: Place | undefined
  /** told the size of what is made: text by its length, else one a value; bounds what templates can blow up */
  readonly spend: (amount: number) => void
}

/** Puts the values of one expansion into a tree, keys included, and marks every place with its user. */
export function substitute(node: Node, expansion: Expansion, path: Path, report: Report): Node {
  const place = usedBy(node.place, expansion)
  expansion.spend(1)
  if (node.kind === 'list') {
    return {
      ...node,
      place,
      items: node.items.map((item, at) => substitute(item, expansion, [...path, at], report)),
    }
  }
  if (node.kind === 'map') return { ...node, place, entries: entries(node.entries, expansion, path, report) }
  const text = { ...node, place }
  if (typeof node.value !== 'string' || !node.value.includes('${')) return text
  const resolved = resolve({ ...text, value: node.value }, expansion.values)
  if ('message' in resolved) {
    report(place, path, resolved.message, resolved.hint)
    return text
  }
  if (resolved.kind === 'scalar' && typeof resolved.value === 'string') expansion.spend(resolved.value.length)
  return { ...resolved, reference: place }
}

/** Marks a tree as used by someone. */
export function markUsed(node: Node, used_by: Place): Node {
  const place = { ...node.place, used_by }
  if (node.kind === 'scalar') return { ...node, place }
  if (node.kind === 'list') return { ...node, place, items: node.items.map(item => markUsed(item, used_by)) }
  const entries = [...node.entries].map(([key, entry]): [string, Entry] => [
    key,
    { place: { ...entry.place, used_by }, value: markUsed(entry.value, used_by) },
  ])
  return { ...node, place, entries: new Map(entries) }
}

function entries(
  entries: ReadonlyMap<string, Entry>,
  expansion: Expansion,
  path: Path,
  report: Report,
): ReadonlyMap<string, Entry> {
  const substituted = new Map<string, Entry>()
  for (const [written, entry] of entries) {
    const place = usedBy(entry.place, expansion)
    const key = resolveKey(written, expansion.values)
    if (typeof key !== 'string') {
      report(place, [...path, written], key.message, key.hint)
      continue
    }
    const first = substituted.get(key)
    if (first === undefined) {
      substituted.set(key, { place, value: substitute(entry.value, expansion, [...path, key], report) })
    } else {
      const { line } = toSource(first.place)
      report(place, [...path, written], `the key becomes \`${key}\`, which is already there, in line ${line}`)
    }
  }
  return substituted
}

function usedBy(place: Place, { used_by }: Expansion): Place {
  return used_by === undefined ? place : { ...place, used_by }
}
