/** Something in a script that cannot be read, and why: the rest of the script is read on. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  /** what the reader can do about it */
  readonly hint: string | undefined
  /** the rest of the command is read */
  readonly isPartial: boolean

  constructor(reason: string, hint?: string, isPartial = false) {
    super(reason)
    this.hint = hint
    this.isPartial = isPartial
  }
}

/** Some lines of a script that were left out. */
export interface Unread {
  readonly line: number
  /** its last line, where it has several */
  readonly end_line: number
  /** how it begins */
  readonly text: string
  readonly reason: string
  readonly hint?: string
}
