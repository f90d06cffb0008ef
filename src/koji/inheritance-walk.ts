import { inOrder } from './in-order.js'
import type { Link } from './tag.js'

/**
 * What walks up and down the links of tags have in common; `fullInheritance` tells their terms. A walk keeps its own
 * path, step by step, since a chain of tags may be longer than the engine's stack.
 */
export interface Step<Id, L> {
  /** a tag on the path */
  readonly place: Place<Id>
  readonly way: Way
  /** those of the tag, by priority */
  readonly links: readonly L[]
  /** the next of them */
  next: number
  /** a link on the way has `noconfig`, or one of the tag's that was taken */
  noconfig: boolean
  readonly back: Step<Id, L> | undefined
}

/** What the way to a tag leaves for its links; `noconfig` aside. */
interface Way {
  readonly currdepth: number
  readonly nextdepth: number | null
  readonly filter: readonly string[]
}

interface Visit extends Way {
  readonly link: Pick<Link<unknown>, 'noconfig'>
}

/** What a walk knows of a tag. */
export interface Place<Id> {
  readonly tag: Id
  isOnPath: boolean
  /** whether a visit was sufficient for all that may come */
  isDone: boolean
  /** those that were not */
  visits: readonly Visit[]
}

/** The tags of a walk. */
export class Places<Id> {
  readonly #places = new Map<Id, Place<Id>>()

  of(tag: Id): Place<Id> {
    const known = this.#places.get(tag)
    if (known !== undefined) return known
    const place: Place<Id> = { tag, isOnPath: false, isDone: false, visits: none }
    this.#places.set(tag, place)
    return place
  }
}

const none: readonly never[] = []
const atRoot: Way = { currdepth: 0, nextdepth: null, filter: none }

/** Puts a tag on the path. */
export function stepOn<Id, L extends Link<unknown>>(
  place: Place<Id>,
  links: readonly L[],
  way: Way = atRoot,
  back?: Step<Id, L>,
): Step<Id, L> {
  place.isOnPath = true
  return { place, way, links: byPriority(links), next: 0, noconfig: back?.noconfig ?? false, back }
}

/** Takes it off. */
export function stepBack<Id, L>({ place, back }: Step<Id, L>): Step<Id, L> | undefined {
  place.isOnPath = false
  return back
}

export function nextLink<L>(step: Step<unknown, L>): L | undefined {
  const link = step.links[step.next]
  step.next += 1
  return link
}

// Nearly every tag is visited once, and freely: of thousands of walks, lists of visits would be most of the memory.
export function arrive(place: Place<unknown>, visit: Visit): void {
  if (isEnough(visit, null, false)) place.isDone = true
  else place.visits = [...place.visits, visit]
}

/** Whether an earlier visit was at least as free. */
export function isSufficient(
  { isDone, visits }: Place<unknown>,
  nextdepth: number | null,
  noconfig: boolean,
): boolean {
  return isDone || visits.some(visit => isEnough(visit, nextdepth, noconfig))
}

function isEnough({ link, nextdepth: earlier, filter }: Visit, nextdepth: number | null, noconfig: boolean) {
  const isAsDeep = earlier === null || (nextdepth !== null && earlier >= nextdepth)
  return isAsDeep && (noconfig || !link.noconfig) && filter.length === 0
}

// Equal priorities, which Koji forbids among a tag's parents, keep their order.
function byPriority<L extends Link<unknown>>(links: readonly L[]): readonly L[] {
  return inOrder(links, (a, b) => a.priority - b.priority)
}
