import { formatSourceInUse } from '../koji/source.js'
import type { Note } from '../plan/index.js'
import { cleanLine } from './clean.js'

/** A note in one line: where it is written, and what may be left out. */
export function noteText({ tag, facet, group, part, name, from, source }: Note): string {
  const what = part === 'requirement' ? `the requirement ${name}` : name
  const where = group === undefined ? facet : `group ${group}`
  const text = `${formatSourceInUse(source)}: tag ${tag}, ${where}: ${what} is redundant: it comes from ${from}`
  return cleanLine(text)
}
