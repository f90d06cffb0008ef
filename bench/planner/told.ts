import type { Size } from '../../test/plan/many-tags.js'

/** A case, and how large it is; or files that are to be read. */
export type Question = ({ readonly name: string } & Size) | { readonly files: readonly string[] }

/** What a process tells of itself. */
export interface Told {
  /** by the clock: all parts */
  readonly seconds: number
  /** of the processors, in user mode: other threads that collect garbage and compile included */
  readonly cpu: number
  /** by the clock */
  readonly parts: { readonly [part: string]: number }
  /** of the whole process, in megabytes: at its peak, and before it began to plan */
  readonly peak: number
  readonly before: number
  readonly changes: number
  readonly calls: number
  readonly consequences: number
}
