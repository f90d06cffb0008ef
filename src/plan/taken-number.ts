import type { LiveState } from '../koji/live-state.js'
import { type ChangedResource, changedResources } from './changed-resources.js'
import type { Goal } from './goal.js'
import type { Taken } from './note.js'

/**
 * A release that is made, and of which the hub has some tags that are not as the template makes them: its number may
 * be somebody else's, or wrong. Names with one beginning, up to the first dash, belong together: `f45`, `f45-build`.
 * Told where most of them are new: in a release that exists, differences are what a plan is for.
 */
export function takenNumbers({ desired, changes }: Goal, live: LiveState): Taken[] {
  if (desired === undefined) return []
  const resources = changedResources(changes).filter(isTagOfTemplate)
  const beginnings = new Set(resources.filter(({ action }) => action === 'create').map(beginningOf))
  return [...beginnings].sort().flatMap((beginning): Taken[] => {
    const own = resources.filter(resource => beginningOf(resource) === beginning)
    const differing = own.filter(({ action }) => action === 'update')
    const present = [...desired.tags.keys()].filter(
      name => beginningOf({ name }) === beginning && live.tags.has(name),
    )
    const [first] = differing
    if (first === undefined || own.length - differing.length <= present.length) return []
    const names = differing.map(({ name }) => name)
    return [
      { kind: 'taken', name: beginning, differing: names, present: present.length, source: sourceOf(first) },
    ]
  })
}

function isTagOfTemplate(resource: ChangedResource): boolean {
  return resource.kind === 'tag' && sourceOf(resource).used_by !== undefined
}

function sourceOf({ changes }: ChangedResource) {
  return changes[0].source
}

function beginningOf({ name }: { readonly name: string }): string {
  return name.split('-', 1)[0] ?? name
}
