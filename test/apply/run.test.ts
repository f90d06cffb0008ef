import { expect } from 'chai'
import { ApplyError, NotPermittedError, PartialApplyError, Run } from '../../src/apply/index.js'
import { CallSender, Session } from '../../src/hub/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import { planDesired } from '../../src/pipeline.js'
import type { Plan } from '../../src/plan/index.js'
import { callSummary } from '../../src/report/index.js'
import type { Hooks } from '../../src/sandbox/index.js'
import { desired, link, set, target, wanted } from '../builders.js'
import { SandboxHub } from '../sandbox-hub.js'

/** Ten tags of 300 kB each: more than a hub takes in one request. */
const large = desired(
  Array.from({ length: 10 }, (_, index) => wanted(`t${index}`, { extra: { k: set('x'.repeat(300_000)) } })),
)

const small = desired(
  [wanted('p'), wanted('a', { inheritance: [link('p', 5)], groups: { build: ['bash'] } })],
  [target('a', 'a', 'a')],
)

interface Ran {
  readonly hub: SandboxHub
  readonly plan: Plan
  readonly run: Run
  readonly error: unknown
}

async function run(state: DesiredState, hooks: Hooks = {}): Promise<Ran> {
  const hub = new SandboxHub(hooks)
  const { plan, ids } = await planDesired(state, hub.client, 'test')
  const session = await Session.open(hub.client, hub.login)
  hub.takeRequests()
  const run = new Run(plan, new CallSender(session, ids))
  const error: unknown = await run.all().then(
    () => undefined,
    (caught: unknown) => caught,
  )
  return { hub, plan, run, error }
}

/** `create: done done; fill: not-run` */
function statuses({ run }: Ran): string {
  return run.results
    .map(({ stage, results }) => `${stage}: ${results.map(({ status }) => status).join(' ')}`)
    .join('; ')
}

/** Steps in at the so-manyth request that carries this method, counted from 1. */
function at<T>(
  method: string,
  nth: number,
  answer: T,
): (info: { methods: readonly string[] }) => T | undefined {
  let seen = 0
  return ({ methods }) => {
    if (!methods.includes(method)) return undefined
    seen += 1
    return seen === nth ? answer : undefined
  }
}

const bad = { status: 502, headers: {}, body: '' }
const fault = (faultCode: number, faultString: string) => ({ faultCode, faultString })

describe('the run of a plan', () => {
  it('sends each stage in one request', async () => {
    const ran = await run(small)
    expect(ran.error).to.equal(undefined)
    expect(ran.hub.takeRequests().map(methods => methods.slice(1))).to.deep.equal([
      ['createTag', 'createTag'],
      ['setInheritanceData', 'groupListAdd', 'groupPackageListAdd'],
      ['createBuildTarget'],
    ])
    expect(ran.run.requests).to.equal(3)
    expect(statuses(ran)).to.equal('create: done done; fill: done done done; switch: done')
  })

  it('stops after a stage with a fault, and accounts for every call', async () => {
    const interceptCall: Hooks['interceptCall'] = ({ method }) =>
      method === 'groupListAdd' ? fault(1000, 'out of luck') : undefined
    const ran = await run(small, { interceptCall })
    expect(ran.error).to.be.instanceOf(PartialApplyError).and.to.have.property('exitCode', 4)
    expect(statuses(ran)).to.equal('create: done done; fill: done failed failed; switch: skipped')
  })

  it('has written nothing where the first stage fails as a whole', async () => {
    const ran = await run(small, { interceptRequest: at('createTag', 1, { ...bad, status: 413 }) })
    expect(ran.error).to.be.instanceOf(ApplyError).and.to.have.property('exitCode', 1)
    expect(statuses(ran)).to.equal('create: not-run not-run; fill: not-run not-run not-run; switch: not-run')
  })

  it('lacks a permission, before anything was written: a refusal', async () => {
    const interceptCall: Hooks['interceptCall'] = ({ method }) =>
      method === 'createTag' ? fault(1004, 'tag permission required (logged in as packager)') : undefined
    const ran = await run(small, { interceptCall })
    expect(ran.error).to.be.instanceOf(NotPermittedError).and.to.have.property('exitCode', 3)
  })

  describe('of a stage that is too large for one request', () => {
    it('takes as many as it needs, and as the plan says', async () => {
      const ran = await run(large)
      expect(ran.plan.stages.map(({ requests }) => requests)).to.deep.equal([2])
      expect(callSummary(ran.plan.stages)).to.equal('10 calls in 2 requests: create 10')
      expect(ran.error).to.equal(undefined)
      expect(ran.hub.takeRequests().map(methods => methods.length - 1)).to.deep.equal([6, 4])
      expect(ran.run.requests).to.equal(2)
    })

    it('tells what was done before a request was refused', async () => {
      let requests = 0
      const interceptCall: Hooks['interceptCall'] = ({ method, params }) => {
        if (method !== 'multiCall' || !JSON.stringify(params).includes('createTag')) return undefined
        requests += 1
        return requests === 2 ? fault(1014, 'Server disabled for maintenance') : undefined
      }
      const ran = await run(large, { interceptCall })
      expect(ran.error).to.be.instanceOf(PartialApplyError)
      expect(String(ran.error)).to.contain('6 of 10 calls were done, 0 failed, 4 were not done')
    })

    it('tells what is unknown where an answer is lost', async () => {
      const ran = await run(large, { interceptResponse: at('createTag', 2, bad) })
      expect(String(ran.error)).to.contain(
        '6 of 10 calls were done, 4 without an answer, 0 failed, 0 were not done',
      )
      expect(await ran.hub.call('getTag', ['t9'])).to.include({ name: 't9' })
    })
  })
})
