import type { MassDeleteFinding } from './finding.js'
import type { Judged } from './judged.js'

/** More than this many are found. */
export const usualDeletes = 25

/** A glob that gives leave to delete may fit more than one thinks: from some number on, the number takes leave, too. */
export function massDelete({ resources }: Judged): MassDeleteFinding[] {
  const deleted = resources.filter(({ action }) => action === 'delete').length
  if (deleted <= usualDeletes) return []
  return [{ guard: 'mass_delete', deleted, flag: '--allow-mass-delete', value: String(deleted) }]
}
