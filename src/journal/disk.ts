import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { RefusedError } from '../koji/error.js'

/** Writes text at a position of an open file, and returns when it is on disk. */
export type WriteThrough = (file: number, text: string, position: number) => void

export const writeThrough: WriteThrough = (file, text, position) => {
  const bytes = Buffer.from(text)
  let written = 0
  while (written < bytes.length) {
    written += writeSync(file, bytes, written, bytes.length - written, position + written)
  }
  fsyncSync(file)
}

/** Makes a folder for its owner alone, where there is none; what is new is on disk when it returns. */
export function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (first !== undefined) for (const made of between(first, folder)) syncFolder(path.dirname(made))
}

function between(first: string, last: string): string[] {
  return first === last || last.length <= first.length
    ? [last]
    : [...between(first, path.dirname(last)), last]
}

/** Returns when a folder's list of names is on disk. */
export function syncFolder(folder: string): void {
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some(code => code === error.code)
}

/** The journal cannot be kept: nothing more is written to the hub. */
export class JournalError extends RefusedError {
  override readonly name = 'JournalError'
}

/** Says of what the file system refuses what it was for, and where. */
export function keeping<T>(what: string, where: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause
    throw new JournalError(`${what}: ${cause.message}`, {
      where,
      next: 'make room, check who may write there, or name another folder by --journal',
      cause,
    })
  }
}
