import path from 'node:path'
import type { Bench } from './bench.js'
import { bareNode, kojis, ours, releaseFile } from './commands.js'

/** How long it takes to start, beside Node itself and Koji's client. */
export async function startUp(bench: Bench): Promise<void> {
  const { folder, others } = bench
  const node = () => bareNode
  await bench.compare({
    id: 'start.version',
    name: '`--version`',
    ours: () => ours('--version'),
    theirs: node,
  })
  await bench.compare({ id: 'start.help', name: '`--help`', ours: () => ours('--help'), theirs: node })
  const planHelp = { name: '`tags plan --help`', ours: () => ours('tags', 'plan', '--help') }
  await bench.compare({ id: 'start.plan-help', ...planHelp, theirs: node })
  if (others.koji === undefined) return
  const theirs = kojis(others.koji, folder, 'add-tag', '--help')
  await bench.compare({ id: 'start.koji', ...planHelp, theirs })
}

/** Files alone, without a hub. */
export async function validate(bench: Bench): Promise<void> {
  const { folder } = bench
  const files = Array.from({ length: 50 }, (_, index) =>
    releaseFile(path.join(folder), 100 + index, 'released'),
  )
  for (const [id, name, some] of [
    ['validate.1', '`tags validate` of a release', files.slice(0, 1)],
    ['validate.50', '`tags validate` of 50 releases', files],
  ] as const)
    await bench.compare({ id, name, ours: () => ours('tags', 'validate', ...some), theirs: () => bareNode })
}
