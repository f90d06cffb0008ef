import type { EmptyFinding } from './finding.js'
import type { Judged } from './judged.js'

/**
 * What files do not name stays as it is, so that an empty state does no harm; but nobody means it: the wrong file
 * was given, or a condition of a template came out wrong.
 */
export function emptyState({ goal: { desired } }: Judged): EmptyFinding[] {
  if (desired === undefined) return []
  const { tags, targets, external_repos } = desired
  if (tags.size + targets.size + external_repos.size > 0) return []
  return [{ guard: 'empty', flag: '--allow-empty', value: null }]
}
