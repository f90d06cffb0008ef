import { type Action, type Change, isWhole, type ResourceKind, resourceOf } from './change.js'

/** A resource that a plan creates, changes or deletes. */
export interface ChangedResource {
  readonly kind: ResourceKind
  readonly name: string
  /** of the resource as a whole: one that is there and stays is updated, whatever becomes of its parts */
  readonly action: Action
  /** all changes of it, in the plan's order; at least one */
  readonly changes: readonly [Change, ...Change[]]
}

/** The resources that changes are about, each once, in the order of their first changes. */
export function changedResources(changes: readonly Change[]): ChangedResource[] {
  const resources = new Map<string, ChangedResource & { readonly changes: [Change, ...Change[]] }>()
  for (const change of changes) {
    const { kind, name } = resourceOf(change)
    const key = `${kind} ${name}`
    const known = resources.get(key)
    if (known !== undefined) known.changes.push(change)
    else
      resources.set(key, {
        kind,
        name,
        action: isWhole(change) ? change.action : 'update',
        changes: [change],
      })
  }
  return [...resources.values()]
}
