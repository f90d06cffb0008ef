import { compareText } from '../koji/json.js'
import type { Source } from '../koji/source.js'
import type { Facet } from '../koji/tag.js'

/** Something about what the file says that a person may want to know, and that is no change. */
export type Note =
  /** an entry that the tag already has from an ancestor: it need not be named */
  | (About & { readonly kind: 'redundant'; readonly facet: Facet; readonly name: string })
  /** a package that an ancestor lists for somebody else: Koji knows no way to give it an owner of its own */
  | (About & {
      readonly kind: 'owner-inherited'
      readonly package: string
      readonly wanted: string
      readonly inherited: string | null
    })

interface About {
  readonly tag: string
  /** the ancestor that gives it */
  readonly from: string
  readonly source: Source
}

/** The same order whatever the notes came in. */
export function sortedNotes(notes: readonly Note[]): Note[] {
  const key = (note: Note) => {
    const [facet, name] = note.kind === 'redundant' ? [note.facet, note.name] : ['packages', note.package]
    return [note.tag, facet, name, note.kind]
  }
  return notes
    .map(note => ({ note, key: key(note).join('\n') }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ note }) => note)
}
