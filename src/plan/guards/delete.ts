import type { DeleteFinding } from './finding.js'
import type { Judged } from './judged.js'

/** Each delete takes leave by name, however plainly the file asks for it. */
export function deletes({ resources }: Judged): DeleteFinding[] {
  return resources.flatMap(({ kind, name, action, changes: [{ source }] }) =>
    action === 'delete'
      ? [{ guard: 'delete', kind, name, source, flag: '--allow-delete', value: name } as const]
      : [],
  )
}
