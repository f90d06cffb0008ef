const { FC_RUNS = '200' } = process.env

/** How often the large properties are tried, as in `FC_RUNS=2000 FC_SEED=1 npm test` (`test/seed.ts`). */
export const runs = Number(FC_RUNS)

/** Whether so many cases are tried that they must have shown what they are about: of a few, chance may leave it out. */
export const areTelling = runs >= 200

/**
 * Parameters for fast-check.
 *
 * @param share a part of the runs, for properties that cost more
 */
export function tries(share = 1): { readonly numRuns: number } {
  return { numRuns: Math.ceil(runs * share) }
}
