import { type Waited, waitForRepos } from '../apply/index.js'
import type { HubClient, Login } from '../hub/index.js'
import type { CommandEvent } from './command-event.js'
import { interruptible } from './interrupt.js'

export interface Waiting {
  /** in seconds */
  readonly timeout: number
  /** missing where nothing may be asked for */
  readonly login?: (() => Login) | undefined
  readonly tell: (event: CommandEvent) => void
}

/** Waits for repos, until they are ready or Ctrl-C ends it. */
export function awaitRepos(
  tags: readonly string[],
  client: HubClient,
  { timeout, login, tell }: Waiting,
): Promise<Waited> {
  const text = 'interrupted: no longer waiting; the hub goes on'
  return interruptible(
    () => tell({ event: 'interrupted', text }),
    signal => waitForRepos(tags, client, { timeout, login, signal, watch: tell }),
  )
}
