import { compareText } from '../../koji/json.js'

// As many as a line of a report can bear.
const few = 3

/** `target f44`, `targets f44 and f44-candidate`, `targets a, b, c and 4 more` */
export function listed(word: string, items: readonly { readonly name: string }[]): string {
  return `${word}${items.length === 1 ? '' : 's'} ${someOf(items.map(({ name }) => name))}`
}

/** `a`, `a and b`, `a, b, c and 4 more`, sorted */
export function someOf(names: readonly string[]): string {
  const sorted = [...names].sort(compareText)
  const rest = sorted.length - few
  const shown = rest > 1 ? [...sorted.slice(0, few), `${rest} more`] : sorted
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
