import { cleanLine } from '../../koji/clean.js'
import type { Unread } from '../unreadable.js'

/** What stands above the state that a script amounts to: where it comes from, and what is missing in it. */
export function importedHeader(
  file: string,
  given: ReadonlyMap<string, string>,
  unread: readonly Unread[],
): string {
  const values = [...given].map(([name, value]) => `${name}=${value}`).join(', ')
  const from = file === '-' ? 'a script' : file
  const lines = [
    `What ${from} amounts to${values === '' ? '' : `, with ${values}`}; read by tags import-script.`,
    ...unread.map(one => `Not read: ${unreadLine('line ', one)}`),
  ]
  return lines.map(line => `# ${cleanLine(line)}\n`).join('')
}

/** Lines that are left out, for people; each with its place, the line itself, and what can be done. */
export function unreadText(file: string, unread: readonly Unread[]): string {
  const from = file === '-' ? 'line ' : `${file}:`
  return unread
    .map(one => {
      const hint = one.hint === undefined ? [] : [`      ${one.hint}`]
      return [unreadLine(from, one), `      ${shortened(one.text)}`, ...hint].map(cleanLine).join('\n')
    })
    .join('\n')
}

function unreadLine(from: string, { line, end_line, reason }: Unread): string {
  return `${from}${line}${end_line > line ? `-${end_line}` : ''}: ${reason}`
}

function shortened(text: string): string {
  return text.length > 96 ? `${text.slice(0, 95)}…` : text
}
