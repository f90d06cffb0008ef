import { readdirSync } from 'node:fs'
import path from 'node:path'
import { RelengError } from '../koji/error.js'
import { isCode } from './disk.js'
import type { ClosedEntry } from './entry.js'
import type { JournaledRun } from './journaled-run.js'
import { readEnd } from './last-entry.js'
import { isAlive } from './process-mark.js'
import { readJournal } from './read.js'
import { isRunIdStart } from './run-id.js'

/** A folder of journals: one file a run, named after it. */
export class JournalFolder {
  readonly path: string

  constructor(folder: string) {
    this.path = path.resolve(folder)
  }

  /** The IDs of all runs, newest first. Where there is no folder, there was no run. */
  ids(): string[] {
    try {
      return readdirSync(this.path, { withFileTypes: true })
        .filter(one => one.name.endsWith('.jsonl') && (one.isFile() || one.isSymbolicLink()))
        .map(({ name }) => name.slice(0, -'.jsonl'.length))
        .sort()
        .reverse()
    } catch (cause) {
      if (isCode(cause, 'ENOENT')) return []
      throw cause
    }
  }

  fileOf(run: string): string {
    return path.join(this.path, `${run}.jsonl`)
  }

  /** The run whose ID begins so. Throws where there is none, or more than one. */
  find(start: string): string {
    const ids = this.ids()
    const found = isRunIdStart(start) ? ids.filter(id => id.startsWith(start)) : []
    const [first, second] = found.includes(start) ? [start] : found
    if (first !== undefined && second === undefined) return first
    const many = found.length > 5 ? `${found.slice(0, 5).join(', ')} and more` : found.join(', ')
    throw new RelengError(
      first === undefined ? `there is no run ${start}` : `${start} may be any of: ${many}`,
      {
        where: this.path,
        next: first === undefined ? 'koji-releng tags runs lists them' : 'write more of its ID',
      },
    )
  }

  read(run: string): JournaledRun {
    return readJournal(this.fileOf(run))
  }

  /** How each run ended whose journal was closed. */
  ends(): ReadonlyMap<string, ClosedEntry> {
    const ends = this.ids().map((id): [string, ClosedEntry | undefined] => [id, readEnd(this.fileOf(id))])
    return new Map(
      ends.flatMap(([id, end]): [string, ClosedEntry][] => (end === undefined ? [] : [[id, end]])),
    )
  }

  /** The runs on a hub that were not closed, and that no later one has settled; and journals that are damaged. */
  open(url: string): OpenRuns {
    const ends = this.ends()
    const settled = settledBy(ends)
    const open: OpenRun[] = []
    const damaged: RelengError[] = []
    for (const id of this.ids()
      .filter(id => !ends.has(id) && !settled.has(id))
      .reverse()) {
      try {
        const run = this.read(id)
        // An end whose error is very long is not told by the tail of its file alone.
        if (run.closed === null && run.opened.plan.hub.url === url)
          open.push({ run, lives: isAlive(run.opened.process) })
      } catch (error) {
        if (!(error instanceof RelengError)) throw error
        damaged.push(error)
      }
    }
    return { open, damaged }
  }
}

export interface OpenRuns {
  /** oldest first */
  readonly open: readonly OpenRun[]
  readonly damaged: readonly RelengError[]
}

export interface OpenRun {
  readonly run: JournaledRun
  /** whether its process still lives; `undefined` where that cannot be told from here */
  readonly lives: boolean | undefined
}

/** Which run has settled what one that was broken off had left open. */
export function settledBy(ends: ReadonlyMap<string, ClosedEntry>): ReadonlyMap<string, string> {
  return new Map([...ends].flatMap(([id, { settles }]) => settles.map((run): [string, string] => [run, id])))
}
