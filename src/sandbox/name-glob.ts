/**
 * Koji's glob for names: `*` is any text, `?` one character, case does not matter. It becomes a pattern of
 * SQL's LIKE, where Koji forgets to escape `%`, so that `%` is any text as well.
 *
 * Not by a regular expression: a pattern such as `*a*a*a*a*b` would take one ages.
 */
export function nameGlob(pattern: string): (name: string) => boolean {
  const wanted = [...pattern.toLowerCase()].map(character => (character === '%' ? '*' : character))
  return name => matches(wanted, [...name.toLowerCase()])
}

/** Goes back, where the text differs, only to the last `*`, and lets it take one character more. */
function matches(pattern: readonly string[], text: readonly string[]): boolean {
  let [at, position] = [0, 0]
  let star: { at: number; position: number } | undefined
  while (position < text.length) {
    if (pattern[at] === '*') {
      star = { at, position }
      at += 1
    } else if (pattern[at] === '?' || pattern[at] === text[position]) {
      at += 1
      position += 1
    } else if (star !== undefined) {
      star = { at: star.at, position: star.position + 1 }
      at = star.at + 1
      position = star.position
    } else return false
  }
  return pattern.slice(at).every(character => character === '*')
}
