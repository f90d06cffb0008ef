// Records how a real hub answers the sequences of test/conformance/themes, into test/transcripts/koji-1.35:
//   npx tsx scripts/record-transcripts.ts --hub URL --serverca FILE --certs DIR --commit COMMIT [THEME…]
// DIR holds client certificates of kojiadmin (an admin), releng (tag, target) and packager (no permission).
// All names that it makes on the hub start with `tx-`; it touches nothing else there.
import { parseArgs } from 'node:util'
import type { Hub } from '../test/conformance/hub.js'
import { newPrefix, realHub } from '../test/conformance/real-hub.js'
import type { RecordedStep, Sequence } from '../test/conformance/step.js'
import { themes } from '../test/conformance/themes/index.js'
import { writeTranscript } from '../test/conformance/transcript-file.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hub: { type: 'string' },
    serverca: { type: 'string' },
    certs: { type: 'string' },
    commit: { type: 'string', default: '' },
  },
})
if (values.hub === undefined || values.certs === undefined) {
  console.error(
    'usage: record-transcripts.ts --hub URL --certs DIR [--serverca FILE] [--commit COMMIT] [THEME…]',
  )
  process.exit(1)
}
const hub = realHub({ url: values.hub, serverca: values.serverca, certs: values.certs })
const koji = String(await hub.call('anonymous', { method: 'getKojiVersion', params: [] }))
let total = 0
for (const [theme, sequences] of themes) {
  if (positionals.length > 0 && !positionals.includes(theme)) continue
  const recorded = []
  for (const sequence of sequences)
    recorded.push({ title: sequence.title, calls: await record(hub, sequence) })
  writeTranscript(theme, { koji, commit: values.commit, sequences: recorded })
  const calls = recorded.reduce((sum, sequence) => sum + sequence.calls.length, 0)
  console.log(`${theme}: ${calls} calls`)
  total += calls
}
console.log(`${total} calls in all`)
await hub.close()

async function record(hub: Hub, { steps }: Sequence): Promise<RecordedStep[]> {
  const run = hub.run(newPrefix('tx-'))
  const recorded: RecordedStep[] = []
  for (const step of steps) recorded.push({ ...step, answer: await run.send(step) })
  return recorded
}
