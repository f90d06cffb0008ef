// Branching day by Fedora's script and by one apply, in turn, on one hub: times of whole processes, requests, and
// whether either leaves the layout that test/fixtures/fedora/layout.txt tells.
//   npm run build && npx tsx bench/branching.ts [--script FILE] [--koji COMMAND] [--pairs 3] [--json]
//     [--config FILE --profile NAME [--access-log FILE]]
// FILE is make-koji-release-tags of Fedora's release engineering, COMMAND runs Koji's own client. Neither is part of
// this project; without them the apply is measured alone.
// The hub is a sandbox of its own, served over HTTP, unless a profile of Koji's configuration is named, whose user is
// an admin; there, requests are counted in the log of its web server. The first release on a new hub is 43, made by
// single calls; each branching makes the next one. With a script, the first pair is not measured.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type BenchHub, openHub } from './branching/hub.js'
import { doTasks, lastRelease, missingFrom } from './branching/release.js'
import { byApply, byScript, type Way } from './branching/ways.js'
import { run } from './suite/process.js'
import { medianOf } from './suite/spread.js'

const { values } = parseArgs({
  options: {
    script: { type: 'string' },
    koji: { type: 'string', default: 'koji' },
    config: { type: 'string' },
    profile: { type: 'string' },
    pairs: { type: 'string', default: '3' },
    'access-log': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

interface Branching {
  readonly way: string
  readonly release: number
  readonly seconds: number
  /** `null` where nobody counts them */
  readonly requests: number | null
  /** what is not as the table says */
  readonly missing: readonly string[]
}

async function branch(hub: BenchHub, { name, command }: Way, release: number): Promise<Branching> {
  const before = await hub.answered()
  const { seconds } = await run(command(hub, release))
  const after = await hub.answered()
  await doTasks(hub, release)
  return {
    way: name,
    release,
    seconds,
    requests: before === undefined || after === undefined ? null : after.requests - before.requests,
    missing: await missingFrom(hub, release),
  }
}

function told({ way, release, seconds, requests, missing }: Branching): string {
  const layout = missing.length === 0 ? 'the layout, exactly' : `not the layout: ${missing.join(', ')}`
  return `${way}: ${release} in ${seconds.toFixed(2)} s, ${requests ?? '?'} requests; ${layout}`
}

const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-bench-'))
const hub = await openHub(values, folder)
try {
  const script = byScript(folder, values.script, values.koji)
  const say = (line: string) => (values.json ? undefined : console.log(line))
  if (typeof script === 'string') say(script)
  const ways = [...(typeof script === 'string' ? [] : [script]), byApply(folder)]
  let release = await lastRelease(hub)
  say(`${hub.what}, which has Fedora ${release}`)
  // What the first run of a program compiles is kept, by Python as by us: both have run once.
  if (typeof script !== 'string') for (const way of ways) await branch(hub, way, ++release)
  const [runs, ratios]: [Branching[], number[]] = [[], []]
  for (let pair = 0; pair < Number(values.pairs); pair += 1) {
    const made: Branching[] = []
    for (const way of ways) made.push(await branch(hub, way, ++release))
    for (const one of made) say(told(one))
    const [theirs, ours] = made
    if (theirs !== undefined && ours !== undefined) ratios.push(theirs.seconds / ours.seconds)
    runs.push(...made)
  }
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)]
  if (values.json) console.log(JSON.stringify({ hub: hub.what, runs, ratios }))
  else if (ratios.length > 0)
    say(
      `the script takes ${medianOf(ratios).toFixed(1)} times as long (${least.toFixed(1)} to ${most.toFixed(1)})`,
    )
  if (runs.some(({ missing }) => missing.length > 0)) process.exitCode = 1
} finally {
  await hub.close()
  rmSync(folder, { recursive: true })
}
