import { canonicalJson, compareText } from '../koji/json.js'
import type { Source } from '../koji/source.js'
import type { Facet } from '../koji/tag.js'

/** What a reader of a plan may want to know although nothing comes of it: no note is a change. */
export type Note =
  /** an entry that the file names and the ancestor `from` gives as well */
  | {
      readonly kind: 'redundant'
      readonly tag: string
      readonly facet: Facet
      readonly name: string
      readonly from: string
      readonly source: Source
    }
  /** a repo of this name was deleted once; the tags that used it then do not use it again */
  | { readonly kind: 'external_repo_recreated'; readonly external_repo: string; readonly source: Source }

/** The same order whatever they were found in. */
export function sortedNotes(notes: readonly Note[]): Note[] {
  const keyed = notes.map((note): [string, Note] => [canonicalJson(note), note])
  return keyed.sort(([a], [b]) => compareText(a, b)).map(([, note]) => note)
}
