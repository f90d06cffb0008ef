import { expect } from 'chai'
import { array, assert, asyncProperty, boolean } from 'fast-check'
import { SandboxTransport } from '../src/cli/sandbox-transport.js'
import {
  HubClient,
  type HubRequest,
  type HubResponse,
  type Transport,
  webServerLogin,
} from '../src/hub/index.js'
import type { DesiredState } from '../src/koji/desired-state.js'
import { type ExitCode, RelengError } from '../src/koji/error.js'
import { canonicalJson } from '../src/koji/json.js'
import { applyPlanned, planDesired } from '../src/pipeline.js'
import { createSandbox, type Sandbox } from '../src/sandbox/index.js'
import { desired, externalRepo, link, noTarget, set, target, use, wanted } from './builders.js'
import { endState } from './end-state.js'
import { anyLeave } from './sandbox-hub.js'
import { tries } from './tries.js'

/** Two people, who do not know of each other, and what each of them wants on a hub that holds the base. */
interface Pair {
  readonly name: string
  readonly one: DesiredState
  readonly other: DesiredState
}

const base = desired(
  [
    wanted('p', { extra: { k: set(1) }, groups: { build: ['bash'] }, packages: { bash: 'kojiadmin' } }),
    wanted('q'),
    wanted('a', { inheritance: [link('p')], external_repos: [use('r')] }),
    wanted('gone', { inheritance: [link('q')] }),
  ],
  [target('t', 'a', 'p'), target('u', 'gone', 'gone')],
  [],
  [externalRepo('r', 'https://example.org/r/'), externalRepo('s', 'https://example.org/s/')],
)

const pairs: Pair[] = [
  {
    name: 'the same',
    one: desired(
      [wanted('n', { inheritance: [link('p')], groups: { build: ['make'] } })],
      [target('n', 'n', 'n')],
    ),
    other: desired(
      [wanted('n', { inheritance: [link('p')], groups: { build: ['make'] } })],
      [target('n', 'n', 'n')],
    ),
  },
  {
    name: 'other values of one row',
    one: desired([wanted('a', { settings: { arches: 'x86_64' } })], [target('t', 'a', 'a')]),
    other: desired([wanted('a', { settings: { arches: 'aarch64' } })], [target('t', 'p', 'p')]),
  },
  {
    name: 'other rows of one exact facet',
    one: desired([wanted('p', { groups: { build: ['bash', 'make'] }, extra: { k: set(2) } })]),
    other: desired([wanted('p', { groups: { build: ['bash', 'gcc'] }, extra: { l: set(1) } })]),
  },
  {
    name: 'other parents',
    one: desired([wanted('a', { inheritance: [link('p'), link('q', 10)] })]),
    other: desired([wanted('a', { inheritance: [link('q')] })]),
  },
  {
    name: 'rows that have nothing to do with each other',
    one: desired([wanted('n', { inheritance: [link('q')] }), wanted('p', { settings: { locked: true } })]),
    other: desired([wanted('m', { inheritance: [link('q')] }), wanted('a', { extra: { m: set(3) } })]),
  },
  {
    name: 'what the parent gives, and what its child then need not have',
    one: desired([
      wanted('p', {
        groups: { build: ['bash', 'make'] },
        packages: { bash: 'kojiadmin', make: 'kojiadmin' },
      }),
    ]),
    other: desired([wanted('a', { groups: { build: ['make'] }, packages: { make: 'kojiadmin' } })]),
  },
  {
    name: 'a tag that one deletes and the other uses',
    one: desired([wanted('gone', { absent: true })], [noTarget('u')]),
    other: desired([wanted('n', { inheritance: [link('gone')] })], [target('u', 'gone', 'n')]),
  },
  {
    name: 'uses of external repos, one of which goes',
    one: desired([wanted('a', { external_repos: [use('s')] })], [], [], [externalRepo('r', null)]),
    other: desired([wanted('q', { external_repos: [use('r'), use('s', 5)] })]),
  },
]

const names = {
  tags: ['p', 'q', 'a', 'n', 'm', 'gone'],
  targets: ['t', 'u', 'n'],
  repos: ['r', 's'],
}

const login = webServerLogin('the test', 'none')

/** Lets requests pass one by one, when somebody says so. */
class Gate implements Transport {
  readonly #inner: Transport
  /** how many requests may still pass */
  #open = 0
  /** requests that wait; some are sent at once */
  #wakes: (() => void)[] = []
  #waiting: () => void = () => undefined
  readonly url: string

  constructor(sandbox: Sandbox) {
    this.#inner = new SandboxTransport('sandbox:memory', sandbox)
    this.url = this.#inner.url
  }

  async post(request: HubRequest): Promise<HubResponse> {
    while (this.#open === 0) {
      this.#waiting()
      await new Promise<void>(resolve => this.#wakes.push(resolve))
    }
    this.#open -= 1
    return this.#inner.post(request)
  }

  /** Lets so many requests pass; returns when the next one waits. */
  pass(count: number): Promise<void> {
    this.#open = count
    const waits = new Promise<void>(resolve => (this.#waiting = resolve))
    for (const wake of this.#wakes.splice(0)) wake()
    return waits
  }

  close(): void {
    // Nothing is open.
  }
}

/** An apply that goes on request by request. */
class Step {
  readonly ended: Promise<ExitCode>
  isEnded = false
  readonly #gate: Gate

  constructor(sandbox: Sandbox, state: DesiredState) {
    this.#gate = new Gate(sandbox)
    this.ended = apply(new HubClient(this.#gate), state).finally(() => (this.isEnded = true))
  }

  /** Lets so many requests pass, or all that there are. */
  async go(requests = Number.POSITIVE_INFINITY): Promise<void> {
    if (!this.isEnded) await Promise.race([this.#gate.pass(requests), this.ended])
  }
}

/** Plans and applies; gives the exit code of the command. */
async function apply(client: HubClient, state: DesiredState): Promise<ExitCode> {
  try {
    const planned = await planDesired(state, client, 'test')
    if (planned.plan.changes.length === 0) return 0
    const { remaining } = await applyPlanned(planned, client, login, anyLeave)
    return remaining.length === 0 ? 0 : 4
  } catch (error) {
    if (error instanceof RelengError) return error.exitCode
    throw error
  }
}

function straight(sandbox: Sandbox): HubClient {
  return new HubClient(new SandboxTransport('sandbox:memory', sandbox))
}

async function newHub(): Promise<Sandbox> {
  const sandbox = createSandbox()
  expect(await apply(straight(sandbox), base)).to.equal(0)
  return sandbox
}

async function lacking(sandbox: Sandbox, state: DesiredState): Promise<readonly unknown[]> {
  return (await planDesired(state, straight(sandbox), 'test')).plan.changes
}

async function stateOf(sandbox: Sandbox): Promise<string> {
  return canonicalJson(await endState(straight(sandbox), '', names))
}

/** The states in which the two leave a hub where each waits for the other, or one does not come. */
async function serial({ one, other }: Pair): Promise<Set<string>> {
  const states = new Set<string>()
  for (const order of [[one], [other], [one, other], [other, one]]) {
    const sandbox = await newHub()
    for (const state of order) await apply(straight(sandbox), state)
    states.add(await stateOf(sandbox))
  }
  return states
}

describe('two applies from two machines at once', () => {
  const outcomes = new Map<string, Map<string, number>>()
  after(() => {
    for (const [pair, counts] of outcomes) {
      console.log(`      ${pair}: ${[...counts].map(([codes, count]) => `${codes}: ${count}`).join(', ')}`)
    }
  })

  for (const pair of pairs) {
    it(`end as one after the other, or one of them says that it did not: ${pair.name}`, async () => {
      const allowed = await serial(pair)
      const counts = new Map<string, number>()
      outcomes.set(pair.name, counts)
      const judge = async (what: string, sandbox: Sandbox, codes: readonly ExitCode[]) => {
        counts.set(codes.join(' and '), (counts.get(codes.join(' and ')) ?? 0) + 1)
        if (codes.some(code => code !== 0) || allowed.has(await stateOf(sandbox))) return
        // Or the hub is as both want it: it may lack a row that an ancestor gives by now.
        for (const state of [pair.one, pair.other])
          expect(await lacking(sandbox, state), what).to.deep.equal([])
      }
      for (const [first, second] of [
        [pair.one, pair.other],
        [pair.other, pair.one],
      ] as const) {
        // The second one comes, whole, between any two requests of the first.
        for (let requests = 0, isOver = false; !isOver; requests += 1) {
          const sandbox = await newHub()
          const [slow, fast] = [new Step(sandbox, first), new Step(sandbox, second)]
          await slow.go(requests)
          isOver = slow.isEnded
          await fast.go()
          await slow.go()
          await judge(`after ${requests} requests`, sandbox, [await slow.ended, await fast.ended])
        }
      }
      await assert(
        asyncProperty(array(boolean(), { maxLength: 30 }), async turns => {
          const sandbox = await newHub()
          const [a, b] = [new Step(sandbox, pair.one), new Step(sandbox, pair.other)]
          for (const isFirst of turns) await (isFirst ? a : b).go(1)
          for (const step of [a, b]) await step.go()
          await judge('in turns', sandbox, [await a.ended, await b.ended])
        }),
        tries(0.1),
      )
    })
  }
})
