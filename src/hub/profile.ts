import { RelengError } from '../koji/error.js'
import { nearest } from '../koji/names.js'
import { isFile, type Profiles } from './config-files.js'
import { isPlaintext, parseHubUrl } from './hub-url.js'
import { defaultSection } from './ini.js'
import { ProfileKeys } from './profile-keys.js'

const authtypes = ['noauth', 'ssl', 'password', 'kerberos'] as const
export type Authtype = (typeof authtypes)[number]

/** How to reach one hub and log in there: a section of Koji's own configuration files, with Koji's defaults. */
export interface Profile {
  readonly name: string
  readonly server: string
  /** where people look at this hub with a browser */
  readonly weburl: string | undefined
  /** where its files are, over HTTP */
  readonly topurl: string | undefined
  /** as it is written; see `authtypeOf` */
  readonly authtype: Authtype | undefined
  /** PEM file with the client's certificate and key */
  readonly cert: string | undefined
  /** PEM file of the authorities that may vouch for the hub; without one, the system's may */
  readonly serverca: string | undefined
  /** trust whatever certificate the hub shows; counts only without `serverca` */
  readonly no_ssl_verify: boolean
  /** for Kerberos: who logs in, and the file of their keys (used only with a principal) */
  readonly principal: string | undefined
  readonly keytab: string | undefined
  /** seconds without a byte of an answer; of one to a login */
  readonly timeout: number
  readonly auth_timeout: number
  /** how often what failed for a passing reason is tried again; the longest wait between, in seconds */
  readonly max_retries: number
  readonly retry_interval: number
  /** retry also what is asked without a login */
  readonly anon_retry: boolean
  /** wait, as long as it takes, while the hub is closed for maintenance; and the seconds between two tries */
  readonly offline_retry: boolean
  readonly offline_retry_interval: number
  /** log in also for what anybody may read */
  readonly force_auth: boolean
}

/** One profile. Throws where there is none of that name, or a value is wrong; keys it does not know it ignores. */
export function profileOf(profiles: Profiles, name: string): Profile {
  const section = name === defaultSection ? undefined : profiles.sections.get(name)
  if (section === undefined) throw unknownProfile(name, profiles)
  const keys = new ProfileKeys(section, profiles)
  return {
    name,
    server: keys.url('server', 'http://localhost/kojihub'),
    weburl: keys.text('weburl'),
    topurl: keys.text('topurl'),
    authtype: keys.oneOf('authtype', authtypes),
    cert: keys.file('cert', 'client.crt'),
    serverca: keys.file('serverca', 'serverca.crt'),
    // Koji takes any text here for "yes", even "no".
    no_ssl_verify: keys.flag('no_ssl_verify', { mayBeEmpty: true }),
    principal: keys.text('principal'),
    keytab: keys.text('keytab'),
    timeout: keys.integer('timeout', 43_200, 1),
    auth_timeout: keys.integer('auth_timeout', 60, 1),
    max_retries: keys.integer('max_retries', 30),
    retry_interval: keys.integer('retry_interval', 20),
    anon_retry: keys.flag('anon_retry'),
    offline_retry: keys.flag('offline_retry'),
    offline_retry_interval: keys.integer('offline_retry_interval', 20),
    force_auth: keys.flag('force_auth'),
  }
}

/**
 * How a profile logs in, resolved as Koji's client does (`activate_session`): as `authtype` says, else with
 * the client certificate if that file is there, else with Kerberos.
 */
export function authtypeOf({ authtype, cert }: Pick<Profile, 'authtype' | 'cert'>): Authtype {
  return authtype ?? (cert !== undefined && isFile(cert) ? 'ssl' : 'kerberos')
}

/**
 * Where the hub is reached. As in Koji, certificates and tickets are shown over TLS alone: a profile that logs in
 * by them means https, whatever its `server` says. On this machine itself http will do.
 */
export function serverOf(profile: Pick<Profile, 'server' | 'authtype' | 'cert'>): string {
  const url = parseHubUrl(profile.server)
  const isChosen = profile.authtype !== undefined || authtypeOf(profile) === 'ssl'
  if (!isPlaintext(url) || !isChosen || !overTls.has(authtypeOf(profile))) return profile.server
  url.protocol = 'https:'
  return url.href
}

const overTls: ReadonlySet<Authtype> = new Set(['ssl', 'kerberos'])

/** Whether the hub's certificate is checked. As in Koji, an authority that is named always is asked. */
export function verifiesHub({
  serverca,
  no_ssl_verify,
}: Pick<Profile, 'serverca' | 'no_ssl_verify'>): boolean {
  return serverca !== undefined || !no_ssl_verify
}

/** The profile that Koji's client takes where none is named, if it is configured. */
export function usualProfile({ sections }: Pick<Profiles, 'sections'>): string | undefined {
  return sections.has('koji') ? 'koji' : undefined
}

/** The names of all profiles, sorted; `DEFAULT` only lends its values to them. */
export function profileNames({ sections }: Pick<Profiles, 'sections'>): string[] {
  return [...sections.keys()].filter(name => name !== defaultSection).sort()
}

function unknownProfile(name: string, profiles: Profiles): RelengError {
  const { files, unreadable } = profiles
  const known = profileNames(profiles)
  const near = nearest(name, known)
  const found = known.length === 0 ? 'none is configured' : `there are: ${known.join(', ')}`
  const closed = unreadable.map(file => `; ${file} cannot be read`).join('')
  return new RelengError(
    `there is no profile ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    {
      where: (files.length === 0 ? 'no configuration of Koji was found' : files.join(', ')) + closed,
      next: `${found}; profiles are sections of ~/.koji/config or of the file that --config names`,
    },
  )
}
