import type { Context, Kerberos } from 'kerberos'
import { RelengError } from '../koji/error.js'
import { checkKeytab, keytabError } from './keytab.js'

/** Whose ticket is shown: by default that of the ticket cache (`KRB5CCNAME`, or the system's). */
export interface Ticket {
  readonly principal?: string | undefined
  /** a file of keys, with which a ticket is got where no person can type a password */
  readonly keytab?: string | undefined
}

/** One proof to a web server of who the client is (RFC 4559). A token is good for one request. */
export interface Negotiation {
  /** the header `Authorization` */
  readonly authorization: string
  /** Checks the server's own proof in its header `WWW-Authenticate`, if it gives one. Throws if it is wrong. */
  verify(wwwAuthenticate: string | undefined): Promise<void>
}

/** The package `kerberos`, which needs the system's Kerberos libraries. Throws where it is not installed. */
export async function loadKerberos(): Promise<Kerberos> {
  try {
    return (await import('kerberos')).default
  } catch (cause) {
    throw new RelengError('logins with Kerberos need the package kerberos, which is not installed', {
      next:
        'install the headers of Kerberos (Debian: libkrb5-dev, Fedora: krb5-devel), a C++ compiler and make, ' +
        'then install koji-releng again; or use a profile with authtype = ssl or password',
      details: [cause instanceof Error ? cause.message : String(cause)],
      cause,
    })
  }
}

/** Proves who the client is to the web server on a host. Throws where there is no ticket for it. */
export async function negotiate(host: string, ticket: Ticket): Promise<Negotiation> {
  const kerberos = await loadKerberos()
  const { principal, keytab } = ticket
  if (keytab !== undefined) checkKeytab(keytab)
  try {
    const context = await withKeytab(ticket, async () => {
      const context = await kerberos.initializeClient(`HTTP@${host}`, {
        mechOID: kerberos.GSS_MECH_OID_SPNEGO,
        ...(principal !== undefined && { principal }),
      })
      await context.step('')
      return context
    })
    return { authorization: `Negotiate ${context.response}`, verify: answer => verify(context, answer, host) }
  } catch (cause) {
    throw noTicket(cause, host, ticket)
  }
}

/**
 * Kerberos finds a keytab by the environment alone. The tickets that it gives are kept in memory, so that a
 * person's own ticket cache stays as it is; each principal has a cache, as no cache holds tickets of two.
 */
async function withKeytab<T>({ keytab, principal }: Ticket, work: () => Promise<T>): Promise<T> {
  if (keytab === undefined) return work()
  const { KRB5_CLIENT_KTNAME, KRB5CCNAME } = process.env
  setEnvironment({ KRB5_CLIENT_KTNAME: `FILE:${keytab}`, KRB5CCNAME: `MEMORY:koji-releng-${principal}` })
  try {
    return await work()
  } finally {
    setEnvironment({ KRB5_CLIENT_KTNAME, KRB5CCNAME })
  }
}

function setEnvironment(values: { readonly [name: string]: string | undefined }): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

async function verify(context: Context, answer: string | undefined, host: string): Promise<void> {
  const token = /^Negotiate +(\S+)/i.exec(answer ?? '')?.[1]
  if (token === undefined || context.contextComplete) return
  try {
    await context.step(token)
  } catch (cause) {
    throw new RelengError(`the web server on ${host} cannot prove that it is the hub`, {
      next: 'check `server` in the profile; somebody may be answering in its place',
      details: [String(cause)],
      cause,
    })
  }
}

function noTicket(cause: unknown, host: string, { principal, keytab }: Ticket): RelengError {
  const words = cause instanceof Error ? cause.message : String(cause)
  const wrongKey = keytab && keytabError(words, keytab, principal ?? 'a client')
  if (wrongKey) return wrongKey
  const kinit = keytab === undefined ? `kinit ${principal ?? 'USER@REALM'}` : undefined
  const known = reasons.find(({ words: pattern }) => pattern.test(words))
  return new RelengError(known?.what ?? `Kerberos refuses: ${words}`, {
    where: `HTTP/${host}`,
    next:
      known?.next ??
      (kinit === undefined ? 'check `principal` and `keytab` in the profile' : `get a ticket: ${kinit}`),
    details: [words],
    cause,
  })
}

// The words are those of MIT Kerberos; what to do next is a new ticket or a better key, unless it says so.
const reasons: readonly { readonly words: RegExp; readonly what: string; readonly next?: string }[] = [
  { words: /Ticket expired/, what: 'the Kerberos ticket has expired' },
  {
    words: /Server krbtgt\/.* not found in Kerberos database/,
    what: "the Kerberos ticket is of a realm that the hub's realm does not trust",
    next: "get a ticket of the hub's realm: kinit USER@REALM",
  },
  {
    words: /Server .* not found in Kerberos database/,
    what: 'Kerberos knows no web server of this name',
    next: 'check `server` in the profile: it must be the name that the hub has in Kerberos',
  },
  {
    words: /Client .* not found in Kerberos database/,
    what: 'Kerberos knows no user of this name',
    next: 'check `principal` in the profile',
  },
  { words: /No credentials were supplied|No Kerberos credentials/, what: 'there is no Kerberos ticket' },
  {
    words: /Cannot (contact|find|resolve)|KDC/,
    what: 'no Kerberos server answers',
    next: 'check the network, and the realm in krb5.conf',
  },
  {
    words: /Clock skew/,
    what: 'the clocks of this machine and of the Kerberos server differ too much',
    next: 'set the clock',
  },
]
