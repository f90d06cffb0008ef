import type { Bench } from './bench.js'
import { handWritten, kojis, namesOf, oursOn, releaseFile } from './commands.js'
import { type HubOfSize, hubOfSize } from './hub-of-size.js'
import { checkByKojiAnsible, type KojiAnsible, lackOf, pipelining } from './koji-ansible.js'
import type { Contender } from './look.js'
import { run } from './process.js'

/** Plans of a release, beside every other way to learn whether a hub is as it shall be. */
export async function plan(bench: Bench): Promise<void> {
  const { folder, whole, others } = bench
  const what = `${whole.tags.length} tags and ${whole.targets.length} targets`
  // An exit code of 2 would tell of changes.
  const ours = oursOn('tags', 'plan', ...whole.files, '--detailed-exitcode')
  const same = { name: `\`tags plan\` of ${what}, no change`, ours }
  await bench.compare({ id: 'plan.same', ...same, theirs: handWritten(folder, whole) })
  const next = releaseFile(folder, whole.release + 1)
  await bench.compare({
    id: 'plan.new',
    name: '`tags plan` of a release, all new',
    ours: oursOn('tags', 'plan', next),
    theirs: handWritten(folder, namesOf(whole.release + 1)),
  })
  if (others.koji === undefined) bench.note("no --koji: Koji's client is not measured")
  else
    await bench.compare({
      id: 'plan.koji',
      ...same,
      theirs: kojis(others.koji, folder, 'taginfo', ...whole.tags),
    })
  await planBesideAnsible(bench, same)
}

async function planBesideAnsible(bench: Bench, same: { name: string; ours: Contender }): Promise<void> {
  const { folder, hub, whole, others } = bench
  if (others['koji-ansible'] === undefined) return bench.note('no --koji-ansible: it is not measured')
  const installed: KojiAnsible = {
    folder: others['koji-ansible'],
    kojiSource: others['koji-source'],
    python: others.python,
  }
  const lack = lackOf(installed)
  if (lack !== undefined) return bench.note(lack)
  const check = checkByKojiAnsible(installed, folder, whole.desired)
  const { output } = await run(await check(hub))
  const [recap = 'no recap'] = /ok=\d+ +changed=\d+/.exec(output) ?? []
  bench.note(`koji-ansible says of the same ${whole.tags.length + whole.targets.length} tasks: ${recap}`)
  await bench.compare({ id: 'plan.ansible', ...same, theirs: check, warm: false })
  const pipelined = checkByKojiAnsible(installed, folder, whole.desired, pipelining)
  await bench.compare({ id: 'plan.pipelined', ...same, theirs: pipelined, warm: false })
}

/** An audit and an export of the release that a plan is made of. */
export async function audit(bench: Bench): Promise<void> {
  const { folder, whole } = bench
  await bench.compare({
    id: 'audit.release',
    name: `\`tags audit\` of ${whole.tags.length} tags and ${whole.targets.length} targets`,
    ours: oursOn('tags', 'audit', ...whole.files),
    theirs: handWritten(folder, whole),
  })
}

export async function exportRelease(bench: Bench): Promise<void> {
  const { folder, whole } = bench
  const { release } = whole
  const { tags, targets } = namesOf(release)
  const own = tags.filter(name => name.includes(`f${release}`))
  await bench.compare({
    id: 'export',
    name: `\`tags export\` of a release's ${own.length} tags`,
    ours: oursOn('tags', 'export', `f${release}`, `f${release}-*`, `module-f${release}-*`),
    theirs: handWritten(folder, { tags: own, targets }),
  })
}

/** The same plan on hubs of other sizes, and audits of 1, 100, 1,000 and 10,000 tags: on sandboxes of their own. */
export async function size(bench: Bench): Promise<void> {
  const hubs: HubOfSize[] = []
  try {
    for (const size of [100, 1000, 10_000]) hubs.push(await hubOfSize(size, bench.folder))
    await planOnSizes(bench, hubs)
    await auditOnSizes(bench, hubs)
  } finally {
    for (const hub of hubs) await hub.close()
  }
}

/** Of the next release, as on branching day, and of the one that is there. */
async function planOnSizes(bench: Bench, [smallest, ...larger]: readonly HubOfSize[]): Promise<void> {
  if (smallest === undefined) return
  for (const [id, what, release] of [
    ['new', 'the next release', 44],
    ['there', 'a release that is there', 43],
  ] as const) {
    const file = releaseFile(bench.folder, release)
    for (const hub of larger)
      await bench.compare({
        id: `size.${id}.${hub.size}`,
        name: `\`tags plan\` of ${what}, on a sandbox of ${hub.size} tags`,
        hub,
        ours: oursOn('tags', 'plan', file),
        theirs: named(`us, on one of ${smallest.size} tags`, oursOn('tags', 'plan', file)),
        theirHub: smallest,
      })
  }
}

/** Each against the one of a tenth: whether audits grow as what they audit. */
async function auditOnSizes(bench: Bench, hubs: readonly HubOfSize[]): Promise<void> {
  const all = oursOn('tags', 'audit', '--tags', '*')
  const byHand = (tags: readonly string[]) => handWritten(bench.folder, { tags, targets: [] })
  const [smallest, largest] = [hubs.at(0), hubs.at(-1)]
  if (smallest === undefined || largest === undefined) return
  await bench.compare({
    id: 'audit.one',
    name: `\`tags audit\` of 1 tag, on a sandbox of ${largest.size} tags`,
    hub: largest,
    ours: oursOn('tags', 'audit', '--tags', 'other-0-0'),
    theirs: byHand(['other-0-0']),
  })
  await bench.compare({
    id: 'audit.all',
    name: `\`tags audit\` of all of a sandbox's ${smallest.size} tags`,
    hub: smallest,
    ours: all,
    theirs: byHand(smallest.names),
  })
  for (const [index, hub] of hubs.slice(1).entries()) {
    const smaller = hubs[index]
    await bench.compare({
      id: `audit.all.${hub.size}`,
      name: `\`tags audit\` of all of a sandbox's ${hub.size} tags`,
      hub,
      ours: all,
      ...(smaller && { theirs: named(`us, of ${smaller.size} tags`, all), theirHub: smaller }),
    })
  }
}

function named(name: string, command: Contender): Contender {
  return async door => ({ ...(await command(door)), name })
}
