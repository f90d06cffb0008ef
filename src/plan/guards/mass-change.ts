import type { MassChangeFinding } from './finding.js'
import type { Judged } from './judged.js'

/** More than this part of them, in percent, is found. */
export const usualShare = 30
/** Of fewer, any change is a large part. */
const fewest = 10

/** What is new counts neither way: nobody uses it yet, and beside much that is new the share would look small. */
export function massChange({ goal: { desired }, live, resources }: Judged): MassChangeFinding[] {
  if (desired === undefined) return []
  const existing = (names: ReadonlyMap<string, unknown>, there: ReadonlyMap<string, unknown>) =>
    [...names.keys()].filter(name => there.has(name)).length
  const managed =
    existing(desired.tags, live.tags) +
    existing(desired.targets, live.targets) +
    existing(desired.external_repos, live.external_repos)
  const changed = resources.filter(({ action }) => action !== 'create').length
  if (managed < fewest || changed * 100 <= managed * usualShare) return []
  return [{ guard: 'mass_change', changed, managed, flag: '--allow-mass-change', value: String(changed) }]
}
