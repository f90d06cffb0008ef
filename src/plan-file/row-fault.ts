import { jsonEqual } from '../koji/json.js'
import { actionOf, type Change, rowKey } from '../plan/index.js'

/**
 * Why no plan of this tool holds these changes, beyond what a schema can tell: a row that is written twice, halves that
 * contradict the action or each other, a value that has another name than its row.
 */
export function rowFault(changes: readonly Change[]): string | undefined {
  const rows = new Set<string>()
  for (const change of changes) {
    const row = rowKey(change)
    const { before, after, action } = change
    if (rows.has(row)) return `${row} stands there twice`
    if (jsonEqual(before, after)) return `${row} does not change`
    // A setting is always there: NULL is one of its values.
    const fitting = change.kind === 'setting' ? 'update' : actionOf(before, after)
    if (action !== fitting) return `${row} is no ${action}`
    if (!namesFit(change)) return `${row} has a value of another name`
    rows.add(row)
  }
  return undefined
}

function namesFit(change: Change): boolean {
  switch (change.kind) {
    case 'inheritance':
      return [change.before, change.after].every(link => link === null || link.parent === change.parent)
    case 'external_repo_use':
      return [change.before, change.after].every(use => use === null || use.repo === change.repo)
    case 'target':
      return [change.before, change.after].every(target => target === null || target.name === change.target)
    case 'external_repo':
      return [change.before, change.after].every(repo => repo === null || repo.name === change.external_repo)
    default:
      return true
  }
}
