// How fast the sandbox takes 10,000 tags with 4 parents each, and answers for the deepest of them.
// npx tsx bench/sandbox.ts [TAGS]
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { SandboxTransport } from '../src/cli/sandbox-transport.js'
import type { RpcValue } from '../src/hub/codec/value.js'
import { HubClient, Session, webServerLogin } from '../src/hub/index.js'
import type { Call } from '../src/koji/call.js'
import { createSandbox, openState } from '../src/sandbox/index.js'

const count = Number(process.argv[2] ?? 10_000)
const parents = 4
const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-bench-'))
const file = path.join(folder, 'state.json')

function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(2)} s`
}

/** Tag n inherits from the four before it, in layers of ten, so that the deepest has some 1,000 generations. */
function links(index: number): RpcValue {
  const layer = Math.floor(index / 10)
  const above = Math.min(parents, layer * 10)
  return Array.from({ length: above }, (_, nth) => ({
    parent_id: (layer - 1) * 10 + ((index + nth) % 10) + 1,
    priority: nth,
    maxdepth: null,
    intransitive: false,
    noconfig: false,
    pkg_filter: '',
  }))
}

async function load(): Promise<void> {
  const client = new HubClient(new SandboxTransport('sandbox', createSandbox({ state: openState(file) })))
  const session = await Session.open(client, webServerLogin('benchmark', ''))
  const names = Array.from({ length: count }, (_, index) => `t${index}`)
  await session.multiCall(names.map((name): Call => ({ method: 'createTag', params: [name] })))
  await session.multiCall(
    names.map(
      (name, index): Call<RpcValue> => ({ method: 'setInheritanceData', params: [name, links(index)] }),
    ),
  )
  await session.close()
}

async function main(): Promise<void> {
  const loading = performance.now()
  await load()
  console.log(`${count} tags with ${parents} parents each, by calls: ${seconds(loading)}`)

  const opening = performance.now()
  const sandbox = createSandbox({ state: openState(file) })
  console.log(
    `the same from its state file (${(statSync(file).size / 1e6).toFixed(1)} MB): ${seconds(opening)}`,
  )

  const client = new HubClient(new SandboxTransport('sandbox', sandbox))
  const deepest = `t${count - 1}`
  const times: number[] = []
  for (let run = 0; run < 7; run += 1) {
    const start = performance.now()
    await client.call({ method: 'getFullInheritance', params: [deepest] })
    times.push(performance.now() - start)
  }
  const links_ = await client.call({ method: 'getFullInheritance', params: [deepest] })
  const [best = 0, median = 0] = [Math.min(...times), times.sort((a, b) => a - b)[3]]
  const length = Array.isArray(links_) ? links_.length : 0
  console.log(
    `getFullInheritance(${deepest}), ${length} links: median ${median?.toFixed(1)} ms, best ${best.toFixed(1)} ms`,
  )
}

try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
