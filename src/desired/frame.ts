import type { SourceFile } from './source-file.js'

const width = 100

// What moves a terminal's cursor, or makes text read in another order than it is written.
const harmful = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g

/** Text of a file made safe to print: control characters become their `\u` escapes. */
export function harmless(text: string): string {
  return text.replace(harmful, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * The line of an offset with a caret under it:
 *
 *     12 |       priority: ten
 *        |                 ^
 *
 * A long line is cut around the caret; control characters are shown as one sign each, to keep the columns.
 */
export function frame(file: SourceFile, offset: number): string {
  const { line, column } = file.position(offset)
  const text = file.line(line)
  const before = [...visible(text.slice(0, column - 1))]
  const after = [...visible(text.slice(column - 1))]
  const left = before.length > width / 2 ? ['…', ...before.slice(1 - width / 2)] : before
  const room = width - left.length
  const right = after.length > room ? [...after.slice(0, room - 1), '…'] : after
  const margin = String(line).padStart(5)
  const shown = `${margin} | ${left.join('')}${right.join('')}`.trimEnd()
  return `${shown}\n${' '.repeat(margin.length)} | ${' '.repeat(left.length)}^`
}

function visible(text: string): string {
  return text.replaceAll('\t', ' ').replace(harmful, '\uFFFD')
}
