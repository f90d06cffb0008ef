import type { Kind } from './kinds.js'

/**
 * Which number of one hub stands for which of the other. Ids of a kind correspond one to one; events also in
 * their order, since both hubs count them up, though not without gaps.
 */
export class Correspondence {
  readonly #kinds: ReadonlyMap<Kind, Pairs>

  /** when both hubs were asked for their last event, which need not be one of the sequence */
  readonly #moments: ReadonlySet<string>

  constructor(kinds: ReadonlyMap<Kind, Pairs> = new Map(), moments: ReadonlySet<string> = new Set()) {
    this.#kinds = kinds
    this.#moments = moments
  }

  /** With this pair added, or `undefined` if it contradicts what is known. */
  with(kind: Kind, theirs: number, ours: number): Correspondence | undefined {
    if (kind === 'moment') {
      return new Correspondence(this.#kinds, new Set(this.#moments).add(`${theirs} ${ours}`))
    }
    if (kind === 'query event') return this.#withQueryEvent(theirs, ours)
    const pairs = this.#kinds.get(kind)
    const known = pairs?.ours.get(theirs)
    if (known !== undefined || pairs?.theirs.has(ours)) return known === ours ? this : undefined
    if (theirs === ours) return this
    if (kind === 'event' && pairs !== undefined && !isInOrder(pairs, theirs, ours)) return undefined
    const added: Pairs = {
      ours: new Map(pairs?.ours).set(theirs, ours),
      theirs: new Map(pairs?.theirs).set(ours, theirs),
    }
    return new Correspondence(new Map(this.#kinds).set(kind, added), this.#moments)
  }

  /** Whether a number in a text may stand for another: some kind pairs them, or none knows the first. */
  allows(theirs: number, ours: number): boolean {
    if (theirs === ours) return true
    const known = [...this.#kinds.values()].filter(pairs => pairs.ours.has(theirs))
    return known.length === 0 || known.some(pairs => pairs.ours.get(theirs) === ours)
  }

  /** It is an event, the number before one, or what the hub called its last. */
  #withQueryEvent(theirs: number, ours: number): Correspondence | undefined {
    const events = this.#kinds.get('event')?.ours
    const isKnown = events?.get(theirs) === ours || events?.get(theirs + 1) === ours + 1
    const isMoment = this.#moments.has(`${theirs} ${ours}`)
    return isKnown || isMoment || theirs === ours ? this : undefined
  }
}

interface Pairs {
  readonly ours: ReadonlyMap<number, number>
  readonly theirs: ReadonlyMap<number, number>
}

function isInOrder({ ours }: Pairs, newTheirs: number, newOurs: number): boolean {
  for (const [theirs, known] of ours) {
    if (theirs < newTheirs !== known < newOurs) return false
  }
  return true
}
