import { formatSourceInUse } from '../koji/source.js'
import type { Note, TagNote, Taken } from '../plan/index.js'
import { cleanLine } from './clean.js'
import { leftAloneText } from './left-alone-text.js'
import { count, namesText, wrapped } from './names-text.js'
import type { TextOptions } from './resource-text.js'
import { plainStyle } from './style.js'

/**
 * The notes of a plan: where the file cannot have its way, or gets more than it names; what an undo leaves alone;
 * and, if asked for, what the file could leave out. Otherwise that is counted. Empty where there is nothing to say.
 */
export function notesText(
  notes: readonly Note[],
  { style = plainStyle, width = 100, notes: all = false }: TextOptions & { readonly notes?: boolean } = {},
): string {
  const shown = notes.filter(({ kind }) => all || kind !== 'redundant')
  const lines = shown.flatMap(note => {
    const paint = note.kind === 'redundant' ? (text: string) => text : style.changed
    return wrapped(`  ${noteText(note)}`, width, 4).map(paint)
  })
  const hidden = notes.length - shown.length
  return [
    ...(lines.length === 0 ? [] : [style.heading('Notes'), ...lines]),
    ...(hidden === 0 ? [] : [style.faint(redundantText(hidden))]),
  ].join('\n')
}

function redundantText(number: number): string {
  return `${count(number, 'entry is', 'entries are')} redundant: --notes shows ${number === 1 ? 'it' : 'them'}`
}

/** A note in one line: where it is written, and what it says. */
export function noteText(note: Note): string {
  if (note.kind === 'left-alone')
    return cleanLine(`${formatSourceInUse(note.source)}: `) + leftAloneText(note)
  if (note.kind === 'taken') return cleanLine(`${formatSourceInUse(note.source)}: `) + takenText(note)
  return cleanLine(`${formatSourceInUse(note.source)}: tag ${note.tag}, ${noteRemark(note)}`)
}

/** `f45 exists already, and is otherwise: 2 of its 3 tags on the hub differ (f45 and f45-build); …` */
function takenText({ name, differing, present }: Taken): string {
  const tags = `${differing.length} of ${count(present, 'tag')} of it on the hub`
  const verb = differing.length === 1 ? 'differs' : 'differ'
  return (
    `${cleanLine(name)} exists already, and is otherwise: ${tags} ${verb} (${namesText(differing, 6)}); ` +
    'is this the right number?'
  )
}

/** The same without its place and its tag, for where these stand already. */
export function noteRemark(note: TagNote): string {
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
