import { matchesGlob } from '../../koji/names.js'
import type { ChangedResource } from '../changed-resources.js'
import type { Goal } from '../goal.js'
import type { ProtectedFinding } from './finding.js'
import type { Judged } from './judged.js'

/** Beside the leave to delete, what is protected takes this one: two flags, so that no broad glob passes both. */
export function protectedLosses({ goal, resources }: Judged): ProtectedFinding[] {
  const globs = goal.desired?.protect ?? []
  return resources.flatMap((resource): ProtectedFinding[] => {
    const lost = lossOf(resource, goal)
    const glob = lost && globs.find(pattern => matchesGlob(resource.name, pattern))
    if (lost === undefined || glob === undefined) return []
    const { kind, name } = resource
    return [{ guard: 'protected', kind, name, ...lost, glob, flag: '--allow-protected', value: name }]
  })
}

function lossOf(
  { name, action, changes }: ChangedResource,
  { tags }: Goal,
): Pick<ProtectedFinding, 'loses' | 'source'> | undefined {
  if (action === 'delete') return { loses: 'all', source: changes[0].source }
  if (action !== 'update' || tags.get(name)?.inheritance.length !== 0) return undefined
  const parting = changes.find(change => change.kind === 'inheritance')
  return parting && { loses: 'parents', source: parting.source }
}
