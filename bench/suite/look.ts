import { writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { readProfiles } from '../../src/hub/index.js'
import type { Door, MeasuredHub } from '../branching/hub.js'
import { type Command, runWithPeak } from './process.js'
import { medianOf, medianOfKnown } from './spread.js'
import { tap } from './tap.js'

/** What takes part in a comparison: the command that comes to the hub by this door. It is made anew for each run. */
export type Contender = (door: Door) => Command | Promise<Command>

/** What other runs show, of which the times do not count. */
export interface Looked {
  /** megabytes at the peak; `null` for what does not run in Node */
  readonly peak: number | null
  /** `null` where no byte came by */
  readonly wire: Wire | null
}

/** What a tap saw between the process and its hub. */
export interface Wire {
  /** seconds that were waited for the hub, and those in which the process was about its own work */
  readonly waiting: number
  readonly own: number
  /** bytes */
  readonly sent: number
  readonly received: number
}

export interface Looking {
  readonly times: number
  /** for files */
  readonly folder: string
  /** what comes before each time, and does not count */
  readonly prepare?: (() => Promise<void>) | undefined
}

/** Runs a command some times by a tapped door. */
export async function look(
  hub: MeasuredHub,
  contender: Contender,
  { times, folder, prepare }: Looking,
): Promise<Looked> {
  const through = await tap(new URL(hub.url))
  const url = urlBy(through.port, new URL(hub.url))
  const door = { ...hub, url, config: configWith(hub, url, folder) }
  const peaks: (number | null)[] = []
  const wires: Wire[] = []
  try {
    for (let time = 0; time < times; time += 1) {
      await prepare?.()
      through.take()
      const { seconds, peak } = await runWithPeak(await contender(door))
      const { waiting, sent, received } = through.take()
      peaks.push(peak)
      wires.push({ waiting, own: seconds - waiting, sent, received })
    }
  } finally {
    through.close()
  }
  const median = (what: keyof Wire) => medianOf(wires.map(one => one[what]))
  const [sent, received] = [median('sent'), median('received')]
  const wire = sent === 0 ? null : { waiting: median('waiting'), own: median('own'), sent, received }
  return { peak: medianOfKnown(peaks), wire }
}

/**
 * A hub on this machine keeps its name, which its certificate tells. Over TLS no other can be tapped: commands are sent
 * straight to it.
 */
function urlBy(port: number, hub: URL): string {
  const isNear = ['localhost', '127.0.0.1'].includes(hub.hostname)
  if (!isNear && hub.protocol === 'https:') return hub.href
  const url = new URL(hub)
  url.port = String(port)
  if (!isNear) url.hostname = '127.0.0.1'
  return url.href
}

let copies = 0

/** A copy of a hub's profile that leads to another port. */
function configWith({ config, profile }: Door, url: string, folder: string): string {
  const values = readProfiles({ home: homedir(), config }).sections.get(profile)?.values.values() ?? []
  const lines = [...values].map(({ key, text }) => `${key} = ${key === 'server' ? url : text}`)
  copies += 1
  const file = path.join(folder, `tapped-${copies}.conf`)
  writeFileSync(file, `[${profile}]\n${lines.join('\n')}\n`)
  return file
}
