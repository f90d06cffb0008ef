/** Settings of a repo that its tag leaves open, or that a request asks for. */
export type RepoOptions = { readonly [option: string]: boolean }

/** A repo that builds of a tag use. The sandbox makes none on disk, it only says that there is one. */
export interface Repo {
  readonly id: number
  readonly tag_id: number
  /** the tag as it was at this event */
  readonly create_event: number
  /** since when the tag had been so, and until when it was */
  readonly begin_event: number
  readonly end_event: number | null
  /** seconds since 1970, as the next one */
  readonly creation_time: number
  readonly state_time: number
  /** Koji's number: 0 init, 1 ready, 2 expired, 3 deleted, 4 problem */
  readonly state: number
  readonly opts: RepoOptions
  /** those of `opts` that are not as the tag has them */
  readonly custom_opts: RepoOptions
}

/** Somebody's wish for a repo, at an event or no older than one. */
export interface RepoRequest {
  readonly id: number
  readonly tag_id: number
  readonly owner: number
  readonly priority: number
  readonly at_event: number | null
  readonly min_event: number | null
  readonly opts: RepoOptions
  readonly create_time: number
  readonly update_time: number
  /** neither fulfilled nor given up */
  readonly active: boolean
  readonly repo_id: number | null
}
