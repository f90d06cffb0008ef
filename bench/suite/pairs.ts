import type { MeasuredHub } from '../branching/hub.js'
import { type Contender, type Looked, type Looking, look } from './look.js'
import { run } from './process.js'
import { medianOfKnown, type Spread, spreadOf } from './spread.js'

/** One of the two that are compared. */
export interface Side {
  readonly name: string
  /** of the whole process */
  readonly seconds: Spread
  /** `null` where nobody counts them */
  readonly requests: number | null
  /** seconds that the hub worked, by its log: its requests' added up, though some ran at once */
  readonly hub: number | null
  readonly looked: Looked
}

export interface Pair {
  readonly ours: Side
  readonly theirs: Side | null
  /** ours by theirs, run by run: it holds though the machine is faster now and slower then */
  readonly ratio: Spread | null
}

export interface Turns {
  readonly hub: MeasuredHub
  readonly ours: Contender
  readonly theirs?: Contender | undefined
  /** where the other one runs, if elsewhere */
  readonly theirHub?: MeasuredHub | undefined
  readonly runs: number
  /** whether each runs once beforehand */
  readonly warm: boolean
  /** what comes before each turn, and does not count */
  readonly prepare?: (() => Promise<void>) | undefined
  readonly folder: string
}

/** Runs two commands in turns, then looks at each. */
export async function inTurns({
  hub,
  ours,
  theirs,
  theirHub = hub,
  runs,
  warm,
  prepare,
  folder,
}: Turns): Promise<Pair> {
  const here: Turner = { hub, contender: ours, runs: [] }
  const there: Turner | undefined = theirs && { hub: theirHub, contender: theirs, runs: [] }
  for (let turn = warm ? -1 : 0; turn < runs; turn += 1) {
    await prepare?.()
    for (const one of there ? [here, there] : [here]) {
      const ran = await runOf(one.hub, one.contender)
      if (turn >= 0) one.runs.push(ran)
    }
  }
  const ratios = there?.runs.map(({ seconds }, turn) => (here.runs[turn]?.seconds ?? Number.NaN) / seconds)
  return {
    ours: await sideOf(here, { folder, prepare }),
    theirs: there ? await sideOf(there, { folder, prepare }) : null,
    ratio: ratios ? spreadOf(ratios) : null,
  }
}

interface Turner {
  readonly hub: MeasuredHub
  readonly contender: Contender
  readonly runs: Run[]
}

interface Run {
  readonly name: string
  readonly seconds: number
  readonly requests: number | null
  readonly hub: number | null
}

async function runOf(hub: MeasuredHub, contender: Contender): Promise<Run> {
  const { after, ...command } = await contender(hub)
  const before = await hub.answered()
  const { seconds } = await run(command)
  const then = await hub.answered()
  await after?.()
  const counted = before !== undefined && then !== undefined
  const worked = counted && then.seconds !== null && before.seconds !== null
  return {
    name: command.name,
    seconds,
    requests: counted ? then.requests - before.requests : null,
    hub: worked ? then.seconds - before.seconds : null,
  }
}

async function sideOf({ hub, contender, runs }: Turner, looking: Omit<Looking, 'times'>): Promise<Side> {
  const seconds = spreadOf(runs.map(one => one.seconds))
  return {
    name: runs[0]?.name ?? '',
    seconds,
    requests: medianOfKnown(runs.map(({ requests }) => requests)),
    hub: medianOfKnown(runs.map(one => one.hub)),
    // What takes long is looked at once: it shows the same each time.
    looked: await look(hub, contender, { ...looking, times: seconds.median > 5 ? 1 : 3 }),
  }
}
