import { readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { connect } from '../../src/cli/connection.js'
import { profileOf, readProfiles, Session } from '../../src/hub/index.js'
import { createSandbox, serve } from '../../src/sandbox/index.js'
import type { Writer } from '../../test/hub-of.js'
import type { ReadableHub } from '../../test/templates/fedora-hub.js'

/** A hub that both ways of branching are tried on, by one profile of one Koji configuration. */
export interface BenchHub extends Writer, ReadableHub {
  readonly what: string
  readonly config: string
  readonly profile: string
  /** what Koji's client must be told beside the profile */
  readonly koji: readonly string[]
  /** the certificate of its authority */
  readonly ca?: string
  /** how many requests it has answered, where that can be told */
  requests(): number | undefined
  close(): Promise<void>
}

export interface HubOptions {
  readonly config?: string | undefined
  readonly profile?: string | undefined
  readonly 'access-log'?: string | undefined
}

/** @param folder for the files of a sandbox of its own */
export async function openHub(options: HubOptions, folder: string): Promise<BenchHub> {
  const { config, profile, 'access-log': log } = options
  if (config === undefined || profile === undefined) return openSandbox(folder)
  const { serverca } = profileOf(readProfiles({ home: homedir(), config }), profile)
  return hubOf({
    ...(serverca !== undefined && { ca: serverca }),
    what: `the hub of profile ${profile}`,
    config,
    profile,
    koji: [],
    requests: () => (log === undefined ? undefined : readFileSync(log, 'utf8').split('\n').length - 1),
    end: async () => undefined,
  })
}

const [user, password] = ['kojiadmin', 'only-for-this-run']

async function openSandbox(folder: string): Promise<BenchHub> {
  let requests = 0
  const sandbox = createSandbox({
    users: [{ name: user, password }, { name: 'releng' }],
    hooks: { onRequest: () => (requests += 1) },
  })
  const server = await serve(sandbox)
  const config = path.join(folder, 'koji.conf')
  writeFileSync(config, `[bench]\nserver = ${server.url}\nauthtype = password\n`)
  Object.assign(process.env, { KOJI_RELENG_USER: user, KOJI_RELENG_PASSWORD: password })
  return hubOf({
    what: 'a sandbox',
    config,
    profile: 'bench',
    koji: [`--user=${user}`, `--password=${password}`],
    requests: () => requests,
    end: () => server.close(),
  })
}

interface Opened {
  readonly what: string
  readonly config: string
  readonly profile: string
  readonly koji: readonly string[]
  readonly ca?: string
  readonly requests: () => number | undefined
  readonly end: () => Promise<void>
}

async function hubOf({ end, ...hub }: Opened): Promise<BenchHub> {
  const { client, login } = connect(hub)
  const session = await Session.open(client, login())
  return {
    ...hub,
    client,
    call: (method, params, named) => session.call({ method, params, ...(named && { named }) }),
    close: async () => {
      await session.close()
      client.close()
      await end()
    },
  }
}
