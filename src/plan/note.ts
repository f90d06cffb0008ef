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
  return [...notes].sort(
    (a, b) =>
      compareText(a.tag, b.tag) ||
      compareText(facetOf(a), facetOf(b)) ||
      compareText(nameOf(a), nameOf(b)) ||
      compareText(a.kind, b.kind),
  )
}

function facetOf(note: Note): Facet {
  return note.kind === 'redundant' ? note.facet : 'packages'
}

function nameOf(note: Note): string {
  return note.kind === 'redundant' ? note.name : note.package
}
