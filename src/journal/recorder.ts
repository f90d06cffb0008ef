import { createHash } from 'node:crypto'
import path from 'node:path'
import type { RunEvent } from '../apply/index.js'
import type { DesiredState } from '../koji/desired-state.js'
import type { Change, Leaves, Plan } from '../plan/index.js'
import { resourceOf, usedLeaves } from '../plan/index.js'
import { JournalError, keeping, makeFolder, type WriteThrough } from './disk.js'
import { type Entry, journalFormat, type Outcome } from './entry.js'
import type { JournalFolder, OpenRuns } from './folder.js'
import { Journal } from './journal.js'
import { Lock } from './lock.js'
import { thisProcess } from './process-mark.js'
import { newRunId } from './run-id.js'

export interface RecorderOptions {
  readonly folder: JournalFolder
  /** the version of koji-releng */
  readonly tool: string
  readonly reason?: string | undefined
  readonly now?: () => Date
  readonly random?: () => number
  readonly write?: WriteThrough
}

/** What a run is about, known once somebody has logged in for it. */
export interface RunSubject {
  readonly plan: Plan
  readonly user: string | null
  readonly leaves: Leaves
  /** what the run makes sure of: a run that was broken off, and is about nothing else, is settled by it */
  readonly desired: DesiredState
}

export interface RunEnd {
  readonly outcome: Outcome
  /** what a second plan still finds to do, where the hub was read again */
  readonly remaining?: readonly Change[]
  readonly error?: Error
}

/**
 * Keeps the journal of one run: a lock on the hub first, then the journal, then what happens, then the end. Throws
 * `RefusedError` where a run must not begin, and where a request must not be sent since it cannot be noted.
 */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #now: () => Date
  #run: string | undefined
  #lock: Lock | undefined
  #journal: Journal | undefined
  #follows: readonly string[] = []
  #problem: JournalError | undefined

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#now = options.now ?? (() => new Date())
  }

  /** The ID of the run, which begins with its lock: a person may have been asked long before. */
  get run(): string {
    this.#run ??= newRunId(this.#now(), this.#options.random ?? Math.random)
    return this.#run
  }

  /** Where the journal is, once it is open. */
  get path(): string | undefined {
    return this.#journal?.path
  }

  /** What errors say of the run, as data. */
  get about(): { readonly run: string; readonly journal: string } {
    return { run: this.run, journal: this.#options.folder.fileOf(this.run) }
  }

  /** Runs that were broken off, and that this one settles once it ends well. */
  get follows(): readonly string[] {
    return this.#follows
  }

  /** Why the journal lacks what happened last; it is cleared once that could be written. */
  get problem(): JournalError | undefined {
    return this.#problem
  }

  /** Runs on this hub that have not ended, as far as their journals tell. */
  unfinished({ hub }: Pick<Plan, 'hub'>): OpenRuns {
    const { folder } = this.#options
    return keeping('the journals cannot be listed', folder.path, () => folder.open(hub.url))
  }

  /** Keeps other runs on this hub out, as far as they use the same folder. */
  lock({ hub }: Pick<Plan, 'hub'>): void {
    const { folder } = this.#options
    const name = createHash('sha256').update(hub.url).digest('hex').slice(0, 16)
    keeping('the folder of journals cannot be made', folder.path, () => makeFolder(folder.path))
    const file = path.join(folder.path, `hub-${name}.lock`)
    this.#lock = Lock.take(file, { run: this.run, process: thisProcess(), since: this.#time() })
  }

  /** Opens the journal: before the first write. */
  open({ plan, user, leaves, desired }: RunSubject): void {
    const { folder, tool, reason = null, write } = this.#options
    this.#follows = this.#settleable(plan, desired)
    this.#journal = Journal.create(
      folder.path,
      {
        entry: 'opened',
        format: journalFormat,
        run: this.run,
        time: this.#time(),
        tool,
        process: thisProcess(),
        user,
        reason,
        leaves: usedLeaves(plan.guards, leaves),
        follows: this.#follows,
        plan,
      },
      write,
    )
  }

  /** Notes what happens. Of what has happened already it throws nothing: that is noted with the next. */
  readonly watch = (event: RunEvent): void => {
    const entry = this.#entryOf(event)
    if (entry?.entry === 'sending') this.#journal?.note(entry)
    else if (entry !== undefined) this.#noteIfPossible(entry)
  }

  /** Closes the journal, if it was opened. What is wrong with that changes nothing of what was done: see `problem`. */
  close({ outcome, remaining, error }: RunEnd): void {
    const time = this.#time()
    const settles = outcome === 'done' ? this.#follows : []
    if (remaining !== undefined) this.#noteIfPossible({ entry: 'remaining', time, changes: remaining })
    this.#noteIfPossible({ entry: 'closed', time, outcome, settles, ...(error && { error: error.message }) })
    this.#journal?.end()
  }

  /** Lets other runs begin. */
  release(): void {
    this.#lock?.release()
  }

  /**
   * Notes, where there was nothing to do, that what broken-off runs had begun is done: a run without changes. Where
   * there are no such runs, nothing is noted.
   */
  noteUnchanged(subject: Omit<RunSubject, 'user'>): void {
    if (this.#settleable(subject.plan, subject.desired).length === 0) return
    this.open({ ...subject, user: null })
    this.close({ outcome: 'done', remaining: [] })
  }

  // The journal keeps what it cannot write, and writes it with the next.
  #noteIfPossible(entry: Entry): void {
    this.#problem = undefined
    try {
      this.#journal?.note(entry)
    } catch (error) {
      if (!(error instanceof JournalError)) throw error
      this.#problem = error
    }
  }

  #settleable(plan: Plan, { tags, targets, external_repos }: DesiredState): string[] {
    const covers = { tag: tags, target: targets, external_repo: external_repos }
    return this.unfinished(plan)
      .open.filter(({ run, lives }) => {
        const resources = run.opened.plan.changes.map(resourceOf)
        return lives !== true && resources.every(({ kind, name }) => covers[kind].has(name))
      })
      .map(({ run }) => run.opened.run)
  }

  #entryOf(event: RunEvent): Entry | undefined {
    const time = this.#time()
    switch (event.event) {
      case 'sending':
        return { entry: 'sending', time, stage: event.stage, calls: event.calls }
      case 'answered':
      case 'read-back':
        return { entry: event.event, time, stage: event.stage, results: event.results }
      case 'refused':
      case 'lost':
        return {
          entry: event.event,
          time,
          stage: event.stage,
          calls: event.calls,
          error: event.error.message,
        }
      default:
        return undefined
    }
  }

  #time(): string {
    return this.#now().toISOString()
  }
}
