import { isMap, isNode, isScalar, type Pair, parse, parseDocument, Scalar, type YAMLMap } from 'yaml'
import { isJsonObject, type Json, jsonEqual } from '../koji/json.js'

/*
 * Editing a file that a person wrote: their comments, quotes, line ends and order are theirs. So nothing is printed
 * anew; the ranges of the parsed nodes say which bytes to replace, or where to put new ones. Whether that came out
 * right is not believed but looked at: the file is read again, and must say what it said before, save the one value.
 * Where it does not (an anchor that other places refer to, a layout that was not thought of), there is no edit.
 */

const options = { version: '1.2', schema: 'core', logLevel: 'silent', uniqueKeys: false } as const

/**
 * The text with one value for one parameter of an entry of `use`; all other bytes are as they were. `undefined` where
 * that cannot be done.
 *
 * @param entry which one, from 0
 */
export function withParameter(
  text: string,
  entry: number,
  parameter: string,
  value: string | number | boolean,
): string | undefined {
  const edited = tryEdit(text, entry, parameter, value)
  if (edited === undefined) return undefined
  const expected = withValue(parse(text, options), entry, parameter, value)
  return expected !== undefined && jsonEqual(contentOf(edited), expected) ? edited : undefined
}

function contentOf(text: string): Json {
  const document = parseDocument(text, options)
  return document.errors.length > 0 ? null : document.toJS()
}

/** The content of the file as it shall be. */
function withValue(content: Json, entry: number, parameter: string, value: Json): Json | undefined {
  if (!isJsonObject(content) || !Array.isArray(content.use)) return undefined
  const use = content.use.map((item, index) => {
    if (index !== entry || !isJsonObject(item)) return item
    const given = item.with
    return { ...item, with: { ...(isJsonObject(given) ? given : {}), [parameter]: value } }
  })
  return { ...content, use }
}

function tryEdit(
  text: string,
  entry: number,
  parameter: string,
  value: string | number | boolean,
): string | undefined {
  const use = parseDocument(text, options).getIn(['use', entry], true)
  if (!isMap<Scalar>(use) || isAnchored(use)) return undefined
  const given = pairOf(use, 'with')
  const line = `${parameter}: ${scalarText(value, Scalar.PLAIN)}`
  if (given === undefined) return withPair(text, use, 'template', `with: { ${line} }`)
  if (!isMap<Scalar>(given.value) || isAnchored(given.value)) return undefined
  const pair = pairOf(given.value, parameter)
  if (pair === undefined) return withPair(text, given.value, 'release', line)
  const { value: old } = pair
  if (!isScalar(old) || isAnchored(old) || !old.range || old.source === '') return undefined
  const [start, end] = old.range
  return text.slice(0, start) + scalarText(value, old.type) + text.slice(end)
}

function isAnchored({ anchor }: { readonly anchor?: string | undefined }): boolean {
  return anchor !== undefined
}

function pairOf(map: YAMLMap<Scalar>, key: string): Pair<Scalar> | undefined {
  return map.items.find(pair => pair.key.value === key)
}

/** The map with one more pair, behind that of a key where there is one. */
function withPair(text: string, map: YAMLMap<Scalar>, key: string, pair: string): string | undefined {
  const before = pairOf(map, key)
  return map.flow ? inFlow(text, map, before ?? map.items.at(-1), pair) : inBlock(text, map, before, pair)
}

function inFlow(
  text: string,
  map: YAMLMap<Scalar>,
  before: Pair<Scalar> | undefined,
  pair: string,
): string | undefined {
  const start = map.range?.[0]
  if (start === undefined) return undefined
  if (before === undefined) return `${text.slice(0, start + 1)}${pair}${text.slice(start + 1)}`
  const end = endOf(before)
  return end === undefined ? undefined : `${text.slice(0, end)}, ${pair}${text.slice(end)}`
}

/** On a line of its own: behind a pair that ends its line, otherwise before the first one. */
function inBlock(
  text: string,
  map: YAMLMap<Scalar>,
  before: Pair<Scalar> | undefined,
  pair: string,
): string | undefined {
  const first = map.items[0]?.key.range?.[0]
  if (first === undefined) return undefined
  const indent = ' '.repeat(first - (text.lastIndexOf('\n', first - 1) + 1))
  const end = before && isScalar(before.value) ? endOf(before) : undefined
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  if (end === undefined) return `${text.slice(0, first)}${pair}${lineEnd}${indent}${text.slice(first)}`
  const next = text.indexOf('\n', end) + 1
  if (next === 0) return `${text}${lineEnd}${indent}${pair}`
  return `${text.slice(0, next)}${indent}${pair}${lineEnd}${text.slice(next)}`
}

function endOf({ key, value }: Pair<Scalar>): number | undefined {
  return (isNode(value) ? value : key).range?.[1]
}

/** In the quotes that were there; a plain one gets some where it needs them. */
function scalarText(value: string | number | boolean, type: Scalar.Type | undefined | null): string {
  if (typeof value !== 'string') return String(value)
  if (type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`
  const isPlain = type === Scalar.PLAIN && /^[A-Za-z][\w.-]*$/.test(value) && parse(value, options) === value
  return isPlain ? value : JSON.stringify(value)
}
