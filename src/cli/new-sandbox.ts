import type { DesiredState } from '../koji/desired-state.js'
import { createSandbox, openState, resetState } from '../sandbox/index.js'

/** Replaces a sandbox's state by a new hub that knows the permissions which the desired state names. */
export function newSandbox(stateFile: string, desired?: DesiredState): void {
  resetState(stateFile)
  const permissions = [...(desired?.tags.values() ?? [])].flatMap(({ settings }) => settings.perm ?? [])
  const sandbox = createSandbox({
    state: openState(stateFile),
    permissions: [...new Set(permissions)].sort(),
  })
  // The first commit makes the file.
  sandbox.save()
}
