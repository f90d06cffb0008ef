import { valuePath } from '../koji/value-path.js'
import type { Report } from './problem.js'
import type { PlacedTag } from './tag.js'

/** Reports every loop of inheritance that the input closes by itself, at its first link. */
export function checkLoops(tags: ReadonlyMap<string, PlacedTag>, report: Report): void {
  const parentsOf = (name: string) => tags.get(name)?.tag.inheritance?.map(link => link.parent) ?? []
  for (const loop of findLoops(tags.keys(), parentsOf)) {
    const [child = '', parent = ''] = loop
    const place = tags.get(child)?.places.get(valuePath('inheritance', parent))
    if (place === undefined) continue
    const message = `${child} inherits itself: ${abridge(loop).join(' → ')}`
    report(place, ['tags', child, 'inheritance'], message, 'take one of these links away')
  }
}

/**
 * All loops that one depth-first search meets, each as the path that closes it (`a`, `b`, `a`): one for each
 * link back to a tag on the search's path. Without recursion, and each link is looked at once: the input may
 * be any graph.
 */
function findLoops(tags: Iterable<string>, parentsOf: (tag: string) => readonly string[]): string[][] {
  const loops: string[][] = []
  const seen = new Set<string>()
  const onPath = new Map<string, number>()
  const path: { readonly tag: string; readonly parents: Iterator<string> }[] = []
  const enter = (tag: string) => {
    seen.add(tag)
    onPath.set(tag, path.length)
    path.push({ tag, parents: parentsOf(tag).values() })
  }
  for (const root of tags) {
    if (!seen.has(root)) enter(root)
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const { done, value: parent } = step.parents.next()
      const start = done ? undefined : onPath.get(parent)
      if (done) onPath.delete(path.pop()?.tag ?? '')
      else if (start !== undefined) loops.push([...path.slice(start).map(({ tag }) => tag), parent])
      else if (!seen.has(parent)) enter(parent)
    }
  }
  return loops
}

function abridge(loop: readonly string[]): readonly string[] {
  return loop.length > 20
    ? [...loop.slice(0, 10), `… (${loop.length - 20} more) …`, ...loop.slice(-10)]
    : loop
}
