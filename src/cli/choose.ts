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
  // Its lines are kept until they are asked for: a person may type ahead.
  const lines = terminal[Symbol.asyncIterator]()
  const taken: T[] = []
  let rest: 'a' | 'q' | undefined
  try {
    for (const [index, { value, lines: told }] of options.entries()) {
      if (rest === undefined) {
        process.stderr.write(`\n${told.join('\n')}\n`)
        terminal.setPrompt(`Take it over (${index + 1} of ${options.length})? y, n, a(ll), q(uit): `)
        const answer = await answerFrom(lines, () => terminal.prompt())
        if (answer === 'a' || answer === 'q') rest = answer
        if (answer === 'y') taken.push(value)
      }
      if (rest === 'a') taken.push(value)
    }
    return taken
  } finally {
    terminal.close()
  }
}

/** Whether somebody is there to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

const words: ReadonlyMap<string, 'y' | 'n' | 'a' | 'q'> = new Map([
  ['y', 'y'],
  ['yes', 'y'],
  ['n', 'n'],
  ['no', 'n'],
  ['a', 'a'],
  ['all', 'a'],
  ['q', 'q'],
  ['quit', 'q'],
] as const)

async function answerFrom(lines: AsyncIterator<string>, ask: () => void) {
  for (;;) {
    ask()
    const { value, done } = await lines.next()
    if (done) {
      process.stderr.write('\n')
      throw new RefusedError('nothing was written: the question was left open', {
        next: 'run it again; without --ask it takes all over',
      })
    }
    const answer = words.get(value.trim().toLowerCase())
    if (answer !== undefined) return answer
  }
}
