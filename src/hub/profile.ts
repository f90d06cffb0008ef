import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { RelengError } from '../koji/error.js'
import { nearest } from '../koji/names.js'
import { type IniSection, type IniValue, interpolate, parseIni } from './ini.js'

const authtypes = ['noauth', 'ssl', 'password', 'kerberos'] as const
export type Authtype = (typeof authtypes)[number]

/** How to reach one hub and log in there: a section of Koji's own configuration files. */
export interface Profile {
  readonly name: string
  readonly server: string
  readonly authtype: Authtype | undefined
  /** PEM file with the client's certificate and key */
  readonly cert: string | undefined
  /** PEM file of the authorities that may vouch for the hub */
  readonly serverca: string | undefined
  /** whose Kerberos ticket is shown; without it, that of the ticket cache */
  readonly principal: string | undefined
  /** file of keys to get a Kerberos ticket with */
  readonly keytab: string | undefined
  readonly no_ssl_verify: boolean
  /** seconds without a byte of an answer; Koji's own default, 12 hours, is for builds */
  readonly timeout: number
  /** the same for a login */
  readonly auth_timeout: number
  /** how often a read that failed is tried again */
  readonly max_retries: number
  /** the longest wait between two tries, in seconds */
  readonly retry_interval: number
}

/** The profiles of the configuration files, by name; later files override earlier ones key by key. */
export interface Profiles {
  readonly sections: ReadonlyMap<string, IniSection>
  /** the files that were read, in order */
  readonly files: readonly string[]
  readonly home: string
}

export interface ConfigLocations {
  readonly home: string
  /** `--config`: a file or a folder that replaces the user's own */
  readonly config?: string | undefined
  readonly system?: string
}

/**
 * Reads Koji's configuration in Koji's order: `/etc/koji.conf.d/*.conf`, `/etc/koji.conf`, then the user's
 * `~/.koji/config.d/*.conf` and `~/.koji/config`, which `--config` replaces.
 */
export function readProfiles({ home, config, system = '/etc' }: ConfigLocations): Profiles {
  const user = path.join(home, '.koji')
  const files = [
    ...confFiles(path.join(system, 'koji.conf.d')),
    ...present(path.join(system, 'koji.conf')),
    ...(config === undefined
      ? [...confFiles(path.join(user, 'config.d')), ...present(path.join(user, 'config'))]
      : named(config)),
  ]
  const sections = new Map<string, IniSection>()
  for (const file of files) {
    for (const [name, section] of parseIni(read(file), file)) {
      sections.set(name, new Map([...(sections.get(name) ?? []), ...section]))
    }
  }
  return { sections, files, home }
}

/** The names of all profiles, sorted; `DEFAULT` only lends its values to them. */
export function profileNames({ sections }: Pick<Profiles, 'sections'>): string[] {
  return [...sections.keys()].filter(name => name !== 'DEFAULT').sort()
}

/** One profile, with Koji's defaults. Throws where there is none of that name, or a value is wrong. */
export function profileOf({ sections, files, home }: Profiles, name: string): Profile {
  const section = name === 'DEFAULT' ? undefined : sections.get(name)
  if (section === undefined) throw unknownProfile(name, sections, files)
  const value = (key: string) => section.get(key) ?? sections.get('DEFAULT')?.get(key)
  const text = (key: string) => {
    const found = value(key)
    return found === undefined || found.text === '' ? undefined : interpolate(found, value)
  }
  const file = (key: string, fallback: string) => {
    const given = text(key)
    if (given !== undefined) return given.replace(/^~(?=\/|$)/, home)
    const usual = path.join(home, '.koji', fallback)
    return existsSync(usual) ? usual : undefined
  }
  return {
    name,
    server: text('server') ?? 'http://localhost/kojihub',
    authtype: authtype(value('authtype')),
    cert: file('cert', 'client.crt'),
    serverca: file('serverca', 'serverca.crt'),
    principal: text('principal'),
    keytab: text('keytab')?.replace(/^~(?=\/|$)/, home),
    no_ssl_verify: boolean(value('no_ssl_verify')),
    timeout: whole(value('timeout'), 'seconds', 3600),
    auth_timeout: whole(value('auth_timeout'), 'seconds', 60),
    max_retries: whole(value('max_retries'), 'retries', 30),
    retry_interval: whole(value('retry_interval'), 'seconds', 20),
  }
}

function authtype(value: IniValue | undefined): Authtype | undefined {
  if (value === undefined || value.text === '') return undefined
  const known = authtypes.find(type => type === value.text)
  if (known === undefined) throw wrongValue(value, `authtype is one of ${authtypes.join(', ')}`)
  return known
}

// Koji takes any text here as "yes", even "no": this tool does not.
function boolean(value: IniValue | undefined): boolean {
  const text = value?.text.toLowerCase() ?? ''
  if (['', '0', 'no', 'false', 'off'].includes(text)) return false
  if (value !== undefined && !['1', 'yes', 'true', 'on'].includes(text))
    throw wrongValue(value, 'write yes or no')
  return true
}

function whole(value: IniValue | undefined, of: string, fallback: number): number {
  if (value === undefined || value.text === '') return fallback
  if (!/^\d+$/.test(value.text)) throw wrongValue(value, `write a whole number of ${of}`)
  return Number(value.text)
}

function wrongValue({ text, file, line }: IniValue, next: string): RelengError {
  return new RelengError(`the value ${JSON.stringify(text)} is not understood`, {
    where: `${file}:${line}`,
    next,
  })
}

function unknownProfile(name: string, sections: Profiles['sections'], files: readonly string[]): RelengError {
  const known = profileNames({ sections })
  const near = nearest(name, known)
  const found = known.length === 0 ? 'none is configured' : `there are: ${known.join(', ')}`
  return new RelengError(
    `there is no profile ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    {
      where: files.length === 0 ? 'no configuration of Koji was found' : files.join(', '),
      next: `${found}; profiles are sections of ~/.koji/config or of the file that --config names`,
    },
  )
}

function confFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter(name => name.endsWith('.conf'))
  return names.sort().map(name => path.join(folder, name))
}

function present(file: string): string[] {
  return existsSync(file) ? [file] : []
}

function named(config: string): string[] {
  if (!existsSync(config)) {
    throw new RelengError('there is no such configuration file', { where: config, next: 'check --config' })
  }
  return statSync(config).isDirectory() ? confFiles(config) : [config]
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new RelengError('the configuration file cannot be read', {
      where: file,
      next: 'check its permissions',
      cause,
    })
  }
}
