/**
 * Koji's glob for names: `*` is any text, `?` one character, case does not matter. It becomes a pattern of
 * SQL's LIKE, where Koji forgets to escape `%`, so that `%` is any text as well.
 *
 * Not by a regular expression: a pattern such as `*a*a*a*a*b` would take one ages.
 */
export function nameGlob(pattern: string): (name: string) => boolean {
  const wanted = [...pattern.toLowerCase()].map(character => {
    if (character === '*' || character === '%') return anyText
    return character === '?' ? anyCharacter : character
  })
  return name => matches(wanted, [...name.toLowerCase()])
}

/** Names that begin with a text, in any case; `%`, `_` and `\` in it mean what they mean to SQL's LIKE. */
export function namePrefix(prefix: string): (name: string) => boolean {
  const wanted: Pattern[] = []
  let isEscaped = false
  for (const character of `${prefix.toLowerCase()}%`) {
    if (isEscaped || !['\\', '%', '_'].includes(character)) wanted.push(character)
    else if (character !== '\\') wanted.push(character === '%' ? anyText : anyCharacter)
    isEscaped = !isEscaped && character === '\\'
  }
  return name => matches(wanted, [...name.toLowerCase()])
}

const anyText = Symbol('any text')
const anyCharacter = Symbol('any character')
type Pattern = string | typeof anyText | typeof anyCharacter

/** Goes back, where the text differs, only to the last `*`, and lets it take one character more. */
function matches(pattern: readonly Pattern[], text: readonly string[]): boolean {
  let [at, position] = [0, 0]
  let star: { at: number; position: number } | undefined
  while (position < text.length) {
    if (pattern[at] === anyText) {
      star = { at, position }
      at += 1
    } else if (pattern[at] === anyCharacter || pattern[at] === text[position]) {
      at += 1
      position += 1
    } else if (star !== undefined) {
      star = { at: star.at, position: star.position + 1 }
      at = star.at + 1
      position = star.position
    } else return false
  }
  return pattern.slice(at).every(part => part === anyText)
}
