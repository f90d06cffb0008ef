/** What a message is made of, in the order in which it comes; well-formed. */
export interface XmlEvents {
  open(name: string): void
  /** @param text what stands between this tag and the one before it */
  close(name: string, text: string): void
}

/** Where in a message a scanner begins: after what was told already. */
export interface Beginning {
  /** a message that was cut short: the elements that are open */
  readonly opened: string
  readonly depth: number
  /** what stands after the last tag */
  readonly text: string
}
