import type { LiveTag } from '../../koji/live-state.js'
import type { ChangedResource } from '../changed-resources.js'
import type { MassChangeFinding } from './finding.js'
import type { Judged } from './judged.js'

/** More than this part of them, in percent, is found. */
export const usualShare = 30
/** Of fewer, any change is a large part. */
const fewest = 10

/**
 * What is new counts neither way: nobody uses it yet, and beside much that is new the share would look small. So it is
 * with a tag of settings alone that gets the rest, as an apply leaves it that was broken off.
 */
export function massChange({ goal: { desired }, live, resources }: Judged): MassChangeFinding[] {
  if (desired === undefined) return []
  const isBegun = ({ kind, name, changes }: ChangedResource) =>
    kind === 'tag' && isBare(live.tags.get(name)) && changes.every(({ action }) => action === 'create')
  const old = resources.filter(resource => resource.action !== 'create' && !isBegun(resource))
  const begun = resources.filter(resource => resource.action === 'update' && isBegun(resource))
  const existing = (names: ReadonlyMap<string, unknown>, there: ReadonlyMap<string, unknown>) =>
    [...names.keys()].filter(name => there.has(name)).length
  const managed =
    existing(desired.tags, live.tags) +
    existing(desired.targets, live.targets) +
    existing(desired.external_repos, live.external_repos) -
    begun.length
  const changed = old.length
  if (managed < fewest || changed * 100 <= managed * usualShare) return []
  return [{ guard: 'mass_change', changed, managed, flag: '--allow-mass-change', value: String(changed) }]
}

function isBare(tag: LiveTag | undefined): boolean {
  if (tag === undefined) return false
  const { extra, inheritance, groups, packages, external_repos } = tag
  return extra.size + inheritance.length + groups.size + packages.size + external_repos.length === 0
}
