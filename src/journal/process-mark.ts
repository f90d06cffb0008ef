import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import process from 'node:process'

/** Which process it is, so that another one can tell later whether it still lives. */
export interface ProcessMark {
  readonly pid: number
  readonly host: string
  /** which numbers its pid is one of (Linux: the pid namespace; containers have their own) */
  readonly space: string | null
  /** tells it from a later process of the same pid (Linux: the boot, and clock ticks since); `null` where nothing does */
  readonly started: string | null
}

export function thisProcess(): ProcessMark {
  const { pid } = process
  return { pid, host: hostname(), space: pidSpace(), started: startOf(pid) }
}

/** Whether the process still lives; `undefined` where that cannot be told from here: it ran on another machine. */
export function isAlive({ pid, host, space, started }: ProcessMark): boolean | undefined {
  if (host !== hostname() || space !== pidSpace()) return undefined
  if (!isRunning(pid)) return false
  const now = startOf(pid)
  // Without a start time, a process of this number is taken for the same one: that refuses too much, never too little.
  return started === null || now === null || started === now
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function pidSpace(): string | null {
  return unlessMissing(() => readlinkSync('/proc/self/ns/pid'))
}

// proc(5): the 22nd field of stat. The second is the program's name in brackets, and may hold anything.
function startOf(pid: number): string | null {
  return unlessMissing(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return ticks === undefined ? null : `${boot} ${ticks}`
  })
}

/** Other systems have no /proc, and a process may end while it is looked at. */
function unlessMissing(read: () => string | null): string | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
