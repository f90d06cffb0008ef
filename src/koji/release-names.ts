/**
 * Which names are a release's. The names that a template makes tell: what they begin with, up to and with the number,
 * is the release's (`f44`, `module-f44`), and so is whatever goes on after it with a dash (`f44-kde`). `f4` is not
 * `f44`, and `10` not `10.1`.
 */
export class ReleaseNames {
  readonly #beginnings: ReadonlySet<string>
  readonly #others: readonly RegExp[]

  private constructor(beginnings: ReadonlySet<string>, release: string) {
    this.#beginnings = beginnings
    this.#others = [...beginnings].map(beginning => {
      const before = beginning.slice(0, beginning.length - release.length)
      return new RegExp(`^${escaped(before)}\\d+(\\.\\d+)?(-|$)`)
    })
  }

  /**
   * @param release its number: `44`, `10.1`
   * @param names what a template makes for it; those without the number are shared with other releases
   */
  static of(release: string, names: Iterable<string>): ReleaseNames {
    const number = new RegExp(`(?<![\\d.])${escaped(release)}(?=-|$)`)
    const beginnings = new Set<string>()
    for (const name of names) {
      const found = number.exec(name)
      if (found !== null) beginnings.add(name.slice(0, found.index + release.length))
    }
    return new ReleaseNames(beginnings, release)
  }

  /** Whether a tag or target of this name is the release's. */
  has(name: string): boolean {
    return [...this.#beginnings].some(beginning => name === beginning || name.startsWith(`${beginning}-`))
  }

  /** Whether it is another release's: the same with another number. */
  isOfAnother(name: string): boolean {
    return !this.has(name) && this.#others.some(pattern => pattern.test(name))
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
