import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ClosedEntry } from './entry.js'
import { isClosedEntry } from './is-entry.js'

// A journal's last line is short; its first, the plan, may be long.
const tailBytes = 64 * 1024

/**
 * How a run ended, told by the last line of its journal alone; `undefined` where that does not say so. What cannot be
 * read is told by whoever reads all of it.
 */
export function readEnd(path: string): ClosedEntry | undefined {
  const lines = (tailOf(path) ?? '').split('\n')
  const last = lines.at(-1) === '' ? lines.at(-2) : undefined
  if (last === undefined || !last.startsWith('{"entry":"closed"')) return undefined
  const entry = parse(last)
  return isClosedEntry(entry) ? entry : undefined
}

function tailOf(path: string): string | undefined {
  try {
    return tailOfOpen(openSync(path, 'r'))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

function tailOfOpen(file: number): string {
  try {
    const { size } = fstatSync(file)
    const bytes = Buffer.alloc(Math.min(size, tailBytes))
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, size - bytes.length))
  } finally {
    closeSync(file)
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
