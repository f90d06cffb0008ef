import type { JournaledRun, JournalFolder } from '../journal/index.js'
import { RelengError } from '../koji/error.js'

/** A run takes minutes; one that began a day before the first event has ended, whatever the clocks say. */
const day = 24 * 3600_000

/** The runs on a hub whose journals may tell of events, and the journals that are damaged. */
export function runsAround(
  folder: JournalFolder,
  url: string,
  events: readonly { readonly time: string }[],
): { readonly runs: readonly JournaledRun[]; readonly damaged: readonly RelengError[] } {
  const [first, last] = [events[0], events.at(-1)]
  const runs: JournaledRun[] = []
  const damaged: RelengError[] = []
  if (first === undefined || last === undefined) return { runs, damaged }
  // The IDs begin with the time: 20261122-071003-…
  const [from, to] = [idStart(first.time, -day), idStart(last.time, day)]
  for (const id of folder.ids().filter(id => from <= id && id <= to)) {
    try {
      const run = folder.read(id)
      if (run.opened.plan.hub.url === url) runs.push(run)
    } catch (error) {
      if (!(error instanceof RelengError)) throw error
      damaged.push(error)
    }
  }
  return { runs, damaged }
}

function idStart(time: string, later: number): string {
  return new Date(Date.parse(time) + later).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
}
