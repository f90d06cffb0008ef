import type { Kind } from './kinds.js'

/**
 * Which number of one hub stands for which of the other. Ids of a kind correspond one to one; events also in
 * their order, since both hubs count them up, though not without gaps.
 */
export class Correspondence {
  readonly #kinds: ReadonlyMap<Kind, Pairs>

  /** when both hubs were asked for their last event, which need not be one of the sequence */
  readonly #moments: ReadonlySet<string>

  readonly #spans: readonly Span[]

  constructor(
    kinds: ReadonlyMap<Kind, Pairs> = new Map(),
    moments: ReadonlySet<string> = new Set(),
    spans: readonly Span[] = [],
  ) {
    this.#kinds = kinds
    this.#moments = moments
    this.#spans = spans
  }

  /** The events of a span may come in another order: Koji goes over sets, or over rows as they are read. */
  withSpan(span: Span): Correspondence {
    return new Correspondence(this.#kinds, this.#moments, [...this.#spans, span])
  }

  /** With this pair added, or `undefined` if it contradicts what is known. */
  with(kind: Kind, theirs: number, ours: number): Correspondence | undefined {
    if (kind === 'moment') {
      return new Correspondence(this.#kinds, new Set(this.#moments).add(`${theirs} ${ours}`), this.#spans)
    }
    if (kind === 'query event') return this.#withQueryEvent(theirs, ours)
    if (kind === 'change') {
      // The first or last event of a snapshot need not have changed the same thing on both.
      const isInSpan = this.#spans.some(span => isWithin(span, theirs, ours))
      return isInSpan ? this : this.with('event', theirs, ours)
    }
    const pairs = this.#kinds.get(kind)
    const known = pairs?.ours.get(theirs)
    if (known !== undefined || pairs?.theirs.has(ours)) return known === ours ? this : undefined
    if (theirs === ours) return this
    if (kind === 'event' && pairs !== undefined && !this.#isInOrder(pairs, theirs, ours)) return undefined
    const added: Pairs = {
      ours: new Map(pairs?.ours).set(theirs, ours),
      theirs: new Map(pairs?.theirs).set(ours, theirs),
    }
    return new Correspondence(new Map(this.#kinds).set(kind, added), this.#moments, this.#spans)
  }

  /** Whether a number in a text may stand for another: some kind pairs them, or none knows the first. */
  allows(theirs: number, ours: number): boolean {
    if (theirs === ours) return true
    const known = [...this.#kinds.values()].filter(pairs => pairs.ours.has(theirs))
    return known.length === 0 || known.some(pairs => pairs.ours.get(theirs) === ours)
  }

  #isInOrder({ ours: known }: Pairs, theirs: number, ours: number): boolean {
    const spans = this.#spans.filter(span => isWithin(span, theirs, ours))
    for (const [otherTheirs, otherOurs] of known) {
      const isSame = otherTheirs < theirs === otherOurs < ours
      if (!isSame && !spans.some(span => isWithin(span, otherTheirs, otherOurs))) return false
    }
    return true
  }

  /** It is an event, the number before one, or what the hub called its last. */
  #withQueryEvent(theirs: number, ours: number): Correspondence | undefined {
    const events = this.#kinds.get('event')?.ours
    const isKnown = events?.get(theirs) === ours || events?.get(theirs + 1) === ours + 1
    const isMoment = this.#moments.has(`${theirs} ${ours}`)
    return isKnown || isMoment || theirs === ours ? this : undefined
  }
}

/** From one event, excluded, to another, on both hubs. */
export interface Span {
  readonly theirs: readonly [number, number]
  readonly ours: readonly [number, number]
}

function isWithin(span: Span, theirs: number, ours: number): boolean {
  const [[from, to], [ourFrom, ourTo]] = [span.theirs, span.ours]
  return theirs > from && theirs <= to && ours > ourFrom && ours <= ourTo
}

interface Pairs {
  readonly ours: ReadonlyMap<number, number>
  readonly theirs: ReadonlyMap<number, number>
}
