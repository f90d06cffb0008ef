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

/** What other runs show, of which the times do not count: all bytes pass a tap, and Node watches its memory. */
export interface Looked {
  /** seconds that were waited for the hub, and those in which the process was about its own work */
  readonly waiting: number
  readonly own: number
  /** bytes on the wire */
  readonly sent: number
  readonly received: number
  /** megabytes at the peak; `null` for what does not run in Node */
  readonly peak: number | null
}

/** Runs a command some times by a tapped door. */
export async function look(
  hub: MeasuredHub,
  contender: Contender,
  times: number,
  folder: string,
): Promise<Looked> {
  const url = new URL(hub.url)
  const through = await tap(url)
  url.port = String(through.port)
  const door = { ...hub, url: url.href, config: configWith(hub, url.href, folder) }
  const looks: Looked[] = []
  try {
    for (let time = 0; time < times; time += 1) {
      const { seconds, peak } = await runWithPeak(await contender(door))
      const { waiting, sent, received } = through.take()
      looks.push({ waiting, own: seconds - waiting, sent, received, peak })
    }
  } finally {
    through.close()
  }
  const median = (what: 'waiting' | 'own' | 'sent' | 'received') => medianOf(looks.map(one => one[what]))
  return {
    waiting: median('waiting'),
    own: median('own'),
    sent: median('sent'),
    received: median('received'),
    peak: medianOfKnown(looks.map(({ peak }) => peak)),
  }
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
