/** Something that builds in a tag see, and the tag that gives it, or, of what goes, gave it. */
export interface Given {
  readonly name: string
  readonly from: string
}

/** What comes and what goes. */
export interface Difference<Entry = Given> {
  readonly added: readonly Entry[]
  readonly removed: readonly Entry[]
}

/** Compares what has names by these alone. */
export function differenceOf<Entry extends { readonly name: string }>(
  before: ReadonlyMap<string, Entry>,
  after: ReadonlyMap<string, Entry>,
): Difference<Entry> {
  return {
    added: [...after.values()].filter(({ name }) => !before.has(name)),
    removed: [...before.values()].filter(({ name }) => !after.has(name)),
  }
}
