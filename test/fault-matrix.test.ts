import { expect } from 'chai'
import { ApplyError, PartialApplyError } from '../src/apply/index.js'
import { SandboxTransport } from '../src/cli/sandbox-transport.js'
import { loadDesired } from '../src/desired/index.js'
import { HttpTransport, HubClient, passwordLogin, Retrier, webServerLogin } from '../src/hub/index.js'
import { type Call, formatCall } from '../src/koji/call.js'
import type { DesiredState } from '../src/koji/desired-state.js'
import { RelengError } from '../src/koji/error.js'
import { permissionsFor } from '../src/koji/permissions.js'
import { applyPlanned, type Planned, planDesired } from '../src/pipeline.js'
import {
  createSandbox,
  type FaultMode,
  faultHooks,
  faultModes,
  type Sandbox,
  serve,
} from '../src/sandbox/index.js'
import { example } from './commands/cli.js'

/** What a plan and an apply came to while one request met a fault. */
interface Told {
  readonly planned?: Planned
  readonly error?: unknown
  readonly requests: readonly string[]
}

/** A hub that holds the base of a release, on which one request, counted from 1, meets a fault. */
class FaultyHub {
  /** every write that was executed, in order */
  readonly writes: string[] = []
  /** what each request carried */
  readonly requests: string[] = []
  readonly #sandbox: Sandbox
  #isWatching = false

  constructor(...met: readonly { nth: number; mode: FaultMode }[]) {
    const faults = faultHooks(met.map(fault => ({ method: '*', ...fault })))
    this.#sandbox = createSandbox({
      permissions: ['fedora-override'],
      users: [{ name: 'releng', password: 'open', permissions: ['tag', 'target'] }],
      hooks: {
        interceptCall: ({ method, params }) => {
          const isWrite = permissionsFor(method).length > 0
          if (this.#isWatching && isWrite) this.writes.push(JSON.stringify([method, params]))
          return undefined
        },
        interceptRequest: info => {
          if (!this.#isWatching) return undefined
          this.requests.push(info.methods.find(method => method !== 'multiCall') ?? 'multiCall')
          return faults.interceptRequest?.(info)
        },
        interceptResponse: (info, response) =>
          this.#isWatching ? faults.interceptResponse?.(info, response) : undefined,
      },
    })
  }

  /** Plans and applies without a disturbance, in the same process. */
  async settle(state: DesiredState): Promise<void> {
    const client = new HubClient(new SandboxTransport('sandbox:memory', this.#sandbox))
    await applyPlanned(await planDesired(state, client, 'test'), client, webServerLogin('the test', 'none'))
  }

  /** The calls that a plan would still make. */
  async lacking(state: DesiredState): Promise<readonly Call[]> {
    this.#isWatching = false
    const client = new HubClient(new SandboxTransport('sandbox:memory', this.#sandbox))
    const { plan } = await planDesired(state, client, 'test')
    return plan.stages.flatMap(({ calls }) => calls)
  }

  /** Plans and applies over HTTP, as a command does. */
  async tryOut(state: DesiredState): Promise<Told> {
    const server = await serve(this.#sandbox)
    const transport = new HttpTransport({ server: server.url, timeout: 0.5, authTimeout: 0.5 })
    const client = new HubClient(transport, undefined, new Retrier({ maxRetries: 3, interval: 0 }))
    this.#isWatching = true
    let planned: Planned | undefined
    try {
      planned = await planDesired(state, client, 'test')
      const { remaining } = await applyPlanned(planned, client, passwordLogin('releng', 'open'))
      expect(remaining).to.deep.equal([])
      return { planned, requests: this.requests }
    } catch (error) {
      return { ...(planned && { planned }), error, requests: this.requests }
    } finally {
      client.close()
      await server.close()
    }
  }
}

/** Two faults, one after the other: an answer is lost, and whatever is asked next is refused for a while. */
const pairs: [first: FaultMode, then: FaultMode][] = [
  ['drop-after', 'offline'],
  ['drop-after', '503'],
  ['drop-after', 'drop-after'],
  ['truncate', 'offline'],
  ['502', 'drop-after'],
]

/** What the error says of each call, or nothing where no write had begun. */
function statuses(error: unknown): Map<string, string> {
  if (!(error instanceof ApplyError || error instanceof PartialApplyError)) return new Map()
  const { results } = error.data as { results: { results: { call: Call; status: string }[] }[] }
  return new Map(
    results.flatMap(stage =>
      stage.results.map(({ call, status }): [string, string] => [formatCall(call), status]),
    ),
  )
}

describe('a fault at any request of a plan and an apply', () => {
  let base: DesiredState
  let flatpak: DesiredState
  let undisturbed: readonly string[]
  const outcomes = new Map<string, string[]>()

  before(async () => {
    base = await loadDesired([example('fedora-44-base.yaml')])
    flatpak = await loadDesired([example('f44-flatpak.yaml')])
    const hub = new FaultyHub()
    await hub.settle(base)
    const { error, requests } = await hub.tryOut(flatpak)
    expect(error).to.equal(undefined)
    undisturbed = requests
  })

  after(() => {
    const width = Math.max(...(undisturbed ?? ['']).map(name => name.length), 22) + 2
    const line = (cells: readonly string[]) => cells.map(cell => cell.padEnd(width)).join('')
    console.log(`\n      ${line(['', ...(undisturbed ?? [])])}`)
    for (const [mode, cells] of outcomes) console.log(`      ${line([mode, ...cells])}`)
  })

  /** Tries an apply that meets these faults, and holds what it tells against the hub. */
  async function check(what: string, ...faults: { nth: number; mode: FaultMode }[]): Promise<string> {
    const hub = new FaultyHub(...faults)
    await hub.settle(base)
    const { error } = await hub.tryOut(flatpak)
    const lacking = new Set((await hub.lacking(flatpak)).map(formatCall))

    expect(hub.writes, what).to.deep.equal([...new Set(hub.writes)])
    if (error === undefined) expect([...lacking], what).to.deep.equal([])
    else {
      expect(error, what).to.be.instanceOf(RelengError)
      expect(error, what).to.have.property('next').that.is.a('string')
      for (const [call, status] of statuses(error)) {
        expect([status, lacking.has(call)], `${what}: ${call}`).to.be.deep.oneOf([
          ['done', false],
          ['not-run', true],
          ['failed', true],
        ])
      }
    }
    return outcomeOf(error, hub)
  }

  for (const mode of faultModes) {
    it(`${mode}: reads recover or fail clearly; no write is made twice; what is told is so`, async () => {
      const cells: string[] = []
      outcomes.set(mode, cells)
      for (const nth of undisturbed.keys()) {
        cells.push(await check(`${mode} at request ${nth + 1} (${undisturbed[nth]})`, { nth: nth + 1, mode }))
      }
    })
  }

  for (const [first, then] of pairs) {
    it(`${first}, then ${then} at the next request`, async () => {
      const cells: string[] = []
      outcomes.set(`${first}, ${then}`, cells)
      for (const nth of undisturbed.keys()) {
        const faults = [
          { nth: nth + 1, mode: first },
          { nth: nth + 2, mode: then },
        ]
        cells.push(await check(`${first}, ${then} from request ${nth + 1}`, ...faults))
      }
    })
  }
})

function outcomeOf(error: unknown, { writes }: FaultyHub): string {
  if (error === undefined) return 'recovered'
  return writes.length === 0 ? 'nothing' : 'partly'
}
