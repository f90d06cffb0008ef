import { RelengError } from '../koji/error.js'

const signals = ['SIGINT', 'SIGTERM'] as const

/**
 * Does work that must not break off in the middle of a request. The first Ctrl-C aborts the signal, with an
 * error as its reason, so that the work ends after what is under way; the next ends the process at once.
 */
export async function interruptible<T>(
  tell: (text: string) => void,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const interrupt = () => {
    tell('interrupted: stopping after the request under way; Ctrl-C again ends at once')
    controller.abort(new RelengError('interrupted', { next: 'take your time' }))
    release()
  }
  const release = () => {
    for (const signal of signals) process.off(signal, interrupt)
  }
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await work(controller.signal)
  } finally {
    release()
  }
}
