import { compareText } from '../koji/json.js'

/** One entry gets another priority. */
export interface PriorityMove {
  readonly name: string
  readonly priority: number
}

/**
 * The shortest way to give entries other priorities one at a time, where at no time two may have the same.
 *
 * An entry *waits for* the one that still has the priority it is to get. Each waits for one other at most, and
 * is waited for by one at most, so the entries form chains and rings. A chain moves from its end, where the
 * priority is free: one move for each entry. In a ring all wait. One steps aside to a spare priority, the others
 * are then a chain that ends with the one that stepped aside: one move more than entries. No way is shorter, for
 * the first move in a ring cannot lead to a priority that is wanted there.
 *
 * @param before the priorities of the entries that move
 * @param after where each of them goes
 * @param taken all priorities that are in use before or after, also by entries that do not move
 */
export function priorityMoves(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  taken: ReadonlySet<number>,
): PriorityMove[] {
  const holders = new Map([...before].map(([name, priority]) => [priority, name]))
  const moves: PriorityMove[] = []
  const moved = new Set<string>()
  for (const first of [...after.keys()].sort(compareText)) {
    if (moved.has(first)) continue
    const { chain, isRing } = waitingFor(first, after, holders, moved)
    if (isRing) moves.push({ name: first, priority: spare(taken) })
    for (const name of chain.reverse()) {
      moved.add(name)
      moves.push({ name, priority: after.get(name) ?? 0 })
    }
  }
  return moves
}

/** `first`, the one it waits for, the one that that waits for, and so on. */
function waitingFor(
  first: string,
  after: ReadonlyMap<string, number>,
  holders: ReadonlyMap<number, string>,
  moved: ReadonlySet<string>,
): { chain: string[]; isRing: boolean } {
  const chain: string[] = []
  let next: string | undefined = first
  while (next !== undefined && !moved.has(next)) {
    chain.push(next)
    next = holders.get(after.get(next) ?? Number.NaN)
    if (next === first) return { chain, isRing: true }
  }
  return { chain, isRing: false }
}

function spare(taken: ReadonlySet<number>): number {
  let priority = 0
  while (taken.has(priority)) priority += 1
  return priority
}
