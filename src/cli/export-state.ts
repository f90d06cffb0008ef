import { rmSync } from 'node:fs'
import { HubClient } from '../hub/index.js'
import { RelengError } from '../koji/error.js'
import { type Exported, planDesired } from '../pipeline.js'
import { createSandbox, openState, refuseForeignFile, replaceState, storeOfLive } from '../sandbox/index.js'
import { sandboxProfile } from './connection.js'
import { refuseExisting } from './new-file.js'
import { sandboxTransport } from './sandbox-transport.js'

/**
 * Writes the state of a sandbox that holds all that was read of a hub, with its event and ids. It is proved first: what
 * was exported is planned there without a change. Who made what, and when, it does not know.
 */
export async function exportState(
  { live, ids, desired }: Exported,
  path: string,
  { force }: { readonly force: boolean },
): Promise<void> {
  refuseForeignFile(path)
  const draft = `${path}.new`
  rmSync(draft, { force: true })
  try {
    const store = storeOfLive(live, ids, Date.now() / 1000)
    const administrator = { name: 'kojiadmin', permissions: ['admin'] }
    createSandbox({ store, users: [administrator] })
    openState(draft).save(store)
    const client = new HubClient(sandboxTransport(draft))
    const { plan } = await planDesired(desired, client, sandboxProfile)
    client.close()
    if (plan.changes.length > 0)
      throw new RelengError('the sandbox would hold something else than the hub; nothing was written', {
        where: path,
        next: 'please report it, with the names that were exported',
      })
    await refuseExisting(path, { force })
    replaceState(path, draft)
  } finally {
    rmSync(draft, { force: true })
  }
}
