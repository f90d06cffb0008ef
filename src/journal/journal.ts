import { closeSync, ftruncateSync, linkSync, openSync, unlinkSync } from 'node:fs'
import path from 'node:path'
import { keeping, syncFolder, type WriteThrough, writeThrough } from './disk.js'
import type { Entry, OpenedEntry } from './entry.js'

const what = 'the journal cannot be written'

/**
 * The journal of one run, as it is written: JSON lines, each on disk when `note` returns.
 *
 * A line that cannot be written is kept, and goes before the next one: what was answered is not forgotten because the
 * disk was full for a while. Only of a request it is not: it is not sent then, and must not seem to have been.
 */
export class Journal {
  readonly path: string
  readonly #file: number
  readonly #write: WriteThrough
  #position = 0
  #kept = ''
  /** something may lie behind the position that a failed write left there */
  #isTorn = false

  private constructor(file: string, number: number, write: WriteThrough) {
    this.path = file
    this.#file = number
    this.#write = write
  }

  /**
   * Opens the journal of a new run in a folder. It gets its name when its first line is on disk, so that nobody
   * meets one without. Throws `JournalError` where it cannot be written.
   */
  static create(folder: string, opened: OpenedEntry, write: WriteThrough = writeThrough): Journal {
    const file = path.join(folder, `${opened.run}.jsonl`)
    const draft = `${file}.new`
    return keeping(what, file, () => {
      const journal = new Journal(file, openSync(draft, 'wx', 0o600), write)
      try {
        journal.#append(lineOf(opened))
        linkSync(draft, file)
        syncFolder(folder)
        return journal
      } catch (error) {
        journal.end()
        throw error
      } finally {
        unlinkSync(draft)
      }
    })
  }

  /** Throws `JournalError` where the entry is not on disk. */
  note(entry: Entry): void {
    try {
      keeping(what, this.path, () => this.#append(this.#kept + lineOf(entry)))
      this.#kept = ''
    } catch (error) {
      if (entry.entry !== 'sending') this.#kept += lineOf(entry)
      throw error
    }
  }

  end(): void {
    closeSync(this.#file)
  }

  #append(text: string): void {
    if (this.#isTorn) ftruncateSync(this.#file, this.#position)
    this.#isTorn = true
    this.#write(this.#file, text, this.#position)
    this.#isTorn = false
    this.#position += Buffer.byteLength(text)
  }
}

function lineOf(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`
}
