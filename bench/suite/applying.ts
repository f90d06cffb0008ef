import type { RpcValue } from '../../src/hub/codec/value.js'
import { doTasks, missingFrom } from '../branching/release.js'
import { byApply, byScript, type Way } from '../branching/ways.js'
import type { Bench } from './bench.js'
import type { Contender } from './look.js'
import { run } from './process.js'
import { lastBranched } from './whole-release.js'

/** Branching day: each run branches the next release, and leaves the layout that the script's table tells. */
export async function apply(bench: Bench): Promise<void> {
  const { hub, folder, others } = bench
  let { release } = bench.whole
  const contender =
    (way: Way): Contender =>
    door => {
      release += 1
      const branched = release
      return { ...way.command(door, branched), after: () => check(bench, way, branched) }
    }
  const { empty } = others
  let found: RpcValue | undefined
  const begin = async (command: string) => {
    await run({ name: command, argv: ['sh', '-c', command] })
    await hub.reopen()
    release = await lastBranched(hub, folder)
    const tags = await hub.call('listTags', [], { queryOpts: { countOnly: true } })
    if (tags !== (found ?? tags))
      throw new Error(`${command} left a hub that was not as before: ${tags} tags`)
    found = tags
  }
  const script = byScript(folder, others.script, others.koji ?? 'koji')
  if (typeof script === 'string') bench.note(script)
  await bench.compare({
    id: 'apply',
    name: '`tags apply` of a branching',
    ours: contender(byApply(folder)),
    ...(typeof script !== 'string' && { theirs: contender(script) }),
    ...(empty !== undefined && { prepare: () => begin(empty) }),
  })
  if (found !== undefined) bench.note(`each turn of branchings began on a hub of ${found} tags, made anew`)
  bench.note(`${hub.what} has Fedora ${release} now`)
}

async function check({ hub }: Bench, { name }: Way, release: number): Promise<void> {
  await doTasks(hub, release)
  const missing = await missingFrom(hub, release)
  if (missing.length > 0) throw new Error(`${name} did not leave the layout: ${missing.join(', ')}`)
}
