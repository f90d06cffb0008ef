import type { BuildQuestion, LatestQuestion } from './tag-builds.js'

/** The names that a reading starts from. */
export interface Wanted {
  readonly tags: Iterable<string>
  /** the hub has told these names: it is not asked whether it knows them */
  readonly areKnown?: boolean
  readonly targets: Iterable<string>
  /** those to know more of than their URL: who made or deleted them, and which tags use them */
  readonly external_repos?: Iterable<string>
  /** those of the tags that shall be there: of one that was deleted, one wants to know by whom */
  readonly present?: Iterable<string>
  /** those of the tags that shall go: what they hold is counted */
  readonly absent?: Iterable<string>
  /** those of the tags whose package lists are read, with the lists of all their ancestors */
  readonly packages?: Iterable<string>
  /** builds that may be tagged in tags themselves */
  readonly builds?: Iterable<BuildQuestion>
  /** users that may own packages */
  readonly users?: Iterable<string>
}

/** What is read beside, once the tags that were asked for are known. */
export interface Further {
  /** tags whose package lists are read */
  readonly packages: Iterable<string>
  /** tags to read with all that they inherit, and whether their package lists are */
  readonly sources?: Iterable<{ readonly tag: string; readonly packages: boolean }>
  /** latest builds */
  readonly latest?: Iterable<LatestQuestion>
}
