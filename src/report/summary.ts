import {
  type Action,
  type Change,
  changedResources,
  type ResourceKind,
  resourceWords,
  type Stage,
} from '../plan/index.js'
import { count } from './names-text.js'

export type Counts = { readonly [kind in ResourceKind]: number }

/** How many tags, targets and external repos a plan creates, changes and deletes. */
export function resourceCounts(changes: readonly Change[]): { readonly [action in Action]: Counts } {
  const resources = changedResources(changes)
  const counts = (action: Action): Counts => {
    const of = (kind: ResourceKind) =>
      resources.filter(resource => resource.kind === kind && resource.action === action).length
    return { tag: of('tag'), target: of('target'), external_repo: of('external_repo') }
  }
  return { create: counts('create'), update: counts('update'), delete: counts('delete') }
}

/** `2 tags and 1 target to create, 1 tag to change, nothing to delete` */
export function changeSummary(changes: readonly Change[]): string {
  return countActions(changes, { create: 'to create', update: 'to change', delete: 'to delete' })
}

/** `2 tags and 1 target created, 1 tag changed, nothing deleted` */
export function doneSummary(changes: readonly Change[]): string {
  return countActions(changes, { create: 'created', update: 'changed', delete: 'deleted' })
}

function countActions(changes: readonly Change[], words: { readonly [action in Action]: string }): string {
  const counts = resourceCounts(changes)
  const actions = ['create', 'update', 'delete'] as const
  return actions.map(action => `${countsText(counts[action])} ${words[action]}`).join(', ')
}

/** `11 calls in 3 requests: create 2, fill 5, switch 4` */
export function callSummary(stages: readonly Stage[]): string {
  const calls = stages.reduce((sum, stage) => sum + stage.calls.length, 0)
  const each = stages.map(({ stage, calls }) => `${stage} ${calls.length}`).join(', ')
  return `${count(calls, 'call')} in ${count(countRequests(stages), 'request')}: ${each}`
}

export function countRequests(stages: readonly Stage[]): number {
  return stages.reduce((sum, { requests }) => sum + requests, 0)
}

/** `2 tags, 1 target and 1 external repo`; what there is none of is not mentioned. */
export function countsText(counts: Counts): string {
  const parts = (['tag', 'target', 'external_repo'] as const).flatMap(kind =>
    counts[kind] > 0 ? [count(counts[kind], resourceWords[kind])] : [],
  )
  const last = parts.pop()
  if (last === undefined) return 'nothing'
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}
