/** Of several numbers the one in the middle, the least and the most. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((one, other) => one - other)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
  return { median, min: at(0), max: at(sorted.length - 1) }
}

export function medianOf(numbers: readonly number[]): number {
  return spreadOf(numbers).median
}

/** The one in the middle, where all are known. */
export function medianOfKnown(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter(one => one !== null)
  return known.length < numbers.length || known.length === 0 ? null : medianOf(known)
}
