// How fast the commands are, each as a whole process and in turns with another way of doing it: ratios hold though the
// machine is busy. Medians of some runs, with the least and the most. `npm run bench -- --help` tells how to ask, and
// docs/performance.md what the figures mean. Whole runs are kept in bench/results, as JSON and as Markdown.
// bench/branching.ts, codec.ts, planner.ts and sandbox.ts are parts of it, and can be run by themselves; plan.ts and
// rehearsal.ts are not.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { openHub } from './branching/hub.js'
import { startUp, validate } from './suite/alone.js'
import { apply } from './suite/applying.js'
import { Bench } from './suite/bench.js'
import { boundsOf } from './suite/bounds.js'
import { keep, tellInDocs } from './suite/keep.js'
import { readOptions } from './suite/options.js'
import { decode, load, planner } from './suite/parts.js'
import { audit, exportRelease, plan, size } from './suite/reading.js'
import { markdown } from './suite/results.js'
import { wholeRelease } from './suite/whole-release.js'

/** In the order in which they run: what adds releases to the hub comes last. */
const benchmarks: { readonly [name: string]: (bench: Bench) => Promise<void> } = {
  start: startUp,
  validate,
  plan,
  audit,
  export: exportRelease,
  size,
  decode,
  planner,
  load,
  apply,
}

try {
  const options = readOptions(Object.keys(benchmarks), ['plan', 'audit', 'export', 'apply'])
  if (typeof options === 'string') console.log(options)
  else await measure(options)
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}\nnext:  npm run bench -- --help`)
  process.exitCode = 1
}

async function measure(asked: Exclude<ReturnType<typeof readOptions>, string>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-bench-'))
  const hub = await openHub(asked, folder)
  const isReal = asked.profile !== undefined
  try {
    const bench = new Bench(hub, await wholeRelease(hub, folder), folder, asked.runs, asked)
    const tags = await hub.call('listTags', [], { queryOpts: { countOnly: true } })
    bench.note(`${hub.what} had ${tags} tags at the beginning`)
    for (const name of asked.only) await tried(bench, name)
    const { results, notes } = bench
    const [cpu] = cpus()
    const told = {
      date: new Date().toISOString(),
      machine: `${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.version}`,
      hub: hub.what,
      runs: asked.runs,
      results,
      bounds: boundsOf(results, isReal),
      notes,
    }
    if (asked.whole) keep(told)
    if (asked.whole && asked.doc) tellInDocs(told, isReal)
    console.log(`\n${markdown(told)}`)
  } finally {
    await hub.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What fails is told with the results: others took their time, too. */
async function tried(bench: Bench, name: string): Promise<void> {
  try {
    await benchmarks[name]?.(bench)
  } catch (error) {
    process.exitCode = 1
    bench.note(`${name} failed: ${error instanceof Error ? error.message : error}`)
  }
}
