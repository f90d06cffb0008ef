import type { Inherited } from '../koji/inheritance.js'
import { type Difference, differenceOf, type Given } from './given.js'

/** What is different in the ancestors of a tag; each is `from` the tag that has the link to it. */
export interface AncestorDifference extends Difference {
  /** those that stay, but whose packages or configuration are filtered otherwise than before */
  readonly filtered: readonly string[]
  /** those that stay are looked through in another order */
  readonly reordered: boolean
}

export function ancestorDifference(
  before: readonly Inherited[],
  after: readonly Inherited[],
): AncestorDifference {
  if (sameWays(before, after)) return { added: [], removed: [], filtered: [], reordered: false }
  const [was, becomes] = [waysOf(before), waysOf(after)]
  const stayedBefore = [...was.keys()].filter(name => becomes.has(name))
  const stayed = [...becomes.values()].filter(({ name }) => was.has(name))
  return {
    ...givenOnly(differenceOf(was, becomes)),
    filtered: stayed
      .filter(({ name, ways }) => !sameWays(was.get(name)?.ways ?? [], ways))
      .map(({ name }) => name),
    reordered: stayed.some(({ name }, index) => stayedBefore[index] !== name),
  }
}

/** An ancestor, with all links that lead to it. */
interface Ancestor extends Given {
  readonly ways: Inherited[]
}

/** In Koji's order. */
function waysOf(order: readonly Inherited[]): ReadonlyMap<string, Ancestor> {
  const ancestors = new Map<string, Ancestor>()
  for (const link of order) {
    const known = ancestors.get(link.parent)
    if (known === undefined) ancestors.set(link.parent, { name: link.parent, from: link.child, ways: [link] })
    else known.ways.push(link)
  }
  return ancestors
}

/** Whether the same ancestors give the same, whatever links lead to them. */
export function sameWays(a: readonly Inherited[], b: readonly Inherited[]): boolean {
  return a === b || (a.length === b.length && a.every((way, index) => isSameWay(way, b[index])))
}

function isSameWay(way: Inherited, other: Inherited | undefined): boolean {
  if (way === other) return true
  if (way.parent !== other?.parent || way.link.noconfig !== other.link.noconfig) return false
  if (way.filter === other.filter) return true
  if (way.filter.length !== other.filter.length) return false
  return way.filter.every((pattern, index) => pattern === other.filter[index])
}

function givenOnly({ added, removed }: Difference): Difference {
  const plain = ({ name, from }: Given): Given => ({ name, from })
  return { added: added.map(plain), removed: removed.map(plain) }
}
