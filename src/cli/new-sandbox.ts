import { rmSync } from 'node:fs'
import type { DesiredState, DesiredTag } from '../koji/desired-state.js'
import { createSandbox, openState, refuseForeignFile, replaceState } from '../sandbox/index.js'

/**
 * Replaces a sandbox's state by a new hub that knows the permissions and owners which the desired state names. The new
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
    const tags = [...(desired?.tags.values() ?? [])]
    const permissions = tags.flatMap(({ settings }) => settings.perm ?? [])
    const users = unique(tags.flatMap(ownersIn)).map(name => ({ name }))
    createSandbox({ state: openState(draft), permissions: unique(permissions), users }).save()
    await fill(draft)
    replaceState(stateFile, draft)
  } finally {
    rmSync(draft, { force: true })
  }
}

function ownersIn({ packages = new Map(), seed }: DesiredTag): string[] {
  return [
    ...[...packages.values()].map(({ owner }) => owner),
    ...(seed?.owner === undefined ? [] : [seed.owner]),
  ]
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}
