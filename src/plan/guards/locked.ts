import { facets } from '../../koji/tag.js'
import { facetOf, isTagChange } from '../change.js'
import type { LockedFinding } from './finding.js'
import type { Judged } from './judged.js'

/**
 * Release engineers lock what is released; Koji then takes no builds, but any change of the tag itself. One whose
 * lock the same plan opens or closes is as the file says, and one that goes is found as a delete.
 */
export function lockedChanges({ goal, live, resources }: Judged): LockedFinding[] {
  return resources.flatMap(({ kind, name, changes }): LockedFinding[] => {
    const isLocked = (tags: typeof live.tags | typeof goal.tags) => tags.get(name)?.settings.locked === true
    if (kind !== 'tag' || !isLocked(live.tags) || !isLocked(goal.tags)) return []
    const changed = new Set(changes.flatMap(change => (isTagChange(change) ? facetOf(change) : [])))
    const { source } = changes[0]
    return [
      {
        guard: 'locked',
        kind,
        name,
        facets: facets.filter(facet => changed.has(facet)),
        source,
        flag: '--allow-locked',
        value: name,
      },
    ]
  })
}
