import type { Call } from '../../../koji/call.js'
import { inOrder } from '../../../koji/in-order.js'
import type { Json } from '../../../koji/json.js'
import { defaultGroupConfig, defaultGroupPackage, defaultGroupRequirement } from '../../../koji/tag.js'
import type { ChangeOf } from '../../change.js'
import type { GroupChange } from './changes.js'
import { optionsBeyond } from './rows.js'

/**
 * The calls for one tag's groups, in an order that the hub accepts: packages and requirements go before
 * their group (it would leave them behind, to come back with the group), and come after all groups (they can
 * only be added to a group that is there, and a requirement on one that is not there is not seen).
 */
export function groupCalls(changes: readonly GroupChange[]): { call: Call; change: GroupChange }[] {
  const rank = (change: GroupChange) =>
    change.action === 'delete' ? (change.kind === 'group' ? 1 : 0) : change.kind === 'group' ? 2 : 3
  const calls: { call: Call; change: GroupChange }[] = []
  for (const change of inOrder(changes, (a, b) => rank(a) - rank(b)))
    for (const call of callsFor(change)) calls.push({ call, change })
  return calls
}

function callsFor(change: GroupChange): Call[] {
  const { tag, group } = change
  switch (change.kind) {
    case 'group':
      return configCalls(change, 'groupList', [tag, group])
    case 'group_package':
      return packageCalls(change, 'groupPackageList', [tag, group, change.package])
    case 'group_requirement':
      return requirementCalls(change, 'groupReqList', [tag, group, change.required])
  }
}

function configCalls({ group, before, after, inherited }: ChangeOf<'group'>, list: string, params: string[]) {
  if (after === null) return [removal(list, params, before)]
  const seen = before ?? inherited
  if (seen === null || !repeats(after, seen))
    return [addition(list, params, after, seen, defaultGroupConfig(group))]
  const other = { ...after, uservisible: !after.uservisible }
  return [
    addition(list, params, other, seen, defaultGroupConfig(group)),
    addition(list, params, after, other, defaultGroupConfig(group)),
  ]
}

function packageCalls(
  { before, after, inherited }: ChangeOf<'group_package'>,
  list: string,
  params: string[],
) {
  if (after === null) return [removal(list, params, before)]
  const call = addition(list, params, after, before ?? inherited, defaultGroupPackage)
  if (after.blocked) return [call]
  // Without force the hub ignores what an ancestor happens to give at this moment.
  return [{ method: call.method, params, named: { ...call.named, force: true } }]
}

/**
 * Of requirements the hub ignores any addition whose type and is_metapkg are those that it sees, even if what
 * it sees is blocked and the addition forced. So
 *  - an own block is lifted before the requirement is added anew;
 *  - where an ancestor gives it, listed or blocked, an addition of another type comes first, and makes an own row.
 */
function requirementCalls(
  { before, after, inherited }: ChangeOf<'group_requirement'>,
  list: string,
  params: string[],
): Call[] {
  if (after === null) return [removal(list, params, before)]
  const isLifted = before?.blocked === true && !after.blocked
  const lifting = isLifted ? [removal(list, params, before)] : []
  const seen = isLifted ? inherited : (before ?? inherited)
  const isIgnored = seen !== null && !after.blocked && isEmpty(optionsBeyond(after, seen))
  if (!isIgnored) return [...lifting, addition(list, params, after, seen, defaultGroupRequirement)]
  const other = { ...after, type: after.type === 'optional' ? 'mandatory' : 'optional' }
  return [
    ...lifting,
    addition(list, params, other, seen, defaultGroupRequirement),
    addition(list, params, after, other, defaultGroupRequirement),
  ]
}

interface Row {
  readonly blocked: boolean
}

/** Whether a row says what is seen already: the hub ignores it, so that something else must come first. */
function repeats<T extends Row>(after: T, seen: T): boolean {
  return after.blocked === seen.blocked && isEmpty(optionsBeyond(after, seen))
}

// Both take the row away. Unblock faults where it blocks no more: somebody else was faster.
function removal(list: string, params: readonly string[], before: Row | null): Call {
  return { method: list + (before?.blocked ? 'Unblock' : 'Remove'), params }
}

/**
 * The call that makes the hub write a row. The hub starts from the row that it sees, own or inherited, else
 * from its defaults, and takes over what the call does not name; `force` gets past a block.
 */
function addition<T extends Row>(
  list: string,
  params: readonly string[],
  after: T,
  seen: T | null,
  defaults: T,
): Call {
  const options: { [name: string]: Json } = {
    ...optionsBeyond(after, seen ?? defaults),
    ...(seen?.blocked && { force: true }),
  }
  if (after.blocked && isEmpty(options)) return { method: `${list}Block`, params }
  const named = { ...options, ...(after.blocked && { block: true }) }
  return { method: `${list}Add`, params, ...(!isEmpty(named) && { named }) }
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0
}
