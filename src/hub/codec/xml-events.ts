/** What a message is made of, in the order in which it comes; well-formed. */
export interface XmlEvents {
  open(name: string): void
  /** @param text what stands between this tag and the one before it */
  close(name: string, text: string): void
}
