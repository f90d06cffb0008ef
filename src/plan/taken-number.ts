import { byKey } from '../koji/json.js'
import type { ChangedResource } from './changed-resources.js'
import type { Judged } from './guards/judged.js'
import type { Taken } from './note.js'

/**
 * A release that is made, and of which the hub has some tags that are not as the template makes them: its number may
 * be somebody else's, or wrong. Names with one beginning, up to the first dash, belong together: `f45`, `f45-build`.
 * Told where most of them are new: in a release that exists, differences are what a plan is for.
 */
export function takenNumbers({ goal: { desired }, live, resources: all }: Judged): Taken[] {
  if (desired === undefined) return []
  const resources = byBeginning(all.filter(isTagOfTemplate))
  const there = byBeginning([...desired.tags.values()].filter(({ name }) => live.tags.has(name)))
  return [...resources].sort(byKey).flatMap(([name, own]): Taken[] => {
    const isMade = own.some(({ action }) => action === 'create')
    const differing = own.filter(({ action }) => action === 'update')
    const present = there.get(name)?.length ?? 0
    const [first] = differing
    if (!isMade || first === undefined || own.length - differing.length <= present) return []
    const source = sourceOf(first)
    return [{ kind: 'taken', name, differing: differing.map(({ name }) => name), present, source }]
  })
}

function isTagOfTemplate(resource: ChangedResource): boolean {
  return resource.kind === 'tag' && sourceOf(resource).used_by !== undefined
}

function sourceOf({ changes }: ChangedResource) {
  return changes[0].source
}

function byBeginning<Named extends { readonly name: string }>(all: readonly Named[]): Map<string, Named[]> {
  const beginnings = new Map<string, Named[]>()
  for (const one of all) {
    const [beginning = one.name] = one.name.split('-', 1)
    const others = beginnings.get(beginning)
    if (others === undefined) beginnings.set(beginning, [one])
    else others.push(one)
  }
  return beginnings
}
