import fc from 'fast-check'
import { operations } from '../random/operations.js'
import { framed, sequences } from '../random/sequence.js'
import type { Sequence } from '../step.js'

const methods = new Set(operations.map(({ method }) => method))
const seed = 1

/** A few of the sequences that `npm run conformance` sends, for those who have no hub at hand. */
export const random: readonly Sequence[] = fc
  .sample(sequences(methods, 60), { seed, numRuns: 10 })
  .map((steps, index) => ({ title: `sequence ${index + 1} of seed ${seed}`, steps: framed(steps) }))
