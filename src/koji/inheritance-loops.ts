import { compareText } from './json.js'

/**
 * The loops through some tags and what they inherit, each as a way that closes: `a`, `b`, `a`. Loops that share
 * a tag are one: of such a knot the shortest way is told that leads from its first tag, by name, back to it.
 *
 * A knot is a strongly connected component: tags that all inherit from each other. Tarjan's algorithm finds them
 * in one walk. Terms: the *number* of a tag counts the tags entered; its *low* is the lowest number known to be
 * reachable from it among the tags that are still on the stack, which are those whose knot is not complete. A tag
 * whose low is its own number is the first of its knot to have been entered: the knot is what is on the stack from
 * it on. The walk keeps its own path, since a chain of tags may be longer than the engine's stack.
 */
export function loopsIn(tags: Iterable<string>, parentsOf: (tag: string) => readonly string[]): string[][] {
  return knotsIn(tags, parentsOf)
    .map(knot => loopThrough(knot, parentsOf))
    .filter(loop => loop.length > 0)
    .sort(([a = ''], [b = '']) => compareText(a, b))
}

interface Place {
  readonly tag: string
  readonly number: number
  /** on the stack */
  readonly at: number
  low: number
  isOpen: boolean
  readonly parents: Iterator<string>
}

function knotsIn(tags: Iterable<string>, parentsOf: (tag: string) => readonly string[]): string[][] {
  const places = new Map<string, Place>()
  const knots: string[][] = []
  const stack: Place[] = []
  const path: Place[] = []
  const enter = (tag: string) => {
    const number = places.size
    const place = {
      tag,
      number,
      at: stack.length,
      low: number,
      isOpen: true,
      parents: parentsOf(tag).values(),
    }
    places.set(tag, place)
    stack.push(place)
    path.push(place)
  }
  const leave = (place: Place) => {
    path.pop()
    const above = path.at(-1)
    if (above !== undefined) above.low = Math.min(above.low, place.low)
    if (place.low !== place.number) return
    const knot = stack.splice(place.at)
    for (const member of knot) member.isOpen = false
    knots.push(knot.map(({ tag }) => tag))
  }
  for (const tag of tags) {
    if (!places.has(tag)) enter(tag)
    for (let place = path.at(-1); place !== undefined; place = path.at(-1)) {
      const { done, value: parent } = place.parents.next()
      const known = done ? undefined : places.get(parent)
      if (done) leave(place)
      else if (known === undefined) enter(parent)
      else if (known.isOpen) place.low = Math.min(place.low, known.number)
    }
  }
  return knots
}

/** The shortest way from the first tag of a knot back to it; empty where a tag by itself has none. */
function loopThrough(knot: readonly string[], parentsOf: (tag: string) => readonly string[]): string[] {
  const members = new Set(knot)
  const [start = ''] = [...knot].sort(compareText)
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const tag of queue) {
    for (const parent of parentsOf(tag)) {
      if (parent === start) return [...wayTo(tag, cameFrom), start]
      if (!members.has(parent) || cameFrom.has(parent)) continue
      cameFrom.set(parent, tag)
      queue.push(parent)
    }
  }
  return []
}

function wayTo(tag: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way: string[] = []
  for (let step: string | undefined = tag; step !== undefined; step = cameFrom.get(step)) way.push(step)
  return way.reverse()
}
