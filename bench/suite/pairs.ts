import { type Command, secondsOf } from './process.js'

/** Of several numbers the one in the middle, the least and the most. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((one, other) => one - other)
  const [min = Number.NaN, max = Number.NaN] = [sorted.at(0), sorted.at(-1)]
  return { median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, min, max }
}

export interface Pair {
  readonly ours: Spread
  readonly theirs: Spread
  /** ours by theirs, run by run: it holds though the machine is faster now and slower then */
  readonly ratio: Spread
}

/** Runs two commands in turns, once beforehand. */
export async function inTurns(ours: Command, theirs: Command, runs: number): Promise<Pair> {
  await secondsOf(ours)
  await secondsOf(theirs)
  const [a, b]: [number[], number[]] = [[], []]
  for (let run = 0; run < runs; run += 1) {
    a.push(await secondsOf(ours))
    b.push(await secondsOf(theirs))
  }
  const ratios = a.map((seconds, run) => seconds / (b[run] ?? Number.NaN))
  return { ours: spreadOf(a), theirs: spreadOf(b), ratio: spreadOf(ratios) }
}
