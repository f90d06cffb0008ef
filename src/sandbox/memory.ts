import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Above this much memory of the process, garbage is collected before a long request is answered. */
const enough = 150 * 1024 * 1024

/** Where the young generation stops growing: the part of V8's heap that new values are put into. */
const young = 16 * 1024 * 1024

// A V8 that grows otherwise is not waited for.
const maxRounds = 100

let collect: (() => void) | undefined

/**
 * Keeps the young generation of the process small. V8 doubles it when enough values have outlived it, up to 32 MB on
 * Node 20 and 128 MB on Node 24, and a busy process gives none of that back. After an idle time V8 makes it so short
 * that it is slow: it may always grow to a length that is enough.
 *
 * A program calls this before it fills its heap; V8 reads `--max-semi-space-size` before any program runs.
 */
export function boundYoungGeneration(): void {
  boundGrowth()
  new PerformanceObserver(boundGrowth).observe({ entryTypes: ['gc'] })
}

/**
 * Keeps garbage from piling up. V8 collects it when it likes, which on a busy machine is after several requests
 * that each leave tens of megabytes behind.
 *
 * A long request is answered in one go, in which the observer above is not heard: what would grow without bounds
 * meanwhile has its length before.
 */
export function relieveMemory(): void {
  if (process.memoryUsage.rss() >= enough) {
    collect ??= collector()
    collect()
  }
  if (isBounded) growYoungGeneration()
}

let isBounded = false

function boundGrowth(): void {
  isBounded = true
  setFlagsFromString(`--semi-space-growth-factor=${youngLength() >= young ? 1 : 2}`)
}

/** Makes values that outlive a collection or two, until V8 has grown what they are put into. */
function growYoungGeneration(): void {
  const survivors: unknown[] = []
  while (youngLength() < young && survivors.length < maxRounds) {
    survivors.push(Array.from({ length: 10_000 }, (_, index) => ({ index })))
  }
  boundGrowth()
}

function youngLength(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? young
}

// V8 hands its collector out to contexts that are made after this flag was set.
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('gc')
  return typeof found === 'function' ? () => found() : () => undefined
}
