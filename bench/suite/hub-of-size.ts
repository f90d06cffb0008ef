import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { SandboxTransport } from '../../src/cli/sandbox-transport.js'
import { isStruct, type RpcValue } from '../../src/hub/codec/value.js'
import { HubClient, Session, webServerLogin } from '../../src/hub/index.js'
import type { Call } from '../../src/koji/call.js'
import { createSandbox, serve } from '../../src/sandbox/index.js'
import { makePermissions, makeRelease } from '../../test/templates/made-by-hand.js'
import type { MeasuredHub } from '../branching/hub.js'
import { counting } from './answered.js'

export interface HubOfSize extends MeasuredHub {
  readonly size: number
  /** of its tags */
  readonly names: readonly string[]
  close(): Promise<void>
}

/** A served sandbox with release 43 of Fedora and so many tags in all: families of 60 that others made. */
export async function hubOfSize(size: number, folder: string): Promise<HubOfSize> {
  const sandbox = createSandbox({ users: [{ name: 'releng' }] })
  const client = new HubClient(new SandboxTransport('sandbox:bench', sandbox))
  const session = await Session.open(client, webServerLogin('benchmark', ''))
  const writer = {
    call: (method: string, params: readonly RpcValue[], named?: { [name: string]: RpcValue }) =>
      session.call({ method, params, ...(named && { named }) }),
  }
  await makePermissions(writer, 'kojiadmin')
  await makeRelease(writer, 43)
  const made = await session.call({
    method: 'listTags',
    params: [],
    named: { queryOpts: { countOnly: true } },
  })
  const others = Array.from({ length: Math.max(0, size - Number(made)) }, (_, index) => index)
  const name = (index: number) => `other-${Math.floor(index / 60)}-${index % 60}`
  await session.multiCall(
    others.map((index): Call => {
      const parent = index % 60 === 0 ? {} : { parent: name(index - 1 - (index % 60 > 6 ? index % 5 : 0)) }
      return { method: 'createTag', params: [name(index)], named: { arches: 'x86_64 aarch64', ...parent } }
    }),
  )
  const rows = await session.call({ method: 'listTags', params: [] })
  await session.close()
  const counted = counting(sandbox)
  const server = await serve(counted)
  const config = path.join(folder, `hub-${size}.conf`)
  writeFileSync(config, `[bench]\nserver = ${server.url}\nauthtype = noauth\n`)
  return {
    size,
    names: namesIn(rows),
    url: server.url,
    config,
    profile: 'bench',
    koji: [],
    answered: async () => counted.answered(),
    close: () => server.close(),
  }
}

function namesIn(rows: RpcValue): string[] {
  if (!Array.isArray(rows)) return []
  return rows.flatMap(row => (isStruct(row) && typeof row.name === 'string' ? [row.name] : []))
}
