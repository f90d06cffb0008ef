/**
 * Whether a package may pass the `pkg_filter`s on its way: every one of them must match at the start of the
 * name (Koji uses Python's `re.match`), none at the end. Patterns are Python's; what JavaScript writes
 * otherwise is translated. Throws a `SyntaxError` for a pattern that is none, where Koji fails as well.
 */
export function packageFilter(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map(compiled)
  return name => expressions.every(expression => expression.test(name))
}

// Flags for the whole pattern; text is never bytes here, so that `a` and `u` change little.
const flagsFirst = /^\(\?([aimsux]+)\)/

function compiled(pattern: string): RegExp {
  const [all = '', flags = ''] = flagsFirst.exec(pattern) ?? []
  const multiline = flags.includes('m')
  const body = pattern.slice(all.length).replaceAll(token, found => translated(found, multiline))
  const kept = [...new Set(flags)].filter(flag => 'is'.includes(flag)).join('')
  return new RegExp(`^(?:${body})`, kept)
}

// An escape, a class of characters, a comment, a named group or a reference to one, an anchor.
const token = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?#[^)]*\)|\(\?P<|\(\?P=\w+\)|[$^]/g

function translated(found: string, multiline: boolean): string {
  if (found === '\\A') return start
  if (found === '\\Z') return end
  if (found === '\\a') return '\\x07'
  if (/^\\[a-zA-Z]$/.test(found) && !/[abfnrtvxudDsSwWB]/.test(found)) {
    throw new SyntaxError(`bad escape ${found}`)
  }
  if (found === '^') return multiline ? '(?<![^\\n])' : start
  // Python's `$` also matches before a newline that ends the text.
  if (found === '$') return multiline ? '(?![^\\n])' : `(?=\\n?${end})`
  if (found.startsWith('(?#')) return ''
  if (found === '(?P<') return '(?<'
  if (found.startsWith('(?P=')) return `\\k<${found.slice(4, -1)}>`
  // A bracket that comes first in a class stands for itself.
  return found.replace(/^(\[\^?)\]/, '$1\\]')
}

const start = '(?<![\\s\\S])'
const end = '(?![\\s\\S])'
