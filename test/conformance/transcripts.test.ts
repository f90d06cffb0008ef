import { expect } from 'chai'
import { Comparison } from './compare.js'
import { newSandboxHub } from './sandbox-hub.js'
import type { RecordedStep } from './step.js'
import { readTranscript, themesRecorded } from './transcript-file.js'

// Ids differ between the hubs, so each kind of them must map one to one; events map in their order; times are
// not compared. `npx tsx scripts/record-transcripts.ts` records anew.
describe('the sandbox answers as a real Koji 1.35.3 did', () => {
  for (const theme of themesRecorded()) {
    describe(theme, () => {
      for (const { title, calls } of readTranscript(theme).sequences) {
        it(`${title} (${calls.length} calls)`, async function () {
          const differences = await replay(calls)
          if (differences === undefined) return this.skip()
          expect(differences.join('\n')).to.equal('')
        })
      }
    })
  }
})

/** What differs; `undefined` where the sandbox lacks a method of the sequence altogether. */
async function replay(calls: readonly RecordedStep[]): Promise<string[] | undefined> {
  const hub = newSandboxHub()
  const run = hub.run('tx-')
  const known = await run.send({ method: 'system.listMethods', params: [] })
  const lacksMethod = calls.some(
    ({ method, answer }) =>
      Array.isArray(known) && !known.includes(method) && !JSON.stringify(answer).includes('Invalid method'),
  )
  if (lacksMethod) return undefined
  const comparison = new Comparison()
  const differences: string[] = []
  for (const [line, { answer, ...step }] of calls.entries()) {
    const ours = await run.send(step)
    const difference = comparison.step(step, answer, ours)
    if (difference !== undefined) {
      const { params, named = {}, as = 'kojiadmin' } = step
      differences.push(
        `call ${line + 1}: ${as}: ${step.method}(${JSON.stringify(params)}, ${JSON.stringify(named)})\n    ${difference}`,
      )
    }
  }
  return differences
}
