// What a terminal obeys, or nobody sees: controls (C0, DEL, C1, and with them all escape sequences), format characters
// (marks of direction among them), separators of lines and paragraphs, and halves of surrogate pairs.
const unseen = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}`
const anyUnseen = new RegExp(`[${unseen}]`, 'gu')
const unseenInJson = new RegExp(`(?!\n)[${unseen}]`, 'gu')

/** Makes a text from a hub or a file harmless to a terminal, and keeps it in one line: `\u{…}` stands for what is unseen. */
export function cleanLine(text: string): string {
  return text.replace(anyUnseen, character => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** The same for text of several lines: newlines stay. */
export function cleanText(text: string): string {
  return text.split('\n').map(cleanLine).join('\n')
}

/** A value as JSON that is as harmless, and means the same: what is unseen is escaped as JSON does. */
export function cleanJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(unseenInJson, escaped)
}

function escaped(character: string): string {
  return character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
