import type { ExtraValue, Settings, Target } from '../koji/tag.js'

/** What an audit may want to know beside the tags that it reads. What is left out is not asked for. */
export interface FactQuestions {
  /** permissions: who holds them */
  readonly permissions?: Iterable<string>
  /** tags that may not be among those that were read: whether they exist, and how they are set */
  readonly tags?: Iterable<string>
  /** by tag, packages that its build roots need, under the names of RPMs: which build in reach has each */
  readonly packages?: Iterable<readonly [tag: string, packages: Iterable<string>]>
  /** the names of all tags that there are, and all targets */
  readonly names?: boolean
}

/** The answers. */
export interface AuditFacts {
  /** by permission, the users that hold it, be it through a group, and may log in */
  readonly holders: ReadonlyMap<string, readonly string[]>
  /** `null` for a tag that does not exist */
  readonly tags: ReadonlyMap<string, FactTag | null>
  /**
   * By tag and package, the latest build in reach that has it; `null` where none was found. Packages of which
   * nothing can be said are left out.
   */
  readonly providers: ReadonlyMap<string, ReadonlyMap<string, string | null>>
  readonly names?: AllNames
}

/** A tag's own settings. */
export interface FactTag {
  readonly name: string
  readonly settings: Pick<Settings, 'arches' | 'locked'>
  /** those that builds in it see of its own: what it blocks is not there */
  readonly extra: ReadonlyMap<string, ExtraValue>
}

/** All that a hub has, by name. */
export interface AllNames {
  readonly tags: ReadonlySet<string>
  readonly targets: ReadonlyMap<string, Target>
}

export const noFacts: AuditFacts = { holders: new Map(), tags: new Map(), providers: new Map() }
