import type { ChildProcess } from 'node:child_process'

import path from 'node:path'
import { expect } from 'chai'
import { SandboxTransport } from '../src/cli/sandbox-transport.js'
import { loadDesired } from '../src/desired/index.js'
import { isStruct } from '../src/hub/codec/value.js'
import { HttpTransport, HubClient, passwordLogin, Retrier, webServerLogin } from '../src/hub/index.js'
import { type JournaledRun, JournalFolder, Recorder } from '../src/journal/index.js'
import type { DesiredState } from '../src/koji/desired-state.js'
import { permissionsFor } from '../src/koji/permissions.js'
import { applyPlanned, planDesired } from '../src/pipeline.js'
import type { Plan, StageName } from '../src/plan/index.js'
import {
  createSandbox,
  faultHooks,
  faultModes,
  type Hooks,
  type RunningServer,
  type Sandbox,
  serve,
} from '../src/sandbox/index.js'
import { Cli, outcomeOf } from './commands/cli.js'
import { type EndStateNames, endState } from './end-state.js'
import { baseFile, changeFile } from './journal/full-apply.js'
import { anyLeave } from './sandbox-hub.js'

/** When a process dies: as the hub gets a request, or when the hub has done it and its answer is on the way. */
type Moment = 'before' | 'within'

/** A served hub that holds the base, and a folder of journals of those who change it. */
class WatchedHub {
  readonly cli = new Cli()
  readonly folder = new JournalFolder(path.join(this.cli.home, 'journal'))
  /** what each request carried */
  readonly requests: string[] = []
  /** the writes that were executed, in order: `createTag a` */
  readonly writes: string[] = []
  readonly #sandbox: Sandbox
  #server: RunningServer | undefined
  #isWatching = false

  constructor(hooks: Hooks = {}) {
    this.#sandbox = createSandbox({
      users: [{ name: 'releng', password: 'open', permissions: ['tag', 'target', 'admin'] }],
      hooks: {
        interceptCall: ({ method, params }) => {
          if (this.#isWatching && isWrite(method)) this.writes.push(`${method} ${params[0]}`)
          return undefined
        },
        interceptRequest: info => {
          if (!this.#isWatching) return undefined
          this.requests.push(info.methods.find(method => method !== 'multiCall') ?? 'multiCall')
          return hooks.interceptRequest?.(info)
        },
        interceptResponse: (info, response) =>
          this.#isWatching ? hooks.interceptResponse?.(info, response) : undefined,
      },
    })
  }

  async start(base: DesiredState): Promise<void> {
    this.#server = await serve(this.#sandbox)
    const client = this.#straight()
    await applyPlanned(await planDesired(base, client, 'hub'), client, login, anyLeave)
    this.cli.file('koji.conf', `[hub]\nserver = ${this.url}\nauthtype = password\nmax_retries = 0\n`)
    Object.assign(this.cli.env, { KOJI_RELENG_USER: 'releng', KOJI_RELENG_PASSWORD: 'open' })
    this.#isWatching = true
  }

  get url(): string {
    return this.#server?.url ?? ''
  }

  /** Starts the command that applies a file. */
  apply(file: string): ChildProcess {
    const leaves = ['--allow-delete', '*', '--allow-mass-change', '999', '--allow-mass-delete', '999']
    const journal = ['--journal', this.folder.path]
    const hub = ['--profile', 'hub', '--config', 'koji.conf']
    return this.cli.start(['tags', 'apply', file, '--yes', ...leaves, ...journal, ...hub])
  }

  /** Applies over HTTP, in this process, as patiently as a command does. */
  async applyHere(state: DesiredState): Promise<unknown> {
    const transport = new HttpTransport({ server: this.url, timeout: 0.5, authTimeout: 0.5 })
    const client = new HubClient(transport, undefined, new Retrier({ maxRetries: 3, interval: 0 }))
    try {
      await this.#applyWith(client, state, passwordLogin('releng', 'open'))
      return undefined
    } catch (error) {
      return error
    } finally {
      client.close()
    }
  }

  /** Applies without a disturbance, and gives the calls that it took. */
  async goOn(state: DesiredState): Promise<number> {
    this.#isWatching = false
    return this.#applyWith(this.#straight(), state, login)
  }

  async #applyWith(client: HubClient, state: DesiredState, who: typeof login): Promise<number> {
    const planned = await planDesired(state, client, 'hub')
    const { plan } = planned
    const recorder = new Recorder({ folder: this.folder, tool: '0.0' })
    if (plan.changes.length === 0) recorder.noteUnchanged({ plan, leaves: {}, desired: state })
    else {
      const { remaining } = await applyPlanned(planned, client, who, { ...anyLeave, recorder })
      expect(remaining).to.deep.equal([])
    }
    return plan.stages.flatMap(({ calls }) => calls).length
  }

  /** All that the hub holds, and how often each table was written to. */
  async contents(names: EndStateNames): Promise<unknown> {
    const client = this.#straight()
    const tables = await client.call({ method: 'queryHistory', params: [] })
    const event = await client.call({ method: 'getLastEvent', params: [] })
    if (!isStruct(tables) || !isStruct(event)) throw new Error('no tables')
    const versions = Object.entries(tables).map(([table, rows]) => [
      table,
      Array.isArray(rows) && rows.length,
    ])
    return { state: await endState(client, '', names), versions, events: event.id }
  }

  async stop(): Promise<void> {
    await this.#server?.close()
    this.cli.remove()
  }

  #straight(): HubClient {
    return new HubClient(new SandboxTransport(this.url, this.#sandbox))
  }
}

const login = webServerLogin('the test', 'none')

function isWrite(method: string): boolean {
  return permissionsFor(method).length > 0
}

/** The calls of a plan, in order, as a hub tells them: `createTag a`. */
function callsOf({ stages }: Plan): string[] {
  return stages.flatMap(({ calls }) => calls.map(({ method, params }) => `${method} ${params[0]}`))
}

/**
 * Holds what a journal says at a moment against what the hub has done: nothing that it calls not sent, all that it
 * calls done; and in doubt are only the calls of the last request.
 */
function expectTruth(run: JournaledRun | undefined, writes: readonly string[], what: string): void {
  if (run === undefined) {
    expect(writes, what).to.deep.equal([])
    return
  }
  const planned = callsOf(run.opened.plan)
  expect(writes, `${what}: what was done`).to.deep.equal(planned.slice(0, writes.length))
  const statuses = run.results.flatMap(({ stage, results }) =>
    results.map(({ status }, call) => ({ stage, call, status })),
  )
  const last = run.requests.at(-1)
  for (const [index, { stage, call, status }] of statuses.entries()) {
    const isDone = index < writes.length
    const where = `${what}: ${planned[index]}`
    if (status === 'done') expect(isDone, where).to.equal(true)
    else if (status === 'unknown') {
      expect(last?.stage === stage && last.calls.includes(call), `${where} is in doubt`).to.equal(true)
    } else expect(isDone, where).to.equal(false)
  }
}

/** `15 done, 28?`: what the journal says is done and in doubt */
function told(run: JournaledRun | undefined): string {
  const statuses = run?.results.flatMap(({ results }) => results.map(({ status }) => status)) ?? []
  const count = (wanted: string) => statuses.filter(status => status === wanted).length
  if (run === undefined) return 'no run'
  return count('unknown') === 0 ? `${count('done')} done` : `${count('done')} done, ${count('unknown')}?`
}

const variants: [name: string, change: string][] = [
  ['an apply of four requests', changeFile()],
  ['an apply of large requests', changeFile('x'.repeat(1_100_000))],
]

for (const [variant, change] of variants) {
  const isLarge = variant.includes('large')

  describe(`${variant} that is disturbed at any request`, () => {
    const files = new Cli()
    const matrix = new Map<string, string[]>()
    let base: DesiredState
    let state: DesiredState
    let names: EndStateNames
    let undisturbed: readonly string[]
    /** of each of its requests that writes */
    let stages: readonly (StageName | undefined)[]
    let contents: unknown

    before(async () => {
      const load = (name: string, text: string) =>
        loadDesired([path.join(files.home, files.file(name, text))])
      base = await load('base.yaml', baseFile)
      state = await load('change.yaml', change)
      names = {
        tags: [...base.tags.keys(), ...state.tags.keys()],
        targets: [...base.targets.keys(), ...state.targets.keys()],
        repos: [...base.external_repos.keys(), ...state.external_repos.keys()],
      }
      const hub = new WatchedHub()
      await hub.start(base)
      hub.cli.file('change.yaml', change)
      const { code, stderr } = await outcomeOf(hub.apply('change.yaml'))
      expect(code, stderr).to.equal(0)
      undisturbed = [...hub.requests]
      const [id = ''] = hub.folder.ids()
      const run = hub.folder.read(id)
      expectTruth(run, hub.writes, 'undisturbed')
      expect(run.opened.plan.stages.map(({ stage }) => stage)).to.deep.equal([
        'create',
        'fill',
        'switch',
        'remove',
      ])
      expect(hub.writes.length).to.be.greaterThan(60)
      expect(run.requests.length).to.equal(isLarge ? 7 : 4)
      const sent = run.requests.values()
      stages = undisturbed.map(method => (isWrite(method) ? sent.next().value?.stage : undefined))
      contents = await hub.contents(names)
      await hub.stop()
    })

    /** Whether a request of a stage of several goes out, or its answer is followed by another. */
    function isOfLarge(nth: number, moment: Moment): boolean {
      return stages[nth] !== undefined && stages[nth] === stages[nth + (moment === 'within' ? 1 : -1)]
    }

    after(() => {
      files.remove()
      const rows = [['', ...(undisturbed ?? [])], ...[...matrix].map(([row, cells]) => [row, ...cells])]
      const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
      for (const row of rows) {
        console.log(`      ${row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join('  ')}`)
      }
    })

    /** Goes on after a disturbance: the end is as it would have been without. */
    async function expectRecovery(hub: WatchedHub, what: string): Promise<string> {
      const [id] = hub.folder.ids()
      const run = id === undefined ? undefined : hub.folder.read(id)
      expectTruth(run, hub.writes, what)
      const cell = told(run)
      const calls = await hub.goOn(state)
      expect(await hub.contents(names), what).to.deep.equal(contents)
      expect(
        hub.folder.open(hub.url).open.map(({ run }) => run.opened.run),
        what,
      ).to.deep.equal([])
      return `${cell}; ${calls}`
    }

    for (const moment of ['before', 'within'] as const) {
      it(`the process is killed, the hub having ${moment === 'before' ? 'not ' : ''}done the request`, async () => {
        const cells: string[] = []
        matrix.set(`killed ${moment}`, cells)
        for (const nth of undisturbed.keys()) {
          // Of the large one, what is not its own is tried with the other.
          if (isLarge && !isOfLarge(nth, moment)) {
            cells.push('')
            continue
          }
          const hub: WatchedHub = new WatchedHub(killing(moment, nth + 1, () => child?.kill('SIGKILL')))
          let child: ChildProcess | undefined
          try {
            await hub.start(base)
            hub.cli.file('change.yaml', change)
            child = hub.apply('change.yaml')
            const { code } = await outcomeOf(child)
            expect(code, 'killed').to.equal(null)
            cells.push(await expectRecovery(hub, `killed ${moment} request ${nth + 1} (${undisturbed[nth]})`))
          } finally {
            await hub.stop()
          }
        }
      })
    }

    if (isLarge) return
    for (const mode of faultModes) {
      it(`the hub answers by ${mode}`, async () => {
        const cells: string[] = []
        matrix.set(mode, cells)
        for (const nth of undisturbed.keys()) {
          const hub = new WatchedHub(faultHooks([{ method: '*', nth: nth + 1, mode }]))
          try {
            await hub.start(base)
            const error = await hub.applyHere(state)
            const cell = await expectRecovery(hub, `${mode} at request ${nth + 1} (${undisturbed[nth]})`)
            cells.push(error === undefined ? 'recovered' : cell)
          } finally {
            await hub.stop()
          }
        }
      })
    }
  })
}

/** Kills somebody at the so-manyth request, counted from 1. */
function killing(moment: Moment, nth: number, kill: () => void): Hooks {
  let seen = 0
  return {
    interceptRequest: () => {
      seen += 1
      if (moment !== 'before' || seen !== nth) return undefined
      kill()
      return { status: 200, headers: {}, body: '', delivery: 'drop' }
    },
    interceptResponse: (_info, response) => {
      if (moment !== 'within' || seen !== nth) return undefined
      kill()
      return { ...response, delivery: 'drop' }
    },
  }
}
