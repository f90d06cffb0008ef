import { cleanJson } from '../koji/clean.js'
import { digestOf } from '../koji/digest.js'
import { canonicalJson, type JsonObject } from '../koji/json.js'
import type { SourceDigest } from '../koji/source.js'
import type { Plan } from '../plan/index.js'

/** The form of plan files that this release writes: `major.minor`. Another major number is another meaning. */
export const planFormat = '1.0'

/** A plan as a file holds it: with what it was made from and by, and a digest of all of it. */
export interface PlanFile extends Plan {
  readonly format: string
  readonly tool: Tool
  readonly desired: SavedDesired
  /** SHA-256 of the canonical form of all else, in hexadecimal digits */
  readonly digest: string
}

/** What wrote a file. */
export interface Tool {
  readonly name: string
  readonly version: string
}

/** What a plan was made from. The files are not in it; a digest tells whether they are the same. */
export interface SavedDesired {
  /** of the state that the files make together, templates expanded */
  readonly digest: string
  readonly files: readonly SourceDigest[]
}

/** How many digits of a digest name it for people. */
export const shortDigest = 12

/** The same input makes the same file, byte for byte. */
export function planFileOf(
  plan: Plan,
  made: { readonly tool: Tool; readonly desired: SavedDesired },
): PlanFile {
  const { tool, desired } = made
  const content = { format: planFormat, tool, desired, ...planOf(plan) }
  return { ...content, digest: digestOf(content) }
}

/**
 * The text of a file: canonical JSON (keys sorted, no spaces) and an end of line. What nobody sees is escaped, so that
 * a reader of the file itself is not misled by it either.
 */
export function planFileText(file: PlanFile | JsonObject): string {
  return `${cleanJson(JSON.parse(canonicalJson(file)))}\n`
}

/** The plan alone. */
export function planOf({ hub, event, changes, stages, consequences, repos, notes, guards }: Plan): Plan {
  return { hub, event, changes, stages, consequences, repos, notes, guards }
}
