import { createInterface } from 'node:readline/promises'
import { RefusedError } from '../koji/error.js'

/**
 * Asks on the terminal; only `yes` is a yes. Throws `RefusedError` for anything else, without a terminal, or where
 * nobody has seen what the question is about.
 */
export async function confirm(question: string, { isShown }: { readonly isShown: boolean }): Promise<void> {
  if (!isShown) throw unasked('the plan is printed as data, for programs')
  if (!process.stdin.isTTY) throw unasked('standard input is no terminal')
  if (!process.stderr.isTTY) throw unasked('standard error is no terminal')
  const answer = await ask(`${question} Only "yes" applies it: `)
  if (answer === 'yes') return
  const what = answer === undefined ? 'the question was left open' : 'the answer was not yes'
  throw new RefusedError(`not applied: ${what}; nothing was written`, {
    next: 'run it again when the plan is right',
  })
}

function unasked(why: string): RefusedError {
  return new RefusedError(`nobody is there to ask: ${why}`, { next: 'review the plan, then add --yes' })
}

/** The answer, or `undefined` where Ctrl-C or Ctrl-D took its place. */
async function ask(question: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(question)).trim()
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') {
      process.stderr.write('\n')
      return undefined
    }
    throw error
  } finally {
    terminal.close()
  }
}
