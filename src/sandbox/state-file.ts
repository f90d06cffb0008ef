import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { RelengError } from '../koji/error.js'
import { isJsonObject, type Json } from '../koji/json.js'
import { loadStore, oldestFormat, saveStore, stateFormat } from './saved-state.js'
import type { Store } from './store/store.js'

/**
 * What a sandbox keeps between runs: one JSON file, replaced as a whole after each request that commits, so
 * that it is always either the old state or the new one. It holds hashes of passwords, hence mode 0600.
 *
 * Several processes may read it. One that wants to write and finds that another wrote since it read refuses,
 * and leaves the file as it is.
 */
export class StateFile {
  readonly path: string
  /** what the file holds; `undefined` if there is none yet */
  readonly store: Store | undefined
  #seen: string | undefined

  constructor(path: string) {
    this.path = path
    this.#seen = this.#identity()
    this.store = this.#seen === undefined ? undefined : this.#read()
  }

  save(store: Store): void {
    onFiles('written', this.path, () => this.#save(store))
  }

  #save(store: Store): void {
    mkdirSync(dirname(this.path), { recursive: true })
    this.#exclusively(() => {
      if (this.#identity() !== this.#seen) {
        throw new RelengError('another process changed the sandbox while this one was using it', {
          where: this.path,
          next: 'nothing was written; start again, and let one process at a time write to a sandbox',
        })
      }
      this.#replace(JSON.stringify(saveStore(store)))
      this.#seen = this.#identity()
    })
  }

  #read(): Store {
    const state = this.#parse()
    const format = isJsonObject(state) ? state.format : undefined
    if (typeof format === 'number' && format > stateFormat) {
      throw new RelengError(`the sandbox was written by a newer koji-releng (format ${format})`, {
        where: this.path,
        next: 'use that version, or another file',
      })
    }
    try {
      if (typeof format !== 'number' || format < oldestFormat) throw new Error('no known format')
      return loadStore(state)
    } catch (error) {
      throw this.#broken(error)
    }
  }

  #parse(): Json {
    const text = onFiles('read', this.path, () => readFileSync(this.path, 'utf8'))
    try {
      return JSON.parse(text)
    } catch (error) {
      throw this.#broken(error)
    }
  }

  #broken(cause: unknown): RelengError {
    return new RelengError('this is no state of a sandbox, or a broken one', {
      where: this.path,
      next: 'it was left as it is; restore it from a copy, reset the sandbox, or use another file',
      cause,
    })
  }

  /** Tells one version of the file from another: each is a new file, made at another time. */
  #identity(): string | undefined {
    const stat = statSync(this.path, { bigint: true, throwIfNoEntry: false })
    return stat && `${stat.ino} ${stat.mtimeNs} ${stat.size}`
  }

  /** Keeps other writers out for the moment between looking at the file and replacing it. */
  #exclusively(write: () => void): void {
    const lock = `${this.path}.lock`
    lockFile(lock)
    try {
      write()
    } finally {
      rmSync(lock, { force: true })
    }
  }

  #replace(contents: string): void {
    const draft = `${this.path}.${process.pid}.tmp`
    try {
      const file = openSync(draft, 'w', 0o600)
      try {
        writeFileSync(file, contents)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(draft, this.path)
    } finally {
      rmSync(draft, { force: true })
    }
    syncDirectory(dirname(this.path))
  }
}

/** Opens the state of a sandbox; a file that is not there yet is made by the first request that commits. */
export function openState(path: string): StateFile {
  return new StateFile(path)
}

/**
 * Puts a state in the place of another, which is kept beside it as `<path>.old`. What is no state of a
 * sandbox is refused, before anything is moved.
 */
export function replaceState(path: string, by: string): void {
  refuseForeignFile(path)
  onFiles('replaced', path, () => {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) renameSync(path, `${path}.old`)
    renameSync(by, path)
  })
}

/** Throws `RelengError` where a sandbox's state would take the place of something else. */
export function refuseForeignFile(path: string): void {
  const stat = onFiles('read', path, () => statSync(path, { throwIfNoEntry: false }))
  if (stat === undefined || (stat.isFile() && (stat.size === 0 || isStateFile(path)))) return
  throw new RelengError('this is no state of a sandbox, and was left as it is', {
    where: path,
    next: 'name another file, or move this one away',
  })
}

/** Whether a file is a sandbox's state, be it a broken one: it may have been cut short. */
export function isStateFile(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat?.isFile() === true && readFileSync(path, 'utf8').startsWith('{"format"')
}

/** Says of what the file system refuses what it was, and where. */
function onFiles<T>(what: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new RelengError(`the sandbox's state cannot be ${what}: ${error.message}`, {
      where: path,
      next: 'check the name, and who may use the file and its folder; --state names another',
      cause: error,
    })
  }
}

function lockFile(lock: string): void {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    const owner = Number(readFileSync(lock, 'utf8'))
    if (isRunning(owner)) {
      throw new RelengError(`process ${owner} is writing to the sandbox`, {
        where: lock,
        next: 'nothing was written; try again, and remove this file if no such process uses the sandbox',
      })
    }
    // Its owner died while it wrote; the state itself is whole, since it is only ever replaced.
    rmSync(lock, { force: true })
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 })
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
