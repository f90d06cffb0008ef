import { inOrder } from '../../koji/in-order.js'
import { compareText, type Json, jsonEqual } from '../../koji/json.js'
import { pythonEqual } from '../../koji/python-equality.js'
import type { ExtraValue } from '../../koji/tag.js'
import { actionOf, type ChangeOf } from '../change.js'
import { type FacetResult, isAdditive, provenance, type TagComparison } from './facet.js'

type Extra = ReadonlyMap<string, ExtraValue>

/**
 * Compares the extra settings, type for type (`true` and `1` differ). What is not named goes; where the facet
 * is additive, it goes only by name.
 */
export function compareExtra(comparison: TagComparison): FacetResult<Extra> {
  const { desired, live, isNew } = comparison
  const before: Extra = isNew ? new Map() : (live?.extra ?? new Map())
  const after = extraAfter(comparison, before)
  if (after === undefined || jsonEqual(before, after)) return { after: before, changes: [] }
  const keys = inOrder([...new Set([...before.keys(), ...after.keys()])], compareText)
  const changes = keys.flatMap((key): ChangeOf<'extra'>[] => {
    const [old, wanted] = [before.get(key) ?? null, after.get(key) ?? null]
    if (jsonEqual(old, wanted)) return []
    const action = actionOf(old, wanted)
    return [
      {
        kind: 'extra',
        action,
        tag: desired.name,
        key,
        before: old,
        after: wanted,
        ...provenance(comparison, 'extra', key),
      },
    ]
  })
  return { after, changes }
}

function extraAfter(comparison: TagComparison, before: Extra): Extra | undefined {
  const { extra, removed } = comparison.desired
  if (!isAdditive(comparison, 'extra')) return extra
  return new Map([...[...before].filter(([key]) => !removed.extra.has(key)), ...(extra ?? [])])
}

/** Keyword arguments of `editTag2`; two sets where one call cannot do it. */
export interface ExtraArguments {
  readonly first: { readonly [name: string]: Json }
  readonly second: { readonly [name: string]: Json }
}

/**
 * What `editTag2` needs for these changes. Two things take a second call (the hub looks at the state before
 * the call, so one call cannot both set and remove a key):
 *  - a value whose type alone changes (`1` to `true`): Python takes both for equal and the hub would do
 *    nothing, so the key is removed first;
 *  - a block that goes: the hub removes only keys that are set, so the key is set first.
 */
export function extraArguments(changes: readonly ChangeOf<'extra'>[]): ExtraArguments {
  const set: [string, Json][] = []
  const remove: string[] = []
  const block: string[] = []
  const setLater: [string, Json][] = []
  const removeLater: string[] = []
  for (const { key, before, after } of changes) {
    if (after === null) {
      if (before?.blocked) {
        set.push([key, null])
        removeLater.push(key)
      } else remove.push(key)
    } else if (after.blocked) block.push(key)
    else if (before !== null && !before.blocked && pythonEqual(before.value, after.value)) {
      remove.push(key)
      setLater.push([key, after.value])
    } else set.push([key, after.value])
  }
  return { first: editArguments(set, remove, block), second: editArguments(setLater, removeLater, []) }
}

function editArguments(
  set: readonly [string, Json][],
  remove: string[],
  block: string[],
): { [name: string]: Json } {
  return {
    ...(set.length > 0 && { extra: Object.fromEntries(set) }),
    ...(remove.length > 0 && { remove_extra: remove }),
    ...(block.length > 0 && { block_extra: block }),
  }
}
