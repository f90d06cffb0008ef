import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { RefusedError } from '../koji/error.js'
import { isJsonObject } from '../koji/json.js'
import { shortTime } from '../koji/moment.js'
import { isCode, keeping } from './disk.js'
import { isAlive, type ProcessMark } from './process-mark.js'

/** Who holds a lock. */
export interface Holder {
  readonly run: string
  readonly process: ProcessMark
  /** ISO 8601, UTC */
  readonly since: string
}

/**
 * A lock is a file that names its holder. It appears with its content, by a link, which the file system makes only
 * where there is none of that name.
 *
 * A dead holder's lock is taken over. Removing it and making a new one would not do: of two processes that saw the
 * same dead holder, the slower one would remove the new lock of the faster. So the right to replace the lock of one
 * holder is a lock itself, named after that holder, and taken in the same way. Whoever has it looks again: is the
 * dead holder's lock still there, nobody else can replace it, and a rename puts the own one in its place; is it gone,
 * somebody was faster, and all begins anew. A process that dies while it has that right leaves a lock as any other.
 */
export class Lock {
  readonly #file: string

  private constructor(file: string) {
    this.#file = file
  }

  /** Throws `LockedError` where a process has the lock that lives, or that nobody here can tell the death of. */
  static take(file: string, holder: Holder): Lock {
    return keeping('the lock cannot be taken', file, () => {
      const draft = `${file}.${holder.run}`
      writeFileSync(draft, JSON.stringify(holder), { flag: 'wx', mode: 0o600 })
      try {
        while (!isTaken(draft, file)) {
          const other = holderOf(file)
          if (other === undefined) continue
          const lives = isAlive(other.process)
          if (lives !== false) throw new LockedError(file, other, lives)
          const right = Lock.take(`${file}.after.${other.run}`, holder)
          try {
            if (holderOf(file)?.run !== other.run) continue
            renameSync(draft, file)
            return new Lock(file)
          } finally {
            right.release()
          }
        }
        return new Lock(file)
      } finally {
        removeIfThere(draft)
      }
    })
  }

  release(): void {
    removeIfThere(this.#file)
  }
}

/** Another run is under way. */
export class LockedError extends RefusedError {
  override readonly name = 'LockedError'

  /** @param lives whether its process does; `undefined` where that cannot be told from here */
  constructor(file: string, { run, process: { pid, host }, since }: Holder, lives: boolean | undefined) {
    const who = `run ${run}, process ${pid} on ${host}, since ${shortTime(since)}`
    super(`another apply to this hub is under way: ${who}\nnothing was written`, {
      where: file,
      next: lives
        ? 'wait until it has ended, then plan and apply again'
        : 'look there; if it has ended, remove this file, then plan and apply again',
    })
  }
}

function isTaken(draft: string, file: string): boolean {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Who has the lock, or `undefined` where it was released meanwhile. */
function holderOf(file: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (isHolder(holder)) return holder
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new RefusedError('this is no lock of koji-releng, or a broken one', {
    where: file,
    next: 'remove it if no apply is under way',
  })
}

function isHolder(value: unknown): value is Holder {
  if (!isJsonObject(value)) return false
  const { run, since, process } = value
  if (typeof run !== 'string' || typeof since !== 'string' || !isJsonObject(process)) return false
  const { pid, host, space, started } = process
  const isTextOrNull = (one: unknown) => one === null || typeof one === 'string'
  return typeof pid === 'number' && typeof host === 'string' && isTextOrNull(space) && isTextOrNull(started)
}

function removeIfThere(file: string): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
  }
}
