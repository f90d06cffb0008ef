/**
 * Koji's glob for names: `*` is any text, `?` one character, case does not matter. It becomes a pattern of
 * SQL's ILIKE, where Koji forgets to escape `%`, so that `%` is any text as well.
 */
export function nameGlob(pattern: string): (name: string) => boolean {
  const expression = [...pattern].map(character => {
    if (character === '*' || character === '%') return '.*'
    if (character === '?') return '.'
    return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')
  })
  const matcher = new RegExp(`^${expression.join('')}$`, 'isu')
  return name => matcher.test(name)
}
