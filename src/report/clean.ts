/**
 * Makes text from a hub or a file harmless to a terminal: control characters (C0, DEL, C1, so that no escape
 * sequence survives) and Unicode's invisible direction marks are shown as `\u{…}`.
 */
export function cleanLine(text: string): string {
  return text.replace(
    /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
    character => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}

/** The same for text of several lines: newlines stay. */
export function cleanText(text: string): string {
  return text.split('\n').map(cleanLine).join('\n')
}
