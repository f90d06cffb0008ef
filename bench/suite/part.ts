/** What a benchmark of a part tells of itself with `--json`: it measures within its own processes. */
export interface Part {
  readonly id: string
  readonly name: string
  readonly seconds: readonly number[]
  /** megabytes */
  readonly peak: number | null
  /** in turns with ours */
  readonly theirs?: { readonly name: string; readonly seconds: readonly number[] }
}

export function partsJson(parts: readonly Part[]): string {
  return JSON.stringify(parts, null, 2)
}
