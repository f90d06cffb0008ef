// What a rehearsal costs, beside the apply that it precedes: the same plan is read, rehearsed and applied on a sandbox
// that another process serves, run after run, and the times of each are compared. A real hub takes longer for each
// request, and for each row; a rehearsal does not.
//   npx tsx bench/rehearsal.ts [RUNS]
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { loadDesired } from '../src/desired/index.js'
import { HttpTransport, HubClient, passwordLogin } from '../src/hub/index.js'
import type { DesiredState } from '../src/koji/desired-state.js'
import type { LiveState } from '../src/koji/live-state.js'
import type { Tag } from '../src/koji/tag.js'
import { applyPlanned, planDesired } from '../src/pipeline.js'
import { rehearsePlanned } from '../src/rehearse.js'
import { createSandbox, serve, storeOfLive } from '../src/sandbox/index.js'
import { desired, group, link, listed, live, set, tag, target, wanted } from '../test/builders.js'

interface Case {
  readonly hub: () => LiveState
  readonly desired: () => DesiredState | Promise<DesiredState>
}

const names = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)

/** Releases of ten tags each, all from one base. */
function releases(count: number): Tag[] {
  const base = tag('base', {
    groups: [group('build', names(30, 'pkg'))],
    settings: { arches: 'x86_64 aarch64' },
  })
  const others = names(count, 't').map((name, index) =>
    tag(name, {
      settings: { arches: 'x86_64' },
      extra: { 'rpm.macro.dist': set(`.${index}`) },
      inheritance: [link(index % 10 === 0 ? 'base' : `t${index - 1}`)],
      groups: [group('build', ['own'], null)],
    }),
  )
  return [base, ...others]
}

const cases: { readonly [name: string]: Case } = {
  "the examples' 9 tags on an empty hub": {
    hub: () => live([]),
    desired: () => loadDesired(['examples/fedora-44-base.yaml', 'examples/f44-flatpak.yaml']),
  },
  'one extra setting of one tag': {
    hub: () => live(releases(100)),
    desired: () => desired([wanted('t99', { extra: { k: set(1) } })]),
  },
  '1,000 new tags with groups': {
    hub: () => live(releases(10)),
    desired: () =>
      desired(
        names(1000, 'n').map(name =>
          wanted(name, {
            inheritance: [link('t5')],
            groups: { build: names(5, 'new') },
            extra: { k: set(1) },
          }),
        ),
      ),
  },
  'one setting that 10,000 tags inherit': {
    hub: () =>
      live(
        releases(10_000),
        names(1000, 't').map(name => target(name, name, name)),
      ),
    desired: () => desired([wanted('base', { settings: { arches: 'x86_64' } })]),
  },
  'one package in a list of 10,000': {
    hub: () =>
      live([
        tag('f', { packages: Object.fromEntries(names(10_000, 'p').map(name => [name, listed('releng')])) }),
      ]),
    desired: () => desired([wanted('f', { packages: { new: 'releng' }, additive: ['packages'] })]),
  },
}

const user = { name: 'releng', password: 'releng' }

/** Milliseconds of the processor that this process has used. */
function used(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** In the other process: serves a new sandbox whenever a case is named, and tells what that costs. */
function serveCases(): void {
  process.on('message', async name => {
    const one = cases[String(name)]
    process.send?.(one === undefined ? used() : await serveCase(one))
  })
}

async function serveCase({ hub }: Case): Promise<string> {
  const store = storeOfLive({ ...hub(), users: new Set([user.name]) }, new Map(), 0)
  const sandbox = createSandbox({ store, users: [{ ...user, permissions: ['admin'] }] })
  return (await serve(sandbox)).url
}

async function ask(server: ChildProcess, question: string): Promise<unknown> {
  server.send(question)
  const [answer] = await once(server, 'message')
  return answer
}

/** What work costs, here and in the process of the hub. */
interface Cost {
  readonly processor: number
  readonly milliseconds: number
}

async function costOf<T>(server: ChildProcess, work: () => Promise<T>): Promise<[Cost, T]> {
  const both = async () => used() + Number(await ask(server, 'used'))
  const [before, start] = [await both(), performance.now()]
  const result = await work()
  const milliseconds = performance.now() - start
  return [{ processor: (await both()) - before, milliseconds }, result]
}

function sum(...costs: readonly Cost[]): Cost {
  return {
    processor: costs.reduce((all, { processor }) => all + processor, 0),
    milliseconds: costs.reduce((all, { milliseconds }) => all + milliseconds, 0),
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

function compare(rehearsals: readonly Cost[], applies: readonly Cost[], what: keyof Cost): string {
  const [rehearsal, apply] = [rehearsals, applies].map(costs => median(costs.map(cost => cost[what])))
  const [own = 0, whole = 0] = [rehearsal, apply]
  return `${own.toFixed(0)} to ${whole.toFixed(0)} ms (${((100 * own) / whole).toFixed(1)} %)`
}

async function measure(name: string, { desired }: Case, server: ChildProcess, runs: number): Promise<void> {
  const [rehearsals, applies]: [Cost[], Cost[]] = [[], []]
  const login = passwordLogin(user.name, user.password)
  // The first run warms up.
  for (let run = 0; run <= runs; run += 1) {
    const client = new HubClient(new HttpTransport({ server: String(await ask(server, name)) }))
    const state = await desired()
    const [reading, planned] = await costOf(server, () => planDesired(state, client, 'bench'))
    const [rehearsal] = await costOf(server, () => rehearsePlanned(planned))
    const [applying] = await costOf(server, () => applyPlanned(planned, client, login))
    client.close()
    if (run === 0) continue
    rehearsals.push(rehearsal)
    applies.push(sum(reading, applying))
  }
  console.log(`${name}
  time: ${compare(rehearsals, applies, 'milliseconds')}
  time of the processors: ${compare(rehearsals, applies, 'processor')}`)
}

if (process.send !== undefined) serveCases()
else {
  const server = fork(new URL(import.meta.url), { execArgv: process.execArgv })
  const runs = Number(process.argv[2] ?? 5)
  for (const [name, one] of Object.entries(cases)) await measure(name, one, server, runs)
  server.kill()
}
