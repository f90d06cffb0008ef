import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { ClosedEntry } from './entry.js'
import { isClosedEntry } from './is-entry.js'

// A journal's last line is short, unless it tells of a long error; its first, the plan, may be very long. Each apply looks
// at the ends of all journals that are kept.
const tailBytes = 2 * 1024
const longTailBytes = 64 * 1024

/**
 * How a run ended, told by the last line of its journal alone; `undefined` where that does not say so. What cannot be
 * read is told by whoever reads all of it.
 */
export function readEnd(path: string): ClosedEntry | undefined {
  const last = lastLine(path, tailBytes) ?? lastLine(path, longTailBytes)
  if (last === undefined || !last.startsWith('{"entry":"closed"')) return undefined
  const entry = parse(last)
  return isClosedEntry(entry) ? entry : undefined
}

/** The last line, if it has an end and these last bytes of the file hold all of it. */
function lastLine(path: string, bytes: number): string | undefined {
  const tail = tailOf(path, bytes) ?? ''
  const start = tail.lastIndexOf('\n', tail.length - 2)
  return tail.endsWith('\n') && start >= 0 ? tail.slice(start + 1, -1) : undefined
}

function tailOf(path: string, length: number): string | undefined {
  try {
    return tailOfOpen(openSync(path, 'r'), length)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

function tailOfOpen(file: number, length: number): string {
  try {
    const { size } = fstatSync(file)
    const bytes = Buffer.alloc(Math.min(size, length))
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
