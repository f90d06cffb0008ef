import { cleanJson, cleanLine } from '../koji/clean.js'
import type { Json } from '../koji/json.js'

/**
 * How Koji's client reads the value of `-x key=value` (its `arg_filter`): what Python takes for an integer or a float is
 * one, `None`, `True` and `False` are what they are; `edit-tag` takes other JSON for JSON, `add-tag` does not.
 */
export function extraValueOf(text: string, command: 'add-tag' | 'edit-tag'): Json {
  if (integer.test(text) || float.test(text)) return Number(text.replaceAll('_', ''))
  const word = words.get(text)
  if (word !== undefined) return word
  const json = command === 'edit-tag' ? jsonOf(text) : undefined
  return json === undefined ? text : json
}

/** The text that `edit-tag -x` reads as this value: a text as it stands where it means itself, else JSON. */
export function extraArgument(value: Json): string {
  return typeof value === 'string' && isForAddTag(value) ? value : cleanJson(value)
}

/** Whether `add-tag -x`, too, can be told this value. */
export function isForAddTag(value: Json): boolean {
  return typeof value === 'string' && cleanLine(value) === value && meansItself(value)
}

/** What Python takes for a number that JSON has not: nobody means it, and no file can say it. */
export function isOddNumber(text: string): boolean {
  return oddNumber.test(text)
}

function meansItself(text: string): boolean {
  return !isOddNumber(text) && extraValueOf(text, 'edit-tag') === text
}

const integer = /^\s*[+-]?\p{Nd}+(_\p{Nd}+)*\s*$/u
const float =
  /^\s*[+-]?(\p{Nd}+(_\p{Nd}+)*\.?(\p{Nd}+(_\p{Nd}+)*)?|\.\p{Nd}+(_\p{Nd}+)*)(e[+-]?\p{Nd}+(_\p{Nd}+)*)?\s*$/iu
const oddNumber = /^\s*[+-]?(inf(inity)?|nan)\s*$/i
const words = new Map<string, Json>([
  ['None', null],
  ['True', true],
  ['False', false],
])

function jsonOf(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
