import type { ListNode, Node, ScalarNode } from './node.js'
import { toJson } from './node.js'
import type { Parameter } from './parameters.js'
import type { Place } from './source-file.js'

/**
 * The value that a text from the command line means: the text itself where the parameter takes it, else the
 * number, `true`, `false`, `null` or list (`a,b` or `[a, b]`) that it takes. A text that fits in no way stays
 * what it most looks like, for the message about it.
 */
export function fromText(text: string, { schema, check }: Parameter, place: Place): Node {
  const fits = (node: Node) => check(toJson(node)) === undefined
  const words = scalar(text, place)
  const numbers = typed(text, place)
  if (fits(words)) return words
  if (fits(numbers)) return numbers
  const [textList, typedList] = [list(text, place, scalar), list(text, place, typed)]
  if (fits(textList)) return textList
  return fits(typedList) || schema.type === 'array' ? typedList : numbers
}

export function scalar(text: string, place: Place): ScalarNode {
  return { kind: 'scalar', value: text, written: text, place }
}

const words = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

function typed(text: string, place: Place): ScalarNode {
  const word = words.get(text)
  const number = /^-?\d+(\.\d+)?$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined
  return { kind: 'scalar', value: word === undefined ? (number ?? text) : word, written: text, place }
}

function list(text: string, place: Place, item: typeof scalar): ListNode {
  const inner = text.trim().replace(/^\[(.*)\]$/s, '$1')
  const items = inner.trim() === '' ? [] : inner.split(',').map(part => item(part.trim(), place))
  return { kind: 'list', items, place }
}
