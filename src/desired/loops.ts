import { findLoop } from '../koji/inheritance.js'
import { valuePath } from '../koji/value-path.js'
import type { Report } from './problem.js'
import type { PlacedTag } from './tag.js'

/** Reports every loop of inheritance that the input closes by itself, once, at one of its links. */
export function checkLoops(tags: ReadonlyMap<string, PlacedTag>, report: Report): void {
  const parents = new Map(
    [...tags].map(([name, { tag }]) => [name, new Set((tag.inheritance ?? []).map(link => link.parent))]),
  )
  for (;;) {
    const loop = findLoop(parents.keys(), tag => [...(parents.get(tag) ?? [])])
    const [child, parent] = loop ?? []
    if (loop === undefined || child === undefined || parent === undefined) return
    const place = tags.get(child)?.places.get(valuePath('inheritance', parent))
    const message = `${child} inherits itself: ${loop.join(' → ')}`
    if (place !== undefined)
      report(place, ['tags', child, 'inheritance'], message, 'take one of these links away')
    parents.get(child)?.delete(parent)
  }
}
