import { ExitCode, RelengError } from '../koji/error.js'

let codeOfLoss: ExitCode = ExitCode.error
// The stream forgets its error after a while.
let loss: NodeJS.ErrnoException | undefined

/**
 * Takes care of outputs that cannot be written, in place of oclif, which dies of them. A reader that goes away
 * (`| head`) is no error: the work goes on, unseen. A full disk is told in one line, and shows in the exit code.
 */
export function guardOutput(): void {
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', tellLoss)
  process.stderr.on('error', () => {
    // There is nowhere left to tell it.
  })
}

function tellLoss(error: NodeJS.ErrnoException): void {
  if (isReaderGone(error)) return
  loss = error
  process.stderr.write(`error: the output cannot be written: ${error.message}\n`)
  if (!tellsMore.has(process.exitCode)) process.exitCode = codeOfLoss
}

// What became of a hub matters more than what became of its report.
const tellsMore: ReadonlySet<unknown> = new Set([ExitCode.refused, ExitCode.partial])

/** Throws where what was printed so far is lost: nobody can have reviewed it. */
export function assertShown(): void {
  const error = loss ?? process.stdout.errored
  if (error === null || isReaderGone(error)) return
  throw new RelengError('not applied: the plan could not be shown; nothing was written', {
    next: 'make room for the output, then apply again',
    cause: error,
  })
}

/** From now on a hub is written to: an output that is lost no longer means that nothing happened. */
export function outputFollowsWrites(): void {
  codeOfLoss = ExitCode.partial
}

function isReaderGone(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE'
}
