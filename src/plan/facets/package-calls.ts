import { splitArches } from '../../koji/arches.js'
import type { Call } from '../../koji/call.js'
import { type Json, jsonEqual } from '../../koji/json.js'
import type { OwnPackage } from '../../koji/tag.js'
import type { ChangeOf } from '../change.js'

/**
 * The calls for one package of a tag. All of them are ruled by the hub's policy `package_list`: unless a hub
 * says otherwise, by the permission `tag`. What the hub starts from, own or inherited, it takes over as far as
 * a call does not name it. Where somebody else may do it, no call names `force`, which some policies deny:
 *  - `packageListAdd` faults on a block; `packageListUnblock` lifts one: over an inherited block it writes an
 *    own listing; the tag's own block goes, and a listing comes in its place unless an ancestor lists it;
 *  - `packageListSetArches` gives an inherited package a row of its own, and only on an own row does
 *    `packageListSetOwner` show;
 *  - a block of what is not listed at all needs an owner, or `force`: then whoever applies the plan is it.
 */
export function packageCalls(change: ChangeOf<'package'>): Call[] {
  const { tag, package: name, before, after, inherited } = change
  const params = [tag, name]
  const call = (method: string, ...values: Json[]): Call => ({ method, params: [...params, ...values] })
  if (after === null) return [call('packageListRemove')]
  const start = previousOf(before, inherited)
  if (start === undefined)
    return [{ method: 'packageListAdd', params, named: addArguments(after, inherited) }]

  const isUnblocked = start.blocked && !after.blocked
  // An own block gives way to what an ancestor lists.
  const now = isUnblocked && inherited !== null && !inherited.blocked ? inherited : start
  const isRepeated =
    now === inherited && now.blocked === after.blocked && sameArches(now.extra_arches, after.extra_arches)
  return [
    ...(isUnblocked ? [call('packageListUnblock')] : []),
    ...(!start.blocked && after.blocked ? [call('packageListBlock')] : []),
    ...(isRepeated ? repeatingCalls(call, after) : []),
    ...(isRepeated || now.extra_arches === after.extra_arches
      ? []
      : [call('packageListSetArches', after.extra_arches ?? '')]),
    ...(now.owner === after.owner ? [] : [call('packageListSetOwner', after.owner)]),
  ]
}

/** The hub ignores what repeats an inherited row: with other arches at first, it becomes a row of its own. */
function repeatingCalls(
  call: (method: string, arches: string) => Call,
  { extra_arches }: OwnPackage,
): Call[] {
  const other = extra_arches === 'x86_64' ? 'aarch64' : 'x86_64'
  return [other, extra_arches ?? ''].map(arches => call('packageListSetArches', arches))
}

function addArguments(
  { owner, blocked, extra_arches }: OwnPackage,
  inherited: OwnPackage | null,
): { [name: string]: Json } {
  return {
    ...(owner !== null && { owner }),
    // Unless told otherwise, the hub keeps an inherited block.
    ...((blocked || inherited?.blocked) && { block: blocked }),
    ...(extra_arches !== null && extra_arches !== '' && { extra_arches }),
    ...((owner === null || inherited !== null) && { force: true }),
  }
}

/** Koji stores "none" as NULL or as `''`, and takes both alike. */
export function sameArches(a: string | null, b: string | null): boolean {
  const set = (arches: string | null) => [...new Set(splitArches(arches ?? ''))].sort()
  return a === b || jsonEqual(set(a), set(b))
}

/** The row that the hub starts from: to `packageListAdd` one without an owner is none. */
export function previousOf(
  own: OwnPackage | null,
  above: OwnPackage | null | undefined,
): OwnPackage | undefined {
  if (own !== null && hasOwner(own)) return own
  return above && hasOwner(above) ? above : undefined
}

export function hasOwner(row: OwnPackage | null): boolean {
  return row !== null && row.owner !== null
}
