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
import { applyPlanned, planDesired, rehearsePlanned } from '../src/pipeline.js'
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

/** In the other process: serves a new sandbox whenever a case is named. */
async function serveCases(): Promise<void> {
  process.on('message', async name => {
    const hub = cases[String(name)]?.hub() ?? live([])
    const store = storeOfLive({ ...hub, users: new Set([user.name]) }, new Map(), 0)
    const sandbox = createSandbox({ store, users: [{ ...user, permissions: ['admin'] }] })
    process.send?.((await serve(sandbox)).url)
  })
}

async function serveCase(server: ChildProcess, name: string): Promise<string> {
  server.send(name)
  const [url] = await once(server, 'message')
  return url
}

async function timed<T>(times: Map<string, number[]>, what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  times.set(what, [...(times.get(what) ?? []), performance.now() - start])
  return result
}

function median(values: readonly number[] = []): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

async function measure(name: string, { desired }: Case, server: ChildProcess, runs: number): Promise<void> {
  const times = new Map<string, number[]>()
  for (let run = 0; run <= runs; run += 1) {
    // The first run warms up.
    if (run === 1) times.clear()
    const client = new HubClient(new HttpTransport({ server: await serveCase(server, name) }))
    const state = await desired()
    const planned = await timed(times, 'plan', () => planDesired(state, client, 'bench'))
    await timed(times, 'rehearsal', () => rehearsePlanned(planned))
    const login = passwordLogin(user.name, user.password)
    await timed(times, 'apply', () => applyPlanned(planned, client, login))
    client.close()
  }
  const [plan, rehearsal, apply] = ['plan', 'rehearsal', 'apply'].map(what => median(times.get(what)))
  const [whole, own] = [(plan ?? 0) + (apply ?? 0), rehearsal ?? 0]
  const share = ((100 * own) / whole).toFixed(1)
  console.log(
    `${name}: ${own.toFixed(1)} ms beside ${whole.toFixed(1)} ms of reading, applying and reading back: ${share} %`,
  )
}

if (process.send !== undefined) await serveCases()
else {
  const server = fork(new URL(import.meta.url), { execArgv: process.execArgv })
  for (const [name, one] of Object.entries(cases))
    await measure(name, one, server, Number(process.argv[2] ?? 5))
  server.kill()
}
