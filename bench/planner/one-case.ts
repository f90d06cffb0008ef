// One case of bench/planner.ts, as `Question` asks for it: prints as JSON what it took.
import { loadDesired } from '../../src/desired/index.js'
import { cases, desiredOf, liveOf, manyTags } from '../../test/plan/many-tags.js'
import { planOf } from '../../test/plan/plan-of.js'
import type { Question, Told } from './told.js'

const question: Question = JSON.parse(process.argv[2] ?? '')
const parts: { [part: string]: number } = {}
let cpu = 0
const { before, ...sums } = 'files' in question ? await reading(question.files) : planning(question)
const seconds = Object.values(parts).reduce((sum, one) => sum + one, 0)
const peak = process.resourceUsage().maxRSS / 1024
const told: Told = { seconds, cpu, parts, peak, before, ...sums }
console.log(JSON.stringify(told))

type Sums = Pick<Told, 'before' | 'changes' | 'calls' | 'consequences'>

function planning({ name, ...size }: Exclude<Question, { files: unknown }>): Sums {
  const { before, after } = cases[name]?.(manyTags(size)) ?? { before: [], after: [] }
  const [state, live] = [desiredOf(after, before), liveOf(before)]
  // What the making of the case left behind is none of the planner's.
  globalThis.gc?.()
  const held = memory()
  const plan = planOf(state, live, (part, run) => {
    const stop = watch(part)
    const result = run()
    stop()
    return result
  })
  const calls = plan.stages.reduce((sum, stage) => sum + stage.calls.length, 0)
  return { before: held, changes: plan.changes.length, calls, consequences: plan.consequences.length }
}

async function reading(files: readonly string[]): Promise<Sums> {
  const [before, stop] = [memory(), watch('reading')]
  await loadDesired(files)
  stop()
  return { before, changes: 0, calls: 0, consequences: 0 }
}

function watch(part: string): () => void {
  const [start, used] = [performance.now(), process.cpuUsage()]
  return () => {
    parts[part] = (performance.now() - start) / 1000
    cpu += process.cpuUsage(used).user / 1e6
  }
}

function memory(): number {
  return process.memoryUsage().rss / 2 ** 20
}
