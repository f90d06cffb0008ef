import { formatSourceInUse } from '../koji/source.js'
import type { Note } from '../plan/index.js'
import { cleanLine } from './clean.js'

/** A note in one line: where it is written, and what it says. */
export function noteText(note: Note): string {
  return cleanLine(`${formatSourceInUse(note.source)}: tag ${note.tag}, ${noteRemark(note)}`)
}

/** The same without its place and its tag, for where these stand already. */
export function noteRemark(note: Note): string {
  switch (note.kind) {
    case 'redundant': {
      const what = note.part === 'requirement' ? `the requirement ${note.name}` : note.name
      const where = note.group === undefined ? note.facet : `group ${note.group}`
      return cleanLine(`${where}: ${what} is redundant: it comes from ${note.from}`)
    }
    case 'owner-inherited': {
      const owner = note.inherited ?? 'nobody'
      return cleanLine(
        `packages: ${note.name} belongs to ${owner}, as ${note.from} lists it, and Koji cannot make it ` +
          `${note.wanted}'s for this tag alone: change it there`,
      )
    }
    case 'leftover':
      return cleanLine(
        `${note.facet}: ${note.names.join(', ')} come back with it: they were set while it was deleted`,
      )
  }
}
