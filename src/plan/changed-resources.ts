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
  type Resource = ChangedResource & { readonly changes: [Change, ...Change[]] }
  const resources: Resource[] = []
  const known = {
    tag: new Map<string, Resource>(),
    target: new Map<string, Resource>(),
    external_repo: new Map<string, Resource>(),
  }
  for (const change of changes) {
    const { kind, name } = resourceOf(change)
    const before = known[kind].get(name)
    if (before !== undefined) {
      before.changes.push(change)
      continue
    }
    const action = isWhole(change) ? change.action : 'update'
    const resource: Resource = { kind, name, action, changes: [change] }
    known[kind].set(name, resource)
    resources.push(resource)
  }
  return resources
}
