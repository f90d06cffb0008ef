import { existsSync } from 'node:fs'
import { loadKerberos } from '../hub/index.js'
import { RelengError } from '../koji/error.js'
import type { TicketChecker } from '../sandbox/index.js'

/**
 * Checks tickets with the keys of a web server (`HTTP/host@REALM`). Throws where there is no such file, or no
 * Kerberos on this machine.
 */
export async function ticketChecker(keytab: string): Promise<TicketChecker> {
  if (!existsSync(keytab)) {
    throw new RelengError('there is no such keytab', { where: keytab, next: 'check --keytab' })
  }
  const kerberos = await loadKerberos()
  process.env.KRB5_KTNAME = `FILE:${keytab}`
  return {
    async check(token) {
      const context = await kerberos.initializeServer('')
      try {
        await context.step(token)
      } catch {
        // Not for us, expired, forged or seen before: to a web server all the same.
        return undefined
      }
      if (!context.contextComplete || context.username === null) return undefined
      return { principal: context.username, ...(context.response && { proof: context.response }) }
    },
  }
}
