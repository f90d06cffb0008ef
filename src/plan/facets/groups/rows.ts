import { type JsonObject, jsonEqual } from '../../../koji/json.js'

/** A group's options, one of its packages or one of its requirements: what they have in common. */
interface Row {
  readonly blocked: boolean
}

/**
 * What a tag's own row becomes, so that the tag has what is wanted. A row *fits* if it has the options that
 * are named, and blocks or not as it shall; what is inherited counts as much as an own row, for the hub
 * ignores an addition that repeats it.
 *
 *  - an own row that fits stays, needed or not;
 *  - otherwise no own row is needed where the inherited one fits: an own one goes;
 *  - otherwise there is an own row, with the options that are named; as the hub does, the others are taken
 *    over from the row that is there, own or inherited.
 */
export function rowAfter<T extends Row>(
  own: T | null,
  wanted: Partial<T>,
  inheritedRow: () => T | undefined,
  defaults: T,
): T | null {
  if (own !== null && fits(own, wanted)) return own
  const inherited = inheritedRow() ?? null
  if (inherited !== null && fits(inherited, wanted)) return null
  const row = own ?? inherited
  return { ...(row ?? defaults), blocked: false, ...wanted }
}

/** Whether a row is as wanted. What is not said to be blocked shall not be. */
export function fits<T extends Row>(row: T, wanted: Partial<T>): boolean {
  const { blocked = false } = wanted
  if (row.blocked !== blocked) return false
  for (const option in wanted) if (!jsonEqual(row[option], wanted[option])) return false
  return true
}

/** The options of a row that differ from those of `other`, the block aside. */
export function optionsBeyond<T extends Row>(row: T, other: T): JsonObject {
  const beyond: string[] = []
  for (const option in row)
    if (option !== 'blocked' && !jsonEqual(row[option], other[option])) beyond.push(option)
  return beyond.length === 0
    ? {}
    : Object.fromEntries(Object.entries(row).filter(([key]) => beyond.includes(key)))
}

/**
 * What a tag's own rows of one kind become: each that is named as `rowAfter` says; of the others those that
 * `keeps` lets stay. The very same map where nothing changes.
 */
export function rowsAfter<T extends Row>(
  own: ReadonlyMap<string, T>,
  wanted: ReadonlyMap<string, Partial<T>>,
  inherited: (name: string) => T | undefined,
  defaults: T,
  keeps: (name: string) => boolean,
): ReadonlyMap<string, T> {
  if (own.size + wanted.size === 0) return own
  const after = new Map<string, T>()
  for (const [name, row] of own) if (!wanted.has(name) && keeps(name)) after.set(name, row)
  for (const [name, options] of wanted) {
    const row = rowAfter(own.get(name) ?? null, options, () => inherited(name), defaults)
    if (row !== null) after.set(name, row)
  }
  return areSame(own, after) ? own : after
}

function areSame(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  if (a.size !== b.size) return false
  for (const [name, row] of a) if (b.get(name) !== row) return false
  return true
}
