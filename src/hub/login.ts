import type { Call } from '../koji/call.js'
import { RelengError } from '../koji/error.js'
import type { RpcValue } from './codec/value.js'
import { isPlaintext } from './hub-url.js'
import { type Negotiation, negotiate } from './kerberos.js'
import { authtypeOf, type Profile, serverOf } from './profile.js'

/** One way to log in: the call that opens a session, and how to speak of it. */
export interface Login {
  /** added to the hub's path: web servers ask for certificates and tickets at `/ssllogin` alone */
  readonly path: '' | '/ssllogin'
  /** a function, so that a printed login shows no password */
  readonly call: () => Call<RpcValue>
  /** what of the call nobody but the hub may see */
  readonly secrets?: () => readonly string[]
  /** a new proof for each request, where the web server is shown a Kerberos ticket */
  readonly negotiate?: () => Promise<Negotiation>
  /** `client certificate releng.pem`, for messages */
  readonly describe: string
  /** what to do where the hub refuses */
  readonly hint: string
}

/** The web server knows the user: from a client certificate, or because the hub is embedded. */
export function webServerLogin(describe: string, hint: string): Login {
  return {
    path: '/ssllogin',
    // Koji's own client always sends `proxyuser`, and hubs have come to expect it.
    call: () => ({ method: 'sslLogin', params: [], named: { proxyuser: null } }),
    describe,
    hint,
  }
}

/** The web server knows the user by a Kerberos ticket. */
export function kerberosLogin({ server, principal, keytab }: KerberosOptions): Login {
  const { hostname } = new URL(server)
  return {
    ...webServerLogin(
      principal === undefined ? 'a Kerberos ticket' : `the Kerberos ticket of ${principal}`,
      'check with klist whose ticket it is, and that this user may log in on the hub',
    ),
    negotiate: () => negotiate(hostname, { principal, keytab }),
  }
}

export type KerberosOptions = Pick<Profile, 'server' | 'principal' | 'keytab'>

export function passwordLogin(user: string, password: string): Login {
  return {
    path: '',
    call: () => ({ method: 'login', params: [user, password] }),
    secrets: () => [password],
    describe: `user ${user} and password`,
    hint: `check the user's name, and the password in ${passwordVariable}`,
  }
}

export const userVariable = 'KOJI_RELENG_USER'
export const passwordVariable = 'KOJI_RELENG_PASSWORD'

/**
 * The login that a profile asks for, resolved as Koji's client does: `authtype` where it is set, else the
 * client certificate if there is one, else Kerberos. A password comes from the environment alone.
 */
export function loginOf(profile: Profile, env: Readonly<Record<string, string | undefined>>): Login {
  const where = `profile ${profile.name}`
  switch (authtypeOf(profile)) {
    case 'ssl':
      if (profile.cert === undefined) {
        throw new RelengError('this profile logs in with a client certificate, but names none', {
          where,
          next: 'set `cert` to a PEM file with certificate and key, or put it at ~/.koji/client.crt',
        })
      }
      return webServerLogin(
        `client certificate ${profile.cert}`,
        'check that the certificate is valid and belongs to a user of this hub',
      )
    case 'password': {
      const user = env[userVariable]
      const password = env[passwordVariable]
      if (user === undefined || password === undefined) {
        throw new RelengError('this profile logs in with a password, but none is given', {
          where,
          next: `set ${userVariable} and ${passwordVariable} in the environment`,
        })
      }
      return passwordLogin(user, password)
    }
    case 'noauth':
      throw new RelengError('this profile reads only (authtype = noauth): it cannot apply a plan', {
        where,
        next: 'name a profile with a login, by --profile',
      })
    case 'kerberos':
      if (isPlaintext(new URL(serverOf(profile)))) {
        throw new RelengError('a Kerberos ticket is not shown over http, where others can read the session', {
          where,
          next: 'set `server` to https, or `authtype = kerberos`, which means https as in Koji',
        })
      }
      return kerberosLogin({ ...profile, server: serverOf(profile) })
  }
}
