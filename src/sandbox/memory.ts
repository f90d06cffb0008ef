import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Above this much memory of the process, garbage is collected before the next long request. */
const enough = 150 * 1024 * 1024

let collect: (() => void) | undefined

/**
 * Keeps garbage from piling up. V8 collects it when it likes, which on a busy machine is after several requests
 * that each leave tens of megabytes behind.
 */
export function relieveMemory(): void {
  if (process.memoryUsage.rss() < enough) return
  collect ??= collector()
  collect()
}

// V8 hands its collector out to contexts that are made after this flag was set.
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('gc')
  return typeof found === 'function' ? () => found() : () => undefined
}
