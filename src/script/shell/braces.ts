import type { WordPart } from 'unbash'
import { Unreadable } from '../unreadable.js'

// Ten thousand tags nobody makes; a few braces more, and no memory holds the words.
const most = 10_000

/** A word with `{a,b}` or `{1..3}` in it is several words: each with one of the alternatives in its place. */
export function braceAlternatives(parts: readonly WordPart[]): (readonly WordPart[])[] {
  const at = parts.findIndex(part => part.type === 'BraceExpansion')
  const brace = parts[at]
  if (brace?.type !== 'BraceExpansion') return [parts]
  const rest = braceAlternatives(parts.slice(at + 1))
  const choices = choicesOf(brace.text)
  if (choices.length * rest.length > most) throw new Unreadable(`a word that is more than ${most} words`)
  return choices.flatMap(choice => {
    const { pos, end } = brace
    const literal: WordPart = { type: 'Literal', pos, end, value: choice, text: choice }
    return rest.map(others => [...parts.slice(0, at), literal, ...others])
  })
}

function choicesOf(text: string): string[] {
  const inner = text.slice(1, -1)
  const [, first, last] = /^(0|[1-9]\d{0,3})\.\.(0|[1-9]\d{0,3})$/.exec(inner) ?? []
  if (first !== undefined && last !== undefined) return numbers(Number(first), Number(last))
  if (/[{}$`"'\\]/.test(inner) || !inner.includes(',')) throw new Unreadable(`${text} is not read`)
  return inner.split(',')
}

function numbers(first: number, last: number): string[] {
  const step = first <= last ? 1 : -1
  return Array.from({ length: Math.abs(last - first) + 1 }, (_, index) => String(first + index * step))
}
