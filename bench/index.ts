// How fast the commands are, each as a whole process and in turns with another way of doing it: ratios hold though the
// machine is busy. Medians of some runs, with the least and the most.
//   npm run bench -- [--runs 5] [--only NAME] [--config FILE --profile NAME [--access-log FILE]]
// The hub is a sandbox of its own, served over HTTP, unless a profile of Koji's configuration is named; its user must be
// an admin, who gets releases of Fedora there. Results are added to bench/results, as JSON and as Markdown.
// bench/branching.ts measures an apply against Fedora's script; bench/codec.ts, plan.ts, rehearsal.ts and sandbox.ts
// measure parts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openHub } from './branching/hub.js'
import { lastRelease } from './branching/release.js'
import { bareNode, handWritten, ours, releaseFile } from './suite/commands.js'
import { type HubOfSize, hubOfSize } from './suite/hub-of-size.js'
import { inTurns, type Pair } from './suite/pairs.js'
import { type Command, peakOf, secondsOf } from './suite/process.js'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    config: { type: 'string' },
    profile: { type: 'string' },
    'access-log': { type: 'string' },
  },
})
const runs = Number(values.runs)
const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-bench-'))

interface Result extends Pair {
  readonly name: string
  readonly against: string
  /** of ours, in megabytes */
  readonly peak: number
  /** of ours; `null` where nobody counts them */
  readonly requests: number | null
}

const results: Result[] = []
const hub = await openHub(values, folder)
const hubs: HubOfSize[] = []
try {
  const release = await lastRelease(hub)
  const file = releaseFile(folder, release)
  const next = releaseFile(folder, release + 1)
  const files = Array.from({ length: 50 }, (_, index) => releaseFile(folder, 100 + index, 'released'))
  const onHub = ['--config', hub.config, '--profile', hub.profile]
  const limit = handWritten(folder, hub.client.url, release, hub.ca)

  await compare('--version', ours('--version'), bareNode)
  await compare('--help', ours('--help'), bareNode)
  await compare('tags plan --help', ours('tags', 'plan', '--help'), bareNode)
  await compare('tags validate, one release', ours('tags', 'validate', file), bareNode)
  await compare('tags validate, 50 releases', ours('tags', 'validate', ...files), bareNode)
  await compare('tags plan, a release, nothing to do', ours('tags', 'plan', file, ...onHub), limit)
  await compare('tags plan, a release, all new', ours('tags', 'plan', next, ...onHub), limit)
  if (values.only === '' || values.only === 'size') {
    for (const size of [100, 1000, 10_000]) hubs.push(await hubOfSize(size, folder))
    const [smallest] = hubs
    for (const one of hubs)
      if (smallest !== undefined && one !== smallest)
        await compare(`tags plan, a release, on a hub of ${one.size} tags`, planOn(one), planOn(smallest))
    for (const one of hubs)
      if (smallest !== undefined && one !== smallest)
        await compare(`tags audit of all, on a hub of ${one.size} tags`, auditOn(one), auditOn(smallest))
  }
} finally {
  await hub.close()
  for (const one of hubs) await one.close()
  rmSync(folder, { recursive: true })
}
write()

function planOn({ config, size }: HubOfSize): Command {
  const file = releaseFile(folder, 43)
  const plan = ours('tags', 'plan', file, '--config', config, '--profile', 'bench')
  return { ...plan, name: `on a hub of ${size} tags` }
}

function auditOn({ config, size }: HubOfSize): Command {
  const audit = ours('tags', 'audit', '--tags', '*', '--config', config, '--profile', 'bench')
  return { ...audit, name: `on a hub of ${size} tags` }
}

async function compare(name: string, command: Command, other: Command): Promise<void> {
  if (!name.includes(values.only) && !name.includes('hub of')) return
  const pair = await inTurns(command, other, runs)
  const before = hub.requests()
  await secondsOf(command)
  const after = hub.requests()
  const requests = before === undefined || after === undefined || after === before ? null : after - before
  results.push({ name, against: other.name, ...pair, peak: await peakOf(command), requests })
  const { ours, ratio } = pair
  console.log(
    `${name}: ${ours.median.toFixed(2)} s, ${ratio.median.toFixed(2)} times as long as ${other.name} ` +
      `(${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)})`,
  )
}

function write(): void {
  const now = new Date().toISOString()
  const [cpu] = cpus()
  const machine = `${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.version}`
  const where = path.join(import.meta.dirname, 'results')
  mkdirSync(where, { recursive: true })
  const name = path.join(where, `${now.slice(0, 10)}-${hub.what.replaceAll(/\W+/g, '-')}`)
  writeFileSync(
    `${name}.json`,
    `${JSON.stringify({ date: now, machine, hub: hub.what, runs, results }, null, 2)}\n`,
  )
  const seconds = ({ median, min, max }: Pair['ours']) =>
    `${median.toFixed(3)} (${min.toFixed(3)} to ${max.toFixed(3)})`
  const rows = results.map(
    ({ name, against, ours, theirs, ratio, peak, requests }) =>
      `| ${name} | ${seconds(ours)} | ${against} | ${seconds(theirs)} | ${ratio.median.toFixed(2)} ` +
      `(${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)}) | ${Math.round(peak)} | ${requests ?? ''} |`,
  )
  const head = [
    `${now.slice(0, 10)}, on ${hub.what}; ${machine}; medians of ${runs} runs in turns, with the least and the most`,
    '',
    '| what | seconds | against | seconds | ratio | MB at peak | requests |',
    '| --- | --- | --- | --- | --- | --- | --- |',
  ]
  writeFileSync(`${name}.md`, `${[...head, ...rows].join('\n')}\n`)
}
