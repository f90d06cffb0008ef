import type { Authentication, GreetedUser } from '../koji/greeting.js'
import { compareText } from '../koji/json.js'
import type { Batch } from './batch.js'
import { Row } from './row.js'
import { HubError } from './transport.js'

// Koji's AUTHTYPES, by number: password, the old Kerberos, SSL, GSSAPI.
const authentications: readonly Authentication[] = ['password', 'kerberos', 'certificate', 'kerberos']

/**
 * Asks who a session's user is, and what he may do.
 *
 * @param hub its URL, for errors
 * @returns tells it, once the hub has answered; throws where the session is nobody's
 */
export function askSessionUser(batch: Batch, hub: string): () => GreetedUser {
  let name: string | null = null
  let authtype: number | null = null
  let permissions: readonly string[] = []
  batch.add({ method: 'getLoggedInUser', params: [] }, value => {
    name = value === null ? null : Row.from(value, 'getLoggedInUser').text('name')
  })
  batch.add({ method: 'getSessionInfo', params: [] }, value => {
    authtype = value === null ? null : Row.from(value, 'getSessionInfo').integerOrNull('authtype')
  })
  batch.add({ method: 'getPerms', params: [] }, value => {
    permissions = Array.isArray(value) ? value.map(String).sort(compareText) : []
  })
  return () => {
    if (name !== null) return { name, authentication: authentications[authtype ?? -1] ?? null, permissions }
    throw new HubError('the hub took the login, but does not know who we are', {
      where: hub,
      next: 'the hub has lost the session, or none was made; try again, and ask its administrators',
    })
  }
}
