import { createInterface } from 'node:readline/promises'
import { RefusedError } from '../koji/error.js'

/** Something that a person may take or leave. */
export interface Option<T> {
  readonly value: T
  /** the lines that tell what it is */
  readonly lines: readonly string[]
}

/**
 * Asks of each option on the terminal whether it is taken: `y` or `n`, or `a` for this and all that follow, `q` for
 * none of them. Throws `RefusedError` where the question is left open.
 */
export async function chooseFrom<T>(options: readonly Option<T>[]): Promise<T[]> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const taken: T[] = []
  let rest: 'a' | 'q' | undefined
  try {
    for (const [index, { value, lines }] of options.entries()) {
      if (rest === undefined) {
        process.stderr.write(`\n${lines.join('\n')}\n`)
        const answer = await answerTo(
          terminal,
          `Take it over (${index + 1} of ${options.length})? y, n, a(ll), q(uit): `,
        )
        if (answer === 'a' || answer === 'q') rest = answer
        if (answer === 'y') taken.push(value)
      }
      if (rest === 'a') taken.push(value)
    }
    return taken
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
    process.stderr.write('\n')
    throw new RefusedError('nothing was written: the question was left open', {
      next: 'run it again; without --ask it takes all over',
    })
  } finally {
    terminal.close()
  }
}

/** Whether somebody is there to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

const words = new Map([
  ['y', 'y'],
  ['yes', 'y'],
  ['n', 'n'],
  ['no', 'n'],
  ['a', 'a'],
  ['all', 'a'],
  ['q', 'q'],
  ['quit', 'q'],
] as const)

async function answerTo(terminal: ReturnType<typeof createInterface>, question: string) {
  for (;;) {
    const text = (await terminal.question(question)).trim().toLowerCase()
    for (const [word, answer] of words) if (text === word) return answer
  }
}
