// How fast the sandbox takes 10,000 tags with up to 4 parents each, and answers getFullInheritance for the
// deepest of them. Two graphs:
//  - forest: as in hubs that people use. 50 generations of 4 tags, over and over; the deepest tag has 196 ancestors
//  - layers: the worst case. 1,000 generations of 10 tags; the deepest tag inherits from nearly all others, and
//    its answer is 8 MB of XML
// Two times for each, after some calls that warm up:
//  - hub: what the sandbox does, from the request's bytes to the response's (reading XML, the walk, writing XML)
//  - round trip: the same call by the client in one process, which also writes the request and reads the answer
// npx tsx bench/sandbox.ts [TAGS] [--json]
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { SandboxTransport } from '../src/cli/sandbox-transport.js'
import type { RpcValue } from '../src/hub/codec/value.js'
import { writeCall } from '../src/hub/codec/writer.js'
import { HubClient, Session, webServerLogin } from '../src/hub/index.js'
import type { Call } from '../src/koji/call.js'
import { createSandbox, openState } from '../src/sandbox/index.js'
import { type Part, partsJson } from './suite/part.js'

/** Tags in layers; each inherits from up to 4 of the layer above. */
interface Graph {
  readonly name: string
  /** tags in a layer */
  readonly width: number
  /** layers until a new family of tags begins */
  readonly generations: number
}

const graphs: Graph[] = [
  { name: 'forest', width: 4, generations: 50 },
  { name: 'layers', width: 10, generations: Number.POSITIVE_INFINITY },
]
const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const count = Number(positionals[0] ?? 10_000)
const parts: Part[] = []
const say = (line: string) => (values.json ? undefined : console.log(line))
const [warmUps, runs] = [20, 41]

function links({ width, generations }: Graph, index: number): RpcValue[] {
  const layer = Math.floor(index / width)
  if (layer === 0 || layer % generations === 0) return []
  return Array.from({ length: 4 }, (_, nth) => ({
    parent_id: (layer - 1) * width + ((index + nth) % width) + 1,
    priority: nth,
    maxdepth: null,
    intransitive: false,
    noconfig: false,
    pkg_filter: '',
  }))
}

async function load(graph: Graph, file: string): Promise<void> {
  const client = new HubClient(new SandboxTransport('sandbox', createSandbox({ state: openState(file) })))
  const session = await Session.open(client, webServerLogin('benchmark', ''))
  const names = Array.from({ length: count }, (_, index) => `t${index}`)
  await session.multiCall(names.map((name): Call => ({ method: 'createTag', params: [name] })))
  await session.multiCall(
    names.map((name, index) => ({ method: 'setInheritanceData', params: [name, links(graph, index)] })),
  )
  await session.close()
}

/** @param name of what is timed, in the graph that `parts` is told of */
async function times(name: string, work: () => unknown): Promise<string> {
  const measured: number[] = []
  for (let run = -warmUps; run < runs; run += 1) {
    const start = performance.now()
    await work()
    if (run >= 0) measured.push(performance.now() - start)
  }
  part(name, measured)
  const [best = 0] = measured.sort((a, b) => a - b)
  return `median ${measured[runs >> 1]?.toFixed(1)} ms, best ${best.toFixed(1)} ms`
}

function part(name: string, milliseconds: readonly number[]): void {
  parts.push({ id: 'load', name, seconds: milliseconds.map(one => one / 1000), peak: null })
}

async function measure(graph: Graph, file: string): Promise<void> {
  const since = (start: number, name: string) => {
    const milliseconds = performance.now() - start
    part(`sandbox, ${graph.name}: ${name}`, [milliseconds])
    return `${(milliseconds / 1000).toFixed(2)} s`
  }
  const loading = performance.now()
  await load(graph, file)
  say(`${graph.name}: ${count} tags by calls: ${since(loading, `${count} tags by calls`)}`)

  const opening = performance.now()
  const sandbox = createSandbox({ state: openState(file) })
  const megabytes = (statSync(file).size / 1e6).toFixed(1)
  say(`  from their state file (${megabytes} MB): ${since(opening, `from a state file of ${megabytes} MB`)}`)

  const [method, params] = ['getFullInheritance', [`t${count - 1}`]]
  const body = Buffer.from(writeCall(method, params))
  const client = new HubClient(new SandboxTransport('sandbox', sandbox))
  const answer = await client.call({ method, params })
  const links = Array.isArray(answer) ? answer.length : 0
  const what = `sandbox, ${graph.name}: ${method} of ${links} links`
  say(`  ${method}(${params}), ${links} links`)
  const handle = () => sandbox.handle({ method: 'POST', path: '/', headers: {}, body })
  say(`    hub: ${await times(what, handle)}`)
  say(`    round trip: ${await times(`${what}, by the client`, () => client.call({ method, params }))}`)
}

const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-bench-'))
try {
  for (const graph of graphs) await measure(graph, path.join(folder, `${graph.name}.json`))
  if (values.json) console.log(partsJson(parts))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
