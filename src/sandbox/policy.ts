import type { Call } from './call.js'
import { actionNotAllowed } from './fault.js'
import { permissionsOf } from './permissions.js'

/**
 * The hub policy `package_list` as Koji has it by default. That admins may `force` what a policy denies makes
 * no difference here: they are allowed anyway. Koji has no default policy for tagging builds, and allows it.
 */
export function assertPackageListPolicy(call: Call): void {
  const held = permissionsOf(call.store, call.assertLogin())
  if (held.includes('admin') || held.includes('tag')) return
  throw actionNotAllowed('policy violation (package_list): Only admin/tag can do this via default policy')
}
