/** What is needed of a terminal. */
export interface Terminal {
  /** 0, or nothing, where it does not say */
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
}

/**
 * The last lines of a terminal, drawn anew while work goes on; other text goes above them. The cursor stays in the
 * line below, so that whatever ends the process leaves the terminal as it should be.
 */
export class MovingLines {
  readonly #terminal: Terminal
  #drawn: readonly string[] = []

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  /**
   * Puts these lines in place of the last ones, and text that stays above them. None wraps: each is cut to the
   * terminal's width. All in one piece, of which no terminal shows a half.
   */
  draw(lines: readonly string[], above: readonly string[] = []): void {
    const room = (this.#terminal.rows || 24) - 1
    const drawn = lines.slice(0, room).map(line => this.#cut(line))
    const output = [...above, ...drawn].map(line => `${line}\n`).join('')
    if (this.#erasure !== '' || output !== '') this.#terminal.write(`${this.#erasure}${output}`)
    this.#drawn = drawn
  }

  /** Writes text that stays, above the lines. */
  above(text: string): void {
    this.draw(this.#drawn, [text])
  }

  clear(): void {
    this.draw([])
  }

  /** Goes up to the first line that was drawn, and clears all below. */
  get #erasure(): string {
    // A terminal that has become narrower since then has wrapped them.
    const rows = this.#drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(width(line) / this.#columns)),
      0,
    )
    return rows === 0 ? '' : `\u001B[${rows}A\r\u001B[J`
  }

  get #columns(): number {
    return this.#terminal.columns || 80
  }

  // Text that fills the last column may wrap.
  #cut(line: string): string {
    if (width(line) < this.#columns) return line
    let text = ''
    for (const character of line) {
      if (width(text) + width(character) >= this.#columns - 1) break
      text += character
    }
    return `${text}…`
  }
}

/** Columns that a text takes at most: what is not ASCII may be wide. */
function width(text: string): number {
  let columns = 0
  for (const character of text) columns += character === '…' || character < '\u007F' ? 1 : 2
  return columns
}
