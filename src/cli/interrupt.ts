import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'
import { isatty } from 'node:tty'
import { RelengError } from '../koji/error.js'

/** Those that end the process when they come again; a closed terminal may say so several times. */
const deadly = ['SIGINT', 'SIGTERM'] as const
const signals = [...deadly, 'SIGHUP'] as const

/**
 * Does work that must not break off in the middle of a request. The first Ctrl-C aborts the signal, with an
 * error as its reason, so that the work ends after what is under way; the next ends the process at once. A terminal
 * that is closed (SIGHUP) is an interruption, too, but never ends the process.
 *
 * @param tell is called once the work was asked to end
 */
export async function interruptible<T>(
  tell: () => void,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const terminals = [0, 1, 2].filter(isatty)
  const interrupt = (signal: NodeJS.Signals) => {
    if (signal === 'SIGHUP') letGo(terminals)
    else for (const one of deadly) process.off(one, interrupt)
    if (controller.signal.aborted) return
    tell()
    controller.abort(new RelengError('interrupted', { next: 'take your time' }))
  }
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await work(controller.signal)
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
  }
}

/**
 * Puts nothing in place of a terminal that is gone, as daemons do. Node would abort in the end, where it cannot set
 * the terminal's modes back.
 */
function letGo(terminals: number[]): void {
  // The lowest number that is free is taken: the one that was just given up.
  for (const terminal of terminals.splice(0)) {
    closeSync(terminal)
    openSync(devNull, 'r+')
  }
}
