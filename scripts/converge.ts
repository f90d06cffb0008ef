// Gives a real hub and a sandbox the same random past, plans and applies a random desired state on both, and
// expects the same calls, no call that fails, nothing left to do, and the same end:
//   npm run converge -- --config FILE [--profile real-kojiadmin] [--runs 200] [--seed N]
// The profile's user must be an admin. All names of tags, targets and external repos that it makes begin with
// `proof-`, and it names no others; an external repo that Koji calls INTERNAL is an ordinary one here.
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { connect } from '../src/cli/connection.js'
import { type HubClient, type Login, Session } from '../src/hub/index.js'
import { formatCall } from '../src/koji/call.js'
import type { DesiredState } from '../src/koji/desired-state.js'
import { jsonEqual } from '../src/koji/json.js'
import type { Planned } from '../src/pipeline.js'
import { newPrefix } from '../test/conformance/real-hub.js'
import { endState } from '../test/end-state.js'
import type { Writer } from '../test/hub-of.js'
import {
  desiredStates,
  groupNames,
  type HandCall,
  handCalls,
  handRepoNames,
  makeCalls,
  packageNames,
  tagNames,
  targetNames,
} from '../test/random-states.js'
import { renamedCall, renamedDesired } from '../test/renamed.js'
import { anyLeave, applyRehearsed, planOrRefusal, SandboxHub } from '../test/sandbox-hub.js'

const { values } = parseArgs({
  options: {
    config: { type: 'string' },
    profile: { type: 'string', default: 'real-kojiadmin' },
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const [runs, seed] = [Number(values.runs), Number(values.seed)]
const { client, login } = connect({ profile: values.profile, config: values.config })
const session = await Session.open(client, login())
const real: Hub = {
  client,
  login: login(),
  writer: { call: (method, params, named) => session.call({ method, params, ...(named && { named }) }) },
}
// A hub never forgets the name of a group or a package, and then takes calls that it would refuse otherwise: the
// real one has seen these names, so the other is to know them, too.
const knownNames: readonly HandCall[] = [
  { method: 'createTag', params: ['names'] },
  ...groupNames.map(name => ({ method: 'groupListAdd', params: ['names', name] })),
  ...packageNames.map(name => ({ method: 'packageListAdd', params: ['names', name, 'releng'] })),
]

let [done, applied, sent] = [0, 0, 0]

const property = fc.asyncProperty(handCalls, desiredStates, async (calls, state) => {
  const problem = await firstProblem(calls, state)
  done += 1
  if (done % 25 === 0) console.log(`${done} pairs, ${applied} applied, ${sent} calls`)
  if (problem !== undefined) throw new Error(problem)
})
console.log(`seed ${seed}: ${runs} pairs of a past and a desired state`)
const result = await fc.check(property, { numRuns: runs, seed })
await session.close()
client.close()
if (result.failed) {
  console.log(`It failed, with --seed ${seed} at pair ${result.numRuns}; the smallest pair:`)
  const [calls = [], state] = result.counterexample ?? []
  for (const call of calls) console.log(`  ${fc.stringify(call)}`)
  console.log(fc.stringify(state))
  console.log(result.errorInstance instanceof Error ? result.errorInstance.message : '')
  process.exitCode = 1
} else console.log(`No problem: seed ${seed}, ${result.numRuns} pairs, ${applied} applied, ${sent} calls`)

interface Hub {
  readonly client: HubClient
  readonly login: Login
  readonly writer: Writer
}

async function firstProblem(calls: readonly HandCall[], state: DesiredState): Promise<string | undefined> {
  const prefix = newPrefix(`proof-${seed}-`)
  const rename = (name: string) => prefix + name
  const past = calls.map(call => renamedCall(call, rename))
  const desired = renamedDesired(state, rename)
  const sandbox = new SandboxHub()
  const ours: Hub = { client: sandbox.client, login: sandbox.login, writer: sandbox }
  const names = {
    tags: tagNames.map(rename),
    targets: targetNames.map(rename),
    repos: handRepoNames.map(rename),
  }
  const plans: (Planned | undefined)[] = []
  for (const { client, writer } of [real, ours]) {
    await makeCalls(writer, [...knownNames.map(call => renamedCall(call, rename)), ...past])
    plans.push(await planOrRefusal({ client }, desired))
  }
  const [theirPlan, ourPlan] = plans
  if (!jsonEqual(callsOf(theirPlan), callsOf(ourPlan))) {
    return `other calls\n  real: ${callsOf(theirPlan)}\n  sandbox: ${callsOf(ourPlan)}`
  }
  if (theirPlan === undefined || ourPlan === undefined) return undefined
  applied += 1
  sent += callsOf(theirPlan).length
  const problem = (await apply(real, theirPlan)) ?? (await apply(ours, ourPlan))
  if (problem !== undefined) return problem
  const [theirs, ourEnd] = [
    await endState(real.client, prefix, names),
    await endState(ours.client, prefix, names),
  ]
  return jsonEqual(theirs, ourEnd)
    ? undefined
    : `another end\n  real: ${JSON.stringify(theirs)}\n  sandbox: ${JSON.stringify(ourEnd)}`
}

async function apply({ client, login }: Hub, planned: Planned): Promise<string | undefined> {
  const { results, remaining } = await applyRehearsed(planned, client, login, anyLeave)
  const failed = results.flatMap(stage => stage.results).filter(({ status }) => status !== 'done')
  if (failed.length > 0) return `calls that failed: ${JSON.stringify(failed)}`
  return remaining.length > 0 ? `changes that are left: ${JSON.stringify(remaining)}` : undefined
}

function callsOf(planned: Planned | undefined): string[] {
  if (planned === undefined) return ['refused']
  return planned.plan.stages.flatMap(({ stage, calls }) => calls.map(call => `${stage}: ${formatCall(call)}`))
}
