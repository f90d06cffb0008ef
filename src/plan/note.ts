import { canonicalJson, compareText } from '../koji/json.js'
import type { Source } from '../koji/source.js'
import { type Facet, facets } from '../koji/tag.js'

/** Something that is worth knowing about what the files say, and changes nothing. */
export type Note = Redundant

/** The file names what an ancestor gives already, with the same options: the tag needs no entry of its own. */
export interface Redundant extends OfFacet {
  readonly kind: 'redundant'
  readonly name: string
  /** the group that `name` is a part of, and as what */
  readonly group?: string
  readonly part?: 'package' | 'requirement'
  /** the ancestor */
  readonly from: string
}

interface OfFacet {
  readonly tag: string
  readonly facet: Facet
  readonly source: Source
}

/** By tag and facet: the same order whatever they came in. */
export function sortedNotes(notes: readonly Note[]): Note[] {
  return [...notes].sort(
    (a, b) =>
      compareText(a.tag, b.tag) ||
      facets.indexOf(a.facet) - facets.indexOf(b.facet) ||
      compareText(canonicalJson(a), canonicalJson(b)),
  )
}
