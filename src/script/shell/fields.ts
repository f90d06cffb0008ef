import {
  type Command,
  type ParameterExpansionPart,
  type ParsedScript,
  parse,
  type Statement,
  type Word,
  type WordPart,
} from 'unbash'
import { Unreadable } from '../unreadable.js'
import { arithmetic } from './arithmetic.js'
import { braceAlternatives } from './braces.js'
import { longest, type Variables } from './variables.js'

/** A piece of a word, expanded; one that came from an expansion outside quotes is split at white space. */
interface Piece {
  readonly text: string
  readonly isSplit: boolean
}

/** The fields that a word becomes: several, or none, where an expansion outside quotes says so. */
export function fieldsOf(word: Word, variables: Variables): string[] {
  if (word.parts === undefined) return [word.value]
  return braceAlternatives(word.parts).flatMap(parts => fields(piecesOf(parts, variables)))
}

/** The text that a word becomes where a shell does not split: in assignments and between quotes. */
export function textOf(word: Word, variables: Variables): string {
  if (word.parts === undefined) return word.value
  return joined(piecesOf(word.parts, variables))
}

function fields(pieces: readonly Piece[]): string[] {
  const done: string[] = []
  let open: string | undefined
  for (const { text, isSplit } of pieces) {
    const [first = '', ...rest] = isSplit ? text.split(/[ \t\n]+/) : [text]
    // A quoted piece is a field even if it is empty; of an expansion that is empty, nothing is left.
    if (!isSplit || first !== '') open = (open ?? '') + first
    for (const next of rest) {
      if (open !== undefined) done.push(open)
      open = next === '' ? undefined : next
    }
  }
  return open === undefined ? done : [...done, open]
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('')
}

function piecesOf(parts: readonly WordPart[], variables: Variables): Piece[] {
  let length = 0
  return parts.flatMap(part => {
    const some = pieces(part, variables)
    length += joined(some).length
    if (length > longest) throw new Unreadable(`a word of more than ${longest} characters`)
    return some
  })
}

function pieces(part: WordPart, variables: Variables): Piece[] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [{ text: part.value, isSplit: false }]
    // Names of files that do not exist stay what they are.
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return [{ text: part.text, isSplit: false }]
    case 'DoubleQuoted':
    case 'LocaleString':
      return [{ text: joined(piecesOf(part.parts, variables)), isSplit: false }]
    case 'SimpleExpansion':
      return [{ text: variables.get(part.text.slice(1)), isSplit: true }]
    case 'ParameterExpansion':
      return [{ text: parameter(part, variables), isSplit: true }]
    case 'ArithmeticExpansion': {
      if (part.expression === undefined) throw new Unreadable(`${part.text} is not read`)
      return [{ text: String(arithmetic(part.expression, wordIn(variables))), isSplit: true }]
    }
    case 'CommandExpansion':
      return [{ text: substitution(part.script, part.text, variables), isSplit: true }]
    case 'ProcessSubstitution':
      throw new Unreadable(`what ${part.text} is only a shell can tell`)
  }
}

function parameter(part: ParameterExpansionPart, variables: Variables): string {
  const { parameter: name, operation, prefix, index, text } = part
  if (prefix === undefined && index === undefined) {
    if (operation === undefined) return variables.get(name)
    if (operation.type === 'Default' && (operation.operator === '-' || operation.operator === ':-')) {
      const value = variables.has(name) ? variables.get(name) : undefined
      const isMissing = value === undefined || (value === '' && operation.operator === ':-')
      return isMissing ? textOf(operation.operand, variables) : value
    }
  }
  throw new Unreadable(`${text} is not read`, `write its value, or a variable for --set`)
}

/** What a word in `$((…))` expands to: a number, or a variable with or without its `$`. */
function wordIn(variables: Variables): (word: string) => string {
  return word => {
    const [, name] = /^\$?\{?([A-Za-z_]\w*|\d+(?=\}$))\}?$/.exec(word) ?? /^\$(\d+)$/.exec(word) ?? []
    return name === undefined ? word : variables.get(name)
  }
}

/**
 * Sums that scripts leave to another program: `$(bc <<< "$N-1")` and `$(expr $N - 1)`; and what is known to be printed
 * without a run.
 */
function substitution(script: ParsedScript | undefined, text: string, variables: Variables): string {
  const [statement, ...others] = script?.commands ?? []
  const command = statement?.command
  if (command?.type === 'Command' && others.length === 0) {
    const [here] = command.redirects
    const args = command.args.flatMap(word => (word.type === 'Word' ? fieldsOf(word, variables) : []))
    if (command.name?.value === 'expr') return sum(args.join(' '))
    if (command.name?.value === 'bc' && here?.type === 'HereString' && here.target !== undefined) {
      return sum(textOf(here.target, variables))
    }
  }
  const pipeline = others.length === 0 ? pipelineOf(command) : []
  const printed = variables.printed(
    pipeline.map(({ name, args }) =>
      [...(name === undefined ? [] : [name]), ...args].flatMap(word =>
        word.type === 'Word' ? fieldsOf(word, variables) : [word.text],
      ),
    ),
  )
  if (printed !== undefined) return printed
  throw new Unreadable(`what ${shortened(text)} prints only a shell can tell`)
}

/** The commands of a pipeline, or of a command alone; none where it is anything else. */
function pipelineOf(node: Statement['command'] | undefined): readonly Command[] {
  if (node?.type === 'Command') return [node]
  if (node?.type !== 'Pipeline' || node.prefixes.length > 0) return []
  const commands = node.commands.flatMap(one => (one.type === 'Command' ? [one] : []))
  return commands.length === node.commands.length ? commands : []
}

function sum(text: string): string {
  if (!/^[-+*/%()\d\s]+$/.test(text)) throw new Unreadable(`“${shortened(text)}” is no sum of whole numbers`)
  const [statement] = parse(`$((${text}))`).commands
  const command = statement?.command
  const [part] = (command?.type === 'Command' ? command.name?.parts : undefined) ?? []
  if (part?.type !== 'ArithmeticExpansion' || part.expression === undefined) {
    throw new Unreadable(`“${shortened(text)}” is no sum of whole numbers`)
  }
  return String(arithmetic(part.expression, word => word))
}

function shortened(text: string): string {
  const [line = ''] = text.split('\n')
  return line.length > 50 || line !== text ? `${line.slice(0, 50)}…` : line
}
