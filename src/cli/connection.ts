import { homedir } from 'node:os'
import path from 'node:path'
import { Flags } from '@oclif/core'
import {
  type Authtype,
  authtypeOf,
  defaultConnections,
  type ExchangeListener,
  HttpTransport,
  HubClient,
  isPlaintext,
  type Login,
  loginOf,
  type Profile,
  profileNames,
  profileOf,
  Retrier,
  type Retry,
  readProfiles,
  serverOf,
  usualProfile,
  verifiesHub,
  webServerLogin,
} from '../hub/index.js'
import { RelengError } from '../koji/error.js'
import { sandboxTransport } from './sandbox-transport.js'
import { stateHome } from './state-home.js'

/** A hub that a command talks to, and how to log in there. */
export interface Connection {
  readonly profile: string
  readonly client: HubClient
  /** how the profile logs in */
  readonly authtype: Authtype
  /** what a person should know about this connection */
  readonly warnings: readonly string[]
  /** asked only when something is to be written */
  login(): Login
}

/** The flags of every command that talks to a hub. */
export const hubFlags = {
  profile: Flags.string({
    char: 'p',
    description: 'the hub: a profile of the Koji configuration, or sandbox',
    env: 'KOJI_PROFILE',
    helpGroup: 'HUB',
    helpValue: 'NAME',
  }),
  config: Flags.string({
    description: "a file, or a folder of *.conf, read in place of the user's Koji configuration",
    helpGroup: 'HUB',
    helpValue: 'FILE|DIR',
  }),
  state: Flags.string({
    description: "the sandbox's state file",
    helpGroup: 'HUB',
    helpValue: 'FILE',
  }),
  connections: Flags.integer({
    description: 'how many requests may be under way at a time',
    default: defaultConnections,
    min: 1,
    max: 16,
    helpGroup: 'HUB',
    helpValue: 'N',
  }),
}

export interface HubChoice {
  readonly profile?: string | undefined
  readonly config?: string | undefined
  readonly state?: string | undefined
  readonly connections?: number | undefined
}

/** Who is told what happens on the wire. */
export interface Watchers {
  readonly exchange?: ExchangeListener
  /** before a request is made again */
  readonly retry?: (retry: Retry) => void
}

export const sandboxProfile = 'sandbox'

/**
 * Connects to the hub that is named by flag, by KOJI_PROFILE, or else is Koji's own default profile `koji`.
 * It never falls back to the sandbox, nor from the sandbox to a hub.
 */
export function connect(
  { profile, config, state, connections }: HubChoice,
  { exchange, retry }: Watchers = {},
): Connection {
  if (profile === sandboxProfile) {
    const client = new HubClient(sandboxTransport(state ?? defaultStateFile()), exchange)
    return {
      profile,
      client,
      authtype: 'ssl',
      warnings: [],
      login: () => webServerLogin('the embedded hub', 'reset the sandbox: koji-releng sandbox reset'),
    }
  }
  if (state !== undefined) {
    throw new RelengError('--state names a sandbox, but the profile is not sandbox', {
      next: 'add --profile sandbox',
    })
  }
  const profiles = readProfiles({ home: homedir(), config })
  const name = profile ?? usualProfile(profiles)
  if (name === undefined) {
    const found = [...profileNames(profiles), sandboxProfile].join(', ')
    throw new RelengError('no hub is named', {
      next: `add --profile NAME, or set KOJI_PROFILE; there are: ${found} (see koji-releng hub profiles)`,
    })
  }
  const chosen = profileOf(profiles, name)
  const patience = { maxRetries: chosen.max_retries, interval: chosen.retry_interval }
  return {
    profile: name,
    client: new HubClient(transportOf(chosen, connections), exchange, new Retrier(patience, retry)),
    authtype: authtypeOf(chosen),
    warnings: warningsOf(chosen),
    login: () => loginOf(chosen, process.env),
  }
}

function transportOf(profile: Profile, connections = defaultConnections): HttpTransport {
  const { serverca, cert, no_ssl_verify, timeout, auth_timeout } = profile
  return new HttpTransport({
    server: serverOf(profile),
    serverca,
    cert,
    verify: verifiesHub({ serverca, no_ssl_verify }),
    timeout,
    authTimeout: auth_timeout,
    connections,
    env: process.env,
  })
}

function warningsOf(profile: Profile): string[] {
  const url = new URL(serverOf(profile))
  if (isPlaintext(url) && authtypeOf(profile) === 'password') {
    return [`the password and all else can be read on the way: profile ${profile.name} names a hub by http`]
  }
  if (verifiesHub(profile) || url.protocol === 'http:') return []
  return [
    `the hub's certificate is not checked, so that somebody else may answer in its place: profile ${profile.name} ` +
      'sets no_ssl_verify; name its CA by serverca instead',
  ]
}

/** `$XDG_STATE_HOME/koji-releng/sandbox.json` */
export function defaultStateFile(): string {
  return path.join(stateHome(), 'sandbox.json')
}
