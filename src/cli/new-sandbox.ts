import { rmSync } from 'node:fs'
import type { DesiredState } from '../koji/desired-state.js'
import { createSandbox, openState, refuseForeignFile, replaceState } from '../sandbox/index.js'

/**
 * Replaces a sandbox's state by a new hub that knows the permissions which the desired state names. The new
 * one is made and filled beside the old one, which stays as it is if that fails.
 */
export async function newSandbox(
  stateFile: string,
  desired: DesiredState | undefined,
  fill: (draft: string) => Promise<void>,
): Promise<void> {
  refuseForeignFile(stateFile)
  const draft = `${stateFile}.new`
  rmSync(draft, { force: true })
  try {
    const permissions = [...(desired?.tags.values() ?? [])].flatMap(({ settings }) => settings.perm ?? [])
    createSandbox({ state: openState(draft), permissions: [...new Set(permissions)].sort() }).save()
    await fill(draft)
    replaceState(stateFile, draft)
  } finally {
    rmSync(draft, { force: true })
  }
}
