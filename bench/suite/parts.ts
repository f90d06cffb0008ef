import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Bench } from './bench.js'
import type { Part } from './part.js'
import { run } from './process.js'
import { type Spread, spreadOf } from './spread.js'

const scripts = path.join(import.meta.dirname, '..')

/** How fast 16 MB are read, in turns with Koji's client where its source is named. */
export async function decode(bench: Bench): Promise<void> {
  const { 'koji-source': source, python } = bench.others
  if (source === undefined) bench.note("no --koji-source: Koji's own decoding is not measured")
  const env = { PYTHON: python, ...(source !== undefined && { KOJI_SRC: source }) }
  addParts(bench, await partsOf('codec.ts', ['25000', String(bench.runs), '--json'], env))
}

/** How the sandbox takes 10,000 tags, and answers. */
export async function load(bench: Bench): Promise<void> {
  addParts(bench, await partsOf('sandbox.ts', ['10000', '--json']))
}

/** The planner alone: seconds. */
export async function planner(bench: Bench): Promise<void> {
  if (!existsSync(path.join(scripts, 'planner.ts'))) return bench.note('no bench/planner.ts: not measured')
  const output = await outputOf('planner.ts', ['--json', '--runs', String(bench.runs)])
  const told: PlannerRun[] = JSON.parse(output)
  const runs = new Map<string, PlannerRun[]>()
  for (const run of told) runs.set(run.title, [...(runs.get(run.title) ?? []), run])
  addParts(
    bench,
    [...runs].map(([title, its]) => ({
      id: title.startsWith('read from') ? 'files' : 'planner',
      name: `10,000 desired tags: ${title}`,
      seconds: its.map(({ seconds }) => seconds),
      peak: Math.max(...its.map(({ peak }) => peak)),
    })),
  )
}

/** What one run of a case told. */
interface PlannerRun {
  readonly title: string
  readonly seconds: number
  readonly peak: number
}

async function partsOf(script: string, args: readonly string[], env = {}): Promise<Part[]> {
  return JSON.parse(await outputOf(script, args, env))
}

async function outputOf(script: string, args: readonly string[], env = {}): Promise<string> {
  const file = path.join(scripts, script)
  const { output } = await run({
    name: script,
    argv: [process.execPath, '--import', 'tsx', file, ...args],
    env,
  })
  return output
}

function addParts(bench: Bench, parts: readonly Part[]): void {
  for (const { id, name, seconds, peak, theirs } of parts) {
    const ratio = theirs?.seconds.map((one, turn) => (seconds[turn] ?? Number.NaN) / one)
    bench.add({
      id,
      name,
      ours: side('us', spreadOf(seconds), peak),
      theirs: theirs === undefined ? null : side(theirs.name, spreadOf(theirs.seconds), null),
      ratio: ratio === undefined ? null : spreadOf(ratio),
    })
  }
}

function side(name: string, seconds: Spread, peak: number | null) {
  return { name, seconds, requests: null, hub: null, looked: { peak, wire: null } }
}
