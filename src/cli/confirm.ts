import { createInterface } from 'node:readline/promises'
import { RefusedError } from '../koji/error.js'

/** Asks on the terminal; only `yes` is a yes. Throws `RefusedError` for anything else, or without a terminal. */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new RefusedError('nobody is there to ask: standard input is no terminal', {
      next: 'review the plan, then add --yes',
    })
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${question} Only "yes" applies it: `)
    if (answer.trim() !== 'yes')
      throw new RefusedError('not applied: the answer was not yes', {
        next: 'run it again when the plan is right',
      })
  } finally {
    terminal.close()
  }
}
