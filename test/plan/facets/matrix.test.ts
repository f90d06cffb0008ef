import { expect } from 'chai'
import { connect } from '../../../src/cli/connection.js'
import { loadDesired } from '../../../src/desired/index.js'
import { type HubClient, type Login, Session } from '../../../src/hub/index.js'
import type { LiveState } from '../../../src/koji/live-state.js'
import { facets } from '../../../src/koji/tag.js'
import { planDesired } from '../../../src/pipeline.js'
import { newPrefix } from '../../conformance/real-hub.js'
import { memoryIo } from '../../desired/helpers.js'
import { endState } from '../../end-state.js'
import { fillHub, type Writer } from '../../hub-of.js'
import { renamedLive } from '../../renamed.js'
import { anyLeave, applyRehearsed, SandboxHub } from '../../sandbox-hub.js'
import { callsOf } from './facet-case.js'
import { actions, type Cell, matrix, modes, prefix } from './matrix-table.js'

interface Hub {
  /** what the names of all that is the test's begin with */
  readonly prefix: string
  readonly client: HubClient
  readonly login: Login
  readonly writer: Writer
}

function sandbox(prefix: string): Hub {
  const hub = new SandboxHub()
  return { prefix, client: hub.client, login: hub.login, writer: hub }
}

/**
 * One cell on one hub: the file is read, planned and applied; the calls are those of the table, and a second plan
 * holds none. Where the hub ends is the result.
 */
async function check(
  { prefix, client, login, writer }: Hub,
  live: LiveState,
  [tags, calls]: Cell,
): Promise<unknown> {
  await fillHub(writer, live)
  const text = `version: 1\ntags:\n${tags.map(tag => `  ${tag}\n`).join('')}`
  const state = await loadDesired(['f.yaml'], memoryIo({ 'f.yaml': text }))
  const planned = await planDesired(state, client, 'test')
  expect(callsOf(planned.plan)).to.deep.equal(calls)
  if (calls.length > 0) {
    const { results, remaining } = await applyRehearsed(planned, client, login, anyLeave)
    const failed = results.flatMap(stage => stage.results).filter(({ status }) => status !== 'done')
    expect(failed).to.deep.equal([])
    expect(remaining).to.deep.equal([])
  }
  expect((await planDesired(state, client, 'test')).plan.stages, 'the second plan').to.deep.equal([])
  const names = {
    tags: [...state.tags.keys(), ...live.tags.keys()],
    targets: [],
    repos: [...live.external_repos.keys()],
  }
  return endState(client, prefix, names)
}

// A real Koji hub is named by REAL_HUB_PROFILES: see test/real-hub.test.ts.
const config = process.env.REAL_HUB_PROFILES

describe('every facet, exact and additive', () => {
  for (const facet of facets) {
    for (const mode of modes) {
      for (const action of actions) {
        it(`${facet}, ${mode}: ${action}`, () =>
          check(sandbox(prefix), matrix[facet].hub, matrix[facet][mode][action]))
      }
    }
  }
})

describe('every facet, exact and additive, on a real Koji hub, which ends as the sandbox does', () => {
  before(function () {
    if (config === undefined) this.skip()
  })
  for (const facet of facets) {
    for (const mode of modes) {
      for (const action of actions) {
        it(`${facet}, ${mode}: ${action}`, async () => {
          const other = newPrefix('matrix-')
          const rename = (text: string) => text.replaceAll(prefix, other)
          const [tags, calls] = matrix[facet][mode][action]
          const cell: Cell = [tags.map(rename), calls.map(rename)]
          const live = renamedLive(matrix[facet].hub, rename)
          const { client, login } = connect({ profile: 'real-kojiadmin', config })
          const session = await Session.open(client, login())
          const writer: Writer = {
            call: (method, params, named) => session.call({ method, params, ...(named && { named }) }),
          }
          const real = await check({ prefix: other, client, login: login(), writer }, live, cell)
          await session.close()
          expect(real).to.deep.equal(await check(sandbox(other), live, cell))
        })
      }
    }
  }
})
