import type { Found, OfResource } from './finding.js'
import type { Judged } from './judged.js'

/** A tag, target or external repo that goes as a whole. */
export type DeleteFinding = Found<'delete', '--allow-delete'> & OfResource

/** Each delete takes leave by name, however plainly the file asks for it. */
export function deletes({ touched }: Judged): DeleteFinding[] {
  return touched.flatMap(({ kind, name, action, changes: [{ source }] }) =>
    action === 'delete'
      ? [{ guard: 'delete', kind, name, source, flag: '--allow-delete', value: name } as const]
      : [],
  )
}
