import { randomBytes } from 'node:crypto'
import { type ImportedBuild, importBuild } from './build-import.js'
import type { Clock, Random } from './clock.js'
import { type DirectCall, directCalls } from './direct.js'
import type { Hooks } from './hooks.js'
import type { HubRequest, HubResponse, Peer } from './http.js'
import { Hub } from './hub.js'
import { allMethods } from './methods/index.js'
import { type SeedUser, seedMore, seedNew } from './seed.js'
import { defaultOptions, type HubOptions } from './services.js'
import type { StateFile } from './state-file.js'
import { Store } from './store/store.js'
import { respond } from './wire.js'

export interface SandboxOptions {
  /** seconds since 1970 */
  readonly clock?: Clock
  readonly random?: Random
  /** beside `kojiadmin`, who is an admin */
  readonly users?: readonly SeedUser[]
  /** beside those that Koji has from the start */
  readonly permissions?: readonly string[]
  /** a hub administrator's settings */
  readonly hub?: Partial<HubOptions>
  readonly hooks?: Hooks
  /** what it holds from the start, in place of a new hub's contents; all but the users and permissions above */
  readonly store?: Store
  /** where the hub's contents are kept; without it they are gone with the process */
  readonly state?: StateFile
}

/** An embedded Koji hub. */
export interface Sandbox {
  /** Answers one HTTP request. `peer` is whom the web server would have authenticated. */
  handle(request: HubRequest, peer?: Peer): HubResponse
  /** Makes calls in this process, without XML: as this user, who needs no proof, or anonymously. */
  direct(user?: string): DirectCall
  /** Adds a build, since the sandbox cannot build; gives its id. */
  importBuild(build: ImportedBuild): number
  /** Writes the state file now, as each request that commits does. */
  save(): void
}

/** A hub with Koji's seeded permissions, the user `kojiadmin`, and what the options add. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { clock = () => Date.now() / 1000, random = size => randomBytes(size) } = options
  const known = options.state?.store ?? options.store
  const store = known ?? new Store()
  const seed = { ...options, clock, random }
  if (known === undefined) seedNew(store, seed)
  else seedMore(store, seed)
  const hub = new Hub({
    store,
    methods: allMethods,
    options: { ...defaultOptions, ...options.hub },
    clock,
    random,
    hooks: options.hooks ?? {},
    save: contents => options.state?.save(contents),
  })
  return {
    handle: (request, peer) => respond(hub, request, peer),
    direct: user => directCalls(hub, user),
    importBuild: build => importBuild(hub, build),
    save: () => options.state?.save(store),
  }
}
