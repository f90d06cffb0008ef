/** What a benchmark of a part tells of itself with `--json`: it measures within its own processes. */
export interface Part {
  readonly id: string
  readonly name: string
  readonly seconds: readonly number[]
  /** megabytes, of 1024 × 1024 bytes as everywhere here */
  readonly peak: number | null
  /** in turns with ours */
  readonly theirs?: { readonly name: string; readonly seconds: readonly number[] }
}

export function partsJson(parts: readonly Part[]): string {
  return JSON.stringify(parts, null, 2)
}
