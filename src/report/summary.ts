import { type Action, type Change, nameOf, type Stage } from '../plan/index.js'
import { count } from './consequence-text.js'

export interface Counts {
  readonly tag: number
  readonly target: number
}

/** How many tags and targets a plan creates, changes and deletes. */
export function resourceCounts(changes: readonly Change[]): { readonly [action in Action]: Counts } {
  const resources = new Map<string, { kind: keyof Counts; action: Action }>()
  for (const change of changes) {
    const kind = change.kind === 'target' ? 'target' : 'tag'
    const action = change.kind === 'tag' || change.kind === 'target' ? change.action : 'update'
    const key = `${kind} ${nameOf(change)}`
    if (!resources.has(key)) resources.set(key, { kind, action })
  }
  const all = [...resources.values()]
  const counts = (action: Action): Counts => {
    const of = (kind: keyof Counts) =>
      all.filter(resource => resource.kind === kind && resource.action === action).length
    return { tag: of('tag'), target: of('target') }
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
  return `${count(calls, 'call')} in ${count(stages.length, 'request')}: ${each}`
}

function countsText({ tag, target }: Counts): string {
  const parts = [...(tag > 0 ? [count(tag, 'tag')] : []), ...(target > 0 ? [count(target, 'target')] : [])]
  return parts.length === 0 ? 'nothing' : parts.join(' and ')
}
