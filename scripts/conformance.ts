// Sends random sequences of calls to a real hub and to a sandbox, and compares every answer:
//   npm run conformance -- --hub URL --certs DIR [--serverca FILE] [--runs 300] [--length 60] [--seed N]
// DIR holds client certificates of kojiadmin (an admin), releng (tag, target) and packager (no permission).
// All names that it makes on the hub start with `cf-` and a prefix of the sequence; it names nothing else there.
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { Comparison } from '../test/conformance/compare.js'
import { framed, sequences } from '../test/conformance/random/sequence.js'
import { newPrefix, realHub } from '../test/conformance/real-hub.js'
import { newSandboxHub } from '../test/conformance/sandbox-hub.js'
import type { Step } from '../test/conformance/step.js'

const { values } = parseArgs({
  options: {
    hub: { type: 'string' },
    serverca: { type: 'string' },
    certs: { type: 'string' },
    runs: { type: 'string', default: '300' },
    length: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
if (values.hub === undefined || values.certs === undefined) {
  console.error(
    'usage: npm run conformance -- --hub URL --certs DIR [--serverca FILE] [--runs N] [--length N] [--seed N]',
  )
  process.exit(1)
}
const [runs, length, seed] = [Number(values.runs), Number(values.length), Number(values.seed)]
const real = realHub({ url: values.hub, serverca: values.serverca, certs: values.certs })
const methods = await sandboxMethods()
let done = 0
let calls = 0

const property = fc.asyncProperty(sequences(methods, length), async steps => {
  const difference = await firstDifference(framed(steps).filter(({ method }) => methods.has(method)))
  done += 1
  if (done % 25 === 0) console.log(`${done} sequences, ${calls} calls`)
  if (difference !== undefined) throw new Error(difference)
})
console.log(`seed ${seed}: ${runs} sequences of ${length} operations`)
const result = await fc.check(property, { numRuns: runs, seed })
await real.close()
if (result.failed) {
  const [steps = []] = result.counterexample ?? []
  console.log(`A difference, with --seed ${seed} at sequence ${result.numRuns}; the shortest sequence:`)
  for (const step of steps) if (step !== null) console.log(`  ${inOneLine(step)}`)
  console.log(result.errorInstance instanceof Error ? result.errorInstance.message : '')
  process.exitCode = 1
} else console.log(`No difference: seed ${seed}, ${result.numRuns} sequences, ${calls} calls`)

async function sandboxMethods(): Promise<ReadonlySet<string>> {
  const names = await newSandboxHub().call('anonymous', { method: 'system.listMethods', params: [] })
  return new Set(Array.isArray(names) ? names.map(String) : [])
}

async function firstDifference(steps: readonly Step[]): Promise<string | undefined> {
  const prefix = newPrefix('cf-')
  const [theirs, ours] = [real.run(prefix), newSandboxHub().run(prefix)]
  const comparison = new Comparison()
  for (const step of steps) {
    const [recorded, answer] = await Promise.all([theirs.send(step), ours.send(step)])
    calls += 1
    const difference = comparison.step(step, recorded, answer)
    if (difference !== undefined) return `${inOneLine(step)}\n  ${difference}`
  }
  return undefined
}

function inOneLine({ as = 'kojiadmin', method, params, named = {} }: Step): string {
  const keywords = Object.entries(named).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
  return `${as}: ${method}(${[...params.map(param => JSON.stringify(param)), ...keywords].join(', ')})`
}
