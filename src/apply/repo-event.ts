import type { RepoStatus } from '../koji/repo-status.js'

/** What happens while repos are waited for. */
export type RepoEvent =
  /** these are wanted */
  | { readonly event: 'repos'; readonly tags: readonly string[] }
  /** something is new about one of them */
  | ({ readonly event: 'repo' } & RepoStatus)
