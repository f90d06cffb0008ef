import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Sandbox } from '../../src/sandbox/index.js'

/** What a hub has answered so far. */
export interface Answered {
  readonly requests: number
  /** that it worked, added up; `null` where its log does not tell */
  readonly seconds: number | null
}

/** A sandbox that counts what it answers. */
export function counting(sandbox: Sandbox): Pick<Sandbox, 'handle'> & { answered(): Answered } {
  let [requests, seconds] = [0, 0]
  return {
    answered: () => ({ requests, seconds }),
    handle(request, peer) {
      const start = performance.now()
      try {
        return sandbox.handle(request, peer)
      } finally {
        requests += 1
        seconds += (performance.now() - start) / 1000
      }
    },
  }
}

/**
 * Reads what a web server appends to its log, from now on: a line a request. Where lines have `us=%D` (Apache's
 * microseconds from the first byte of a request to the last of its answer), it adds them up.
 */
export function countingLog(file: string): () => Promise<Answered> {
  let [offset, requests, seconds, rest] = [sizeOf(file), 0, 0, '']
  let isTimed = true
  return async () => {
    // A web server writes the line once the client has its answer.
    await setTimeout(50)
    const text = readFrom(file, offset)
    offset += text.length
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const microseconds = /\bus=(\d+)/.exec(line)?.[1]
      isTimed &&= microseconds !== undefined
      requests += 1
      seconds += Number(microseconds ?? 0) / 1e6
    }
    return { requests, seconds: isTimed ? seconds : null }
  }
}

function sizeOf(file: string): number {
  const opened = openSync(file, 'r')
  try {
    return fstatSync(opened).size
  } finally {
    closeSync(opened)
  }
}

function readFrom(file: string, offset: number): string {
  const opened = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(opened).size - offset))
    return bytes.toString('latin1', 0, readSync(opened, bytes, 0, bytes.length, offset))
  } finally {
    closeSync(opened)
  }
}
