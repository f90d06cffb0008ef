// How long a plan takes that touches one tag from which 3,000 others inherit, half of them built in.
// npx tsx bench/plan.ts [TAGS]
import type { LiveState } from '../src/koji/live-state.js'
import { goalOf, makePlan, refuseUnsound } from '../src/plan/index.js'
import { planText } from '../src/report/index.js'
import { desired, group, link, live, set, tag, target, use, wanted } from '../test/builders.js'

const count = Number(process.argv[2] ?? 3000)
const packages = Array.from({ length: 30 }, (_, index) => `package-${index}`)
const groups = ['build', 'srpm-build', 'livecd-build'].map(name => group(name, packages))

/** Layers of ten tags, each with two parents in the layer above; all come from `base`. */
function fan(depth: number): LiveState {
  const width = Math.ceil(count / depth)
  const names = Array.from({ length: count }, (_, index) => `t${index}`)
  const parents = (index: number) =>
    index < width ? ['base'] : [`t${index - width}`, `t${Math.max(0, index - width - 1)}`]
  const tags = names.map((name, index) =>
    tag(name, {
      settings: { arches: 'x86_64 aarch64' },
      extra: { [`k${index % 5}`]: set(index) },
      inheritance: [...new Set(parents(index))].map((parent, nth) => link(parent, nth)),
      groups: [group('build', [`own-${index % 7}`], null)],
    }),
  )
  const targets = names.filter((_, index) => index % 2 === 0).map(name => target(name, name, name))
  const repos = [{ name: 'r', url: 'https://r.test/' }]
  const base = tag('base', {
    settings: { arches: 'x86_64' },
    extra: { 'rpm.macro.dist': set('.f1') },
    groups,
    external_repos: [use('r')],
  })
  return live([tag('other'), base, ...tags], targets, [], repos)
}

const state = desired([
  wanted('base', {
    settings: { arches: 'x86_64 aarch64' },
    extra: { 'rpm.macro.dist': set('.f2') },
    inheritance: [link('other')],
    groups: { build: [...packages, 'make'], 'srpm-build': packages, 'livecd-build': packages },
  }),
])

function timed<T>(what: string, work: () => T): T {
  const start = process.cpuUsage()
  const result = work()
  console.log(`  ${what}: ${(process.cpuUsage(start).user / 1e6).toFixed(2)} s of the processor`)
  return result
}

for (const depth of [1, 5, 20]) {
  console.log(`${count} tags in ${depth} layers`)
  const hub = fan(depth)
  const goal = timed('the goal', () => goalOf(state, hub))
  timed('what is refused', () => refuseUnsound(state, hub, goal))
  const plan = timed('the plan, with its consequences', () => makePlan(goal, hub))
  const text = timed('as text', () => planText(plan))
  const whole = timed('as text, all of it', () => planText(plan, { consequences: true }))
  const lines = [text, whole].map(one => one.split('\n').length)
  console.log(`  ${plan.consequences.length} consequences, in ${lines.join(' or ')} lines`)
}
