import type { Json, JsonObject } from '../koji/json.js'
import type { Place } from './source-file.js'

/**
 * A value as a file says it, together with the place where it is written. All stages before the last work on
 * these trees, so that substitution and merging keep every value's source without further care.
 */
export type Node = (ScalarNode | ListNode | MapNode) & {
  /** where in a template the reference is that this value was put in place of */
  readonly reference?: Place
}

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: null | boolean | number | string
  /** how the file writes it: `12944e09` where the value is a number */
  readonly written: string
  readonly place: Place
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly place: Place
}

export interface MapNode {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Entry>
  readonly place: Place
}

/** A value under its key; `place` is the key's. */
export interface Entry {
  readonly place: Place
  readonly value: Node
}

export function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null
}

/** The value under a key, if `node` is a mapping that has it. */
export function valueAt(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined
}

/** The entries of a mapping; none if `node` is something else, which the grammar has reported by then. */
export function entriesOf(node: Node | undefined): ReadonlyMap<string, Entry> {
  return node?.kind === 'map' ? node.entries : new Map()
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : []
}

export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

/** A name. One that is an integer is taken as it is written: `123`, `0123`. */
export function nameOf(node: Node | undefined): string | undefined {
  const isInteger = node?.kind === 'scalar' && Number.isInteger(node.value)
  return isInteger ? node.written : textOf(node)
}

export function booleanOf(node: Node | undefined): boolean | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'boolean' ? node.value : undefined
}

/** An integer, also one written as a string: `priority: "10"`. */
export function integerOf(node: Node | undefined): number | undefined {
  if (node?.kind !== 'scalar') return undefined
  const number =
    typeof node.value === 'string' && /^-?\d+$/.test(node.value) ? Number(node.value) : node.value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

/** The bare value. Keys are defined, not assigned: `__proto__` stays a key. */
export function toJson(node: Node): Json {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map(toJson)
  return mapToJson(node)
}

export function mapToJson(node: MapNode): JsonObject {
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, toJson(value)]))
}

/** What stands there, for messages: `the text "ten"`, `the number 1.5`, `a list`. */
export function describe(node: Node): string {
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list'
  if (node.kind === 'map') return node.entries.size === 0 ? 'an empty mapping' : 'a mapping'
  if (node.value === null) return 'nothing (null)'
  if (typeof node.value === 'string') return `the text ${quote(node.value)}`
  if (typeof node.value === 'number') return `the number ${shorten(node.written)}`
  return String(node.value)
}

export function quote(text: string): string {
  return JSON.stringify(shorten(text))
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
