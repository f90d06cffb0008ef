import { inOrder } from '../koji/in-order.js'
import { byKey, compareText } from '../koji/json.js'
import type { Source } from '../koji/source.js'
import { type Facet, facets } from '../koji/tag.js'
import type { Change } from './change.js'

/** Something that is worth knowing about a plan and changes nothing. */
export type Note = TagNote | LeftAlone | Taken

/** About one facet of a tag. */
export type TagNote = Redundant | OwnerInherited | Leftover

/** Most of a release is made anew, but some of its tags exist and are otherwise: its number may be taken. */
export interface Taken {
  readonly kind: 'taken'
  /** what its tags begin with: `f45` */
  readonly name: string
  /** those that the plan changes */
  readonly differing: readonly string[]
  /** how many of those that the files name the hub has */
  readonly present: number
  /** what the files say of the first */
  readonly source: Source
}

/** An undo leaves something as it is, since others have changed it or use it by now. */
export interface LeftAlone {
  readonly kind: 'left-alone'
  readonly reason: LeftReason
  /** the change that is not made */
  readonly change: Change
  /** what others have put into it, or what of theirs uses it */
  readonly others?: UndoOthers
  /** the tag or external repo that the row needs, and that is gone */
  readonly missing?: string
  readonly source: Source
}

export interface UndoOthers {
  /** rows of its own that others made */
  readonly rows: readonly Change[]
  readonly packages: number
  readonly builds: number
  /** tags that inherit from it or use it */
  readonly tags: readonly string[]
  readonly targets: readonly string[]
}

/**
 * `changed`: somebody gave it another value. `gone`: somebody deleted the tag that it was in, or what it
 * needs. `used`: others have
 * put something into it, or use it. `shared`: others changed it, too, in the time that is undone.
 */
export type LeftReason = 'changed' | 'gone' | 'used' | 'shared'

/** The file names what an ancestor gives already, with the same options: the tag needs no entry of its own. */
export interface Redundant extends OfFacet {
  readonly kind: 'redundant'
  readonly name: string
  /** the group that `name` is a part of, and as what; without it, `name` is the group itself */
  readonly group?: string
  readonly part?: 'package' | 'requirement'
  /** the ancestor */
  readonly from: string
}

/** A tag that is created again brings back rows that were written while it was deleted (Koji lets that be). */
export interface Leftover extends OfFacet {
  readonly kind: 'leftover'
  /** the parents, groups or packages that it will have although the file does not name them */
  readonly names: readonly string[]
}

/**
 * The file names an owner for a package that an ancestor lists for another one. Koji keeps an owner only with
 * an entry of the tag's own, and makes none for an owner alone: the file cannot have its way.
 */
export interface OwnerInherited extends OfFacet {
  readonly kind: 'owner-inherited'
  readonly facet: 'packages'
  /** the package */
  readonly name: string
  readonly wanted: string
  /** `null` where the entry has none */
  readonly inherited: string | null
  /** the ancestor */
  readonly from: string
}

interface OfFacet {
  readonly tag: string
  readonly facet: Facet
  readonly source: Source
}

/** By tag and facet, then by what gives it and by names: the same order whatever they came in. */
export function sortedNotes<Kind extends TagNote>(notes: readonly Kind[]): Kind[] {
  const byTag = new Map<string, Kind[]>()
  for (const note of notes) {
    const known = byTag.get(note.tag)
    if (known === undefined) byTag.set(note.tag, [note])
    else known.push(note)
  }
  const ofTags = inOrder([...byTag], byKey)
  return ofTags.flatMap(([, ofTag]) => inOrder(ofTag, compareNotes))
}

function compareNotes(a: TagNote, b: TagNote): number {
  const [one, other] = [partsOf(a), partsOf(b)]
  return (
    facets.indexOf(a.facet) - facets.indexOf(b.facet) ||
    compareGiven(one.from, other.from) ||
    compareGiven(one.group, other.group) ||
    compareText(a.kind, b.kind) ||
    compareGiven(one.name, other.name) ||
    compareGiven(one.part, other.part)
  )
}

function partsOf(note: TagNote): Partial<Pick<Redundant, 'from' | 'group' | 'name' | 'part'>> {
  return note.kind === 'leftover' ? {} : note
}

/** What is not given comes last. */
function compareGiven(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return compareText(a, b)
}
