import type { Secrets } from './secrets.js'

/** How much is kept of a text that somebody else reads, or that is no answer: enough to tell what it is. */
const beginning = 16_384

/**
 * The text of an answer while it comes, less the secrets of its request. It is handed on piece by piece, so that an
 * answer of hundreds of megabytes is at no time in memory as a text; without a taker, all of it is kept.
 */
export class AnswerText {
  readonly #filter: ReturnType<Secrets['filter']>
  readonly #take: ((piece: string) => boolean) | undefined
  readonly #most: number
  #kept = ''

  /** @param take takes a piece, and tells whether it wants more; none for what is not to be read: only told of */
  constructor(secrets: Secrets, take: ((piece: string) => boolean) | 'all' | 'beginning') {
    this.#filter = secrets.filter()
    this.#take = typeof take === 'function' ? take : undefined
    this.#most = take === 'all' ? Number.POSITIVE_INFINITY : beginning
  }

  /** Whether more of it is wanted. */
  write(piece: string): boolean {
    return this.#hand(this.#filter.write(piece))
  }

  end(): void {
    this.#hand(this.#filter.end())
  }

  /** What was kept of it. */
  get kept(): string {
    return this.#kept
  }

  #hand(piece: string): boolean {
    if (this.#kept.length < this.#most) this.#kept += piece.slice(0, this.#most - this.#kept.length)
    return this.#take === undefined ? this.#kept.length < this.#most : this.#take(piece)
  }
}
