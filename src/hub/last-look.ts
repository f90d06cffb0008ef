import type { GreetedUser } from '../koji/greeting.js'
import type { LiveState } from '../koji/live-state.js'
import { Batch } from './batch.js'
import type { Session } from './session.js'
import { askSessionUser } from './session-user.js'
import { askUntouched } from './untouched.js'

/** What is to be known before the first write. */
export interface LastLook {
  readonly user: GreetedUser
  /** nothing has happened since all was read */
  readonly isUntouched: boolean
}

/**
 * Asks in one request who is logged in, and whether the hub is as it was read. Throws where the session is nobody's.
 *
 * @param ids of the tags that were read, by name
 */
export async function lookAgain(
  session: Session,
  live: LiveState,
  ids: ReadonlyMap<string, number>,
): Promise<LastLook> {
  const batch = new Batch()
  const userOf = askSessionUser(batch, live.hub.url)
  const isUntouched = askUntouched(batch, live, ids)
  await batch.send(session)
  return { user: userOf(), isUntouched: isUntouched() }
}
