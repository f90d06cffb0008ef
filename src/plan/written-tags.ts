import type { LiveState } from '../koji/live-state.js'
import { type Change, isTagChange } from './change.js'
import { usersOf } from './external-repos.js'
import { packageCalls } from './facets/package-calls.js'

/** The tags that a change is in, or that use what it changes. */
export function writtenTags(change: Change, live: LiveState): readonly string[] {
  if (change.kind === 'external_repo') return usersOf(change.external_repo, live)
  return isTagChange(change) ? [change.tag] : []
}

/** The same of all changes that pass. */
export function allWrittenTags(
  changes: readonly Change[],
  live: LiveState,
  passes: (change: Change) => boolean,
): Set<string> {
  const written = new Set<string>()
  for (const change of changes) {
    if (!passes(change)) continue
    if (isTagChange(change)) written.add(change.tag)
    else for (const tag of writtenTags(change, live)) written.add(tag)
  }
  return written
}

/**
 * Whether what a change writes is looked at to tell if repos of a tag and its heirs are up to date: all of a tag's
 * rows (Koji's `tag_first_change_event`), even where nothing comes of them, but not who owns its packages.
 */
export function outdatesRepos(change: Change): boolean {
  if (change.kind === 'target') return false
  // One that is new is added.
  if (change.kind !== 'package' || (change.before ?? change.inherited) === null) return true
  return packageCalls(change).some(({ method }) => method !== 'packageListSetOwner')
}

/** Whether build roots may differ for it, of the tag and of its heirs, by more than the packages they hold. */
export function isSeenByBuilds(change: Change): boolean {
  if (change.kind === 'package' || change.kind === 'build' || change.kind === 'target') return false
  return change.kind !== 'setting' || change.field === 'arches'
}
