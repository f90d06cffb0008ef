/** What becomes of a repo that somebody wants. */
export interface RepoStatus {
  readonly tag: string
  /** the last change that it must show: no older repo will do */
  readonly min_event: number
  readonly state: 'waiting' | 'ready' | 'failed'
  /** the one that is ready, by its number */
  readonly repo: number | null
  /** the request that asks for it, and the task that makes it, as far as they are known */
  readonly request: number | null
  readonly task: number | null
  /** why it failed */
  readonly reason: string | null
}

/** How far a repo has come that is waited for: `request 12, task 34` */
export function repoProgress({ request, task }: Pick<RepoStatus, 'request' | 'task'>): string {
  if (request === null) return 'nobody has asked for it'
  return task === null ? `request ${request}, no task yet` : `request ${request}, task ${task}`
}
