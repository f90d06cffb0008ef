// What the planner takes by itself, without a hub: seconds, of the processors too, and memory at its peak. Each case is a process of
// its own, compiled as an installed tool is, so that its figures hold nothing of the others.
//   npx tsx bench/planner.ts [--tags 10000] [--packages 100000] [--only TEXT] [--runs 1] [--json]
//     [--cpu-prof FOLDER]
// `--json` prints what each run told. bench/plan.ts tells how long it takes to plan what thousands of tags inherit.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { desiredYaml } from '../src/report/index.js'
import { cases, desiredOf, manyTags, type Size } from '../test/plan/many-tags.js'
import type { Question, Told } from './planner/told.js'

const { values } = parseArgs({
  options: {
    tags: { type: 'string', default: '10000' },
    packages: { type: 'string', default: '100000' },
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    'cpu-prof': { type: 'string' },
  },
})
const [tags, packages] = [Number(values.tags), Number(values.packages)]
const sizes: { readonly [title: string]: Size } = {
  'no package lists': { tags, packages: 0, lists: 'none' },
  'a list in each tag': { tags, packages, lists: 'even' },
  'long lists in four': { tags, packages, lists: 'long' },
}

const script = path.join(import.meta.dirname, '..', 'dist', 'bench', 'one-case.js')
await build({
  entryPoints: [path.join(import.meta.dirname, 'planner', 'one-case.ts')],
  outfile: script,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
})

const told = []
for (const [title, size] of Object.entries(sizes))
  for (const name of Object.keys(cases)) told.push(...ask(`${name}, ${title}`, () => ({ name, ...size })))
const folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-bench-'))
try {
  told.push(...ask('read from 100 files', () => ({ files: files() })))
} finally {
  rmSync(folder, { recursive: true })
}
if (values.json) console.log(JSON.stringify(told, null, 2))

function ask(title: string, question: () => Question): (Told & { readonly title: string })[] {
  if (!title.includes(values.only)) return []
  const to = values['cpu-prof']
  const profiling = to === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', to]
  const argv = ['--expose-gc', ...profiling, script, JSON.stringify(question())]
  return Array.from({ length: Number(values.runs) }, () => {
    const told: Told = JSON.parse(execFileSync(process.execPath, argv).toString())
    if (!values.json) console.log(`${title}: ${line(told)}`)
    return { title, ...told }
  })
}

/** All that the file says of the tags that are all new, as one writes it by hand. */
function files(): string[] {
  const all = manyTags({ tags, packages: 0, lists: 'none' })
  const { tags: wanted, ...rest } = desiredOf(all)
  const each = Math.ceil(all.length / 100)
  return Array.from({ length: 100 }, (_, index) => {
    const some = new Map([...wanted].slice(index * each, (index + 1) * each))
    const others = index === 0 ? rest : { ...rest, targets: new Map(), external_repos: new Map() }
    const file = path.join(folder, `${index}.yaml`)
    writeFileSync(file, desiredYaml({ ...others, tags: some }).text)
    return file
  })
}

function line({ seconds, cpu, parts, peak, before, changes, calls, consequences }: Told): string {
  const each = Object.entries(parts).map(([part, one]) => `${part} ${one.toFixed(2)}`)
  return (
    `${seconds.toFixed(2)} s (${each.join(', ')}), ${cpu.toFixed(2)} s of the processors, ${Math.round(peak)} MB at peak, ${Math.round(before)} before; ` +
    `${changes} changes, ${calls} calls, ${consequences} consequences`
  )
}
