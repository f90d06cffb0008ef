import type { BuildQuestion, LatestQuestion } from './tag-builds.js'

/** Can be gone through more than once, unlike an iterator. */
type Several<T> = readonly T[] | ReadonlySet<T>

/** The names that a reading starts from. */
export interface Wanted {
  readonly tags: Several<string>
  /** the hub has told these names: it is not asked whether it knows them */
  readonly areKnown?: boolean
  readonly targets: Several<string>
  /** those to know more of than their URL: who made or deleted them, and which tags use them */
  readonly external_repos?: Several<string>
  /** those of the tags that shall be there: of one that was deleted, one wants to know by whom */
  readonly present?: Several<string>
  /** those of the tags that shall go: what they hold is counted */
  readonly absent?: Several<string>
  /** those of the tags whose package lists are read, with the lists of all their ancestors */
  readonly packages?: Several<string>
  /** builds that may be tagged in tags themselves */
  readonly builds?: Several<BuildQuestion>
  /** users that may own packages */
  readonly users?: Several<string>
}

/** What is read beside, once the tags that were asked for are known. */
export interface Further {
  /** tags whose package lists are read */
  readonly packages: Several<string>
  /** tags to read with all that they inherit, and whether their package lists are */
  readonly sources?: Several<{ readonly tag: string; readonly packages: boolean }>
  /** latest builds */
  readonly latest?: Several<LatestQuestion>
}
