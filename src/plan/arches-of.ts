import type { DesiredState, DesiredTag } from '../koji/desired-state.js'
import type { LiveState } from '../koji/live-state.js'

/**
 * Gives each tag that asks for the arches of another what that one itself will have after the plan. They are copied,
 * as Koji's side tags copy them: `repo_init` of its hub makes a repo for a tag's own arches alone, so that a build
 * tag cannot inherit them.
 */
export function withArches(desired: DesiredState, live: LiveState): DesiredState {
  const all = [...desired.tags.values()]
  if (all.every(({ arches_of }) => arches_of === undefined)) return desired
  const given = all.map((tag): [string, DesiredTag] => {
    const arches = tag.arches_of === undefined ? undefined : archesOf(tag.arches_of, desired, live)
    return [tag.name, arches === undefined ? tag : { ...tag, settings: { ...tag.settings, arches } }]
  })
  return { ...desired, tags: new Map(given) }
}

// A new tag of which nothing is said has none; a name that means nothing is refused elsewhere.
function archesOf(name: string, desired: DesiredState, live: LiveState): string | null | undefined {
  const named = desired.tags.get(name)
  const said = named?.settings.arches
  if (said !== undefined) return said
  const found = live.tags.get(name)?.settings.arches
  return found === undefined && named !== undefined ? '' : found
}
