import { writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { connect } from '../../src/cli/connection.js'
import { profileOf, readProfiles, Session, serverOf } from '../../src/hub/index.js'
import { createSandbox, serve } from '../../src/sandbox/index.js'
import type { Writer } from '../../test/hub-of.js'
import type { ReadableHub } from '../../test/templates/fedora-hub.js'
import { type Answered, counting, countingLog } from '../suite/answered.js'

/** How commands come to a hub: by one profile of one Koji configuration. */
export interface Door {
  readonly url: string
  readonly config: string
  readonly profile: string
  /** what Koji's client must be told beside the profile */
  readonly koji: readonly string[]
  /** the certificate of its authority */
  readonly ca?: string
}

/** A hub that is measured. */
export interface MeasuredHub extends Door {
  /** what it has answered so far, where that can be told */
  answered(): Promise<Answered | undefined>
}

/** A hub that the benchmarks write to. */
export interface BenchHub extends MeasuredHub, Writer, ReadableHub {
  readonly what: string
  /** Logs in again, where the hub was emptied, and its sessions with it. */
  reopen(): Promise<void>
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
  const read = profileOf(readProfiles({ home: homedir(), config }), profile)
  const { serverca } = read
  const answered = log === undefined ? async () => undefined : countingLog(log)
  return hubOf({
    ...(serverca !== undefined && { ca: serverca }),
    what: `the hub of profile ${profile}`,
    url: serverOf(read),
    config,
    profile,
    koji: [],
    answered,
    end: async () => undefined,
  })
}

const [user, password] = ['kojiadmin', 'only-for-this-run']

async function openSandbox(folder: string): Promise<BenchHub> {
  const sandbox = counting(createSandbox({ users: [{ name: user, password }, { name: 'releng' }] }))
  const server = await serve(sandbox)
  const config = path.join(folder, 'koji.conf')
  writeFileSync(config, `[bench]\nserver = ${server.url}\nauthtype = password\n`)
  Object.assign(process.env, { KOJI_RELENG_USER: user, KOJI_RELENG_PASSWORD: password })
  return hubOf({
    what: 'a sandbox',
    url: server.url,
    config,
    profile: 'bench',
    koji: [`--user=${user}`, `--password=${password}`],
    answered: async () => sandbox.answered(),
    end: () => server.close(),
  })
}

interface Opened extends MeasuredHub {
  readonly what: string
  readonly end: () => Promise<void>
}

async function hubOf({ end, ...hub }: Opened): Promise<BenchHub> {
  const { client, login } = connect(hub)
  let session = await Session.open(client, login())
  return {
    ...hub,
    client,
    call: (method, params, named) => session.call({ method, params, ...(named && { named }) }),
    reopen: async () => {
      session = await Session.open(client, login())
    },
    close: async () => {
      await session.close()
      client.close()
      await end()
    },
  }
}
