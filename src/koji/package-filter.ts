/**
 * Whether a package may pass the `pkg_filter`s on its way: every one of them must match at the start of the
 * name (Koji uses Python's `re.match`), none at the end. Patterns are Python's; what JavaScript writes
 * otherwise is translated. Throws a `SyntaxError` for a pattern that is none, where Koji fails as well.
 */
export function packageFilter(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return passAll
  const expressions = patterns.map(compiled)
  return name => expressions.every(expression => expression.test(name))
}

const passAll = () => true

/**
 * Why a `pkg_filter` cannot be read, or `undefined` if it can. The hub takes any text, and then fails whenever
 * it reads the packages of a tag that inherits through it. Some of what only Python knows, such as atomic
 * groups, cannot be read here either.
 */
export function filterProblem(pattern: string): string | undefined {
  try {
    packageFilter([pattern])
    return undefined
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // V8 says `Invalid regular expression: /…/: Unterminated group`, about the translated pattern.
    const reason = error.message.split(': ').at(-1) ?? error.message
    return `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`
  }
}

// Flags for the whole pattern; text is never bytes here, so that `a` and `u` change little.
const flagsFirst = /^\(\?([aimsux]+)\)/

function compiled(pattern: string): RegExp {
  const [all = '', flags = ''] = flagsFirst.exec(pattern) ?? []
  const multiline = flags.includes('m')
  const body = pattern.slice(all.length).replaceAll(token, found => translated(found, multiline))
  const kept = [...new Set(flags)].filter(flag => 'is'.includes(flag)).join('')
  // By itself first: `)(` would close the parenthesis around it.
  new RegExp(body, kept)
  return new RegExp(`^(?:${body})`, kept)
}

// An escape, a class of characters, a comment, a named group or a reference to one, an anchor; and two that
// only JavaScript knows: a class that is not closed, such as `[^]`, and its way to name groups.
const token =
  /\\[\s\S]|\[(?:\^(?:\\[\s\S]|[^\\])|\\[\s\S]|[^\\^])(?:\\[\s\S]|[^\]\\])*\]|\(\?#[^)]*\)|\(\?P<|\(\?P=\w+\)|[$^]|\[|\(\?<(?![=!])/g

function translated(found: string, multiline: boolean): string {
  if (found === '\\A') return start
  if (found === '\\Z') return end
  if (found === '\\a') return '\\x07'
  if (/^\\[a-zA-Z]$/.test(found) && !/[abfnrtvxudDsSwWB]/.test(found)) {
    throw new SyntaxError(`bad escape ${found}`)
  }
  if (found === '[') throw new SyntaxError('Unterminated character class')
  if (found === '(?<') throw new SyntaxError('Unknown extension (?<')
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
