import { cleanLine } from '../koji/clean.js'
import type { ProblemData } from '../koji/error.js'
import { formatSourceInUse } from '../koji/source.js'

/** A problem as a line of an error's message; a name from the hub cannot make two of it. */
export function problemLine({ source, message, hint }: ProblemData): string {
  return cleanLine(`${formatSourceInUse(source)}: ${message}${hint === undefined ? '' : `; ${hint}`}`)
}
