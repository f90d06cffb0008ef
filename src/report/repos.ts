import type { RepoStatus } from '../koji/repo-status.js'
import { count, namesText } from './names-text.js'

/** What `repos wait --json` prints. */
export interface ReposDocument {
  readonly profile: string
  readonly hub: string
  readonly repos: readonly RepoStatus[]
  readonly warnings: readonly string[]
}

/** `2 repos are ready: f44-build (12) and f44-kde-build (13).` */
export function readyText(repos: readonly RepoStatus[]): string {
  const names = repos.map(({ tag, repo }) => `${tag} (${repo})`)
  const verb = repos.length === 1 ? 'is' : 'are'
  return `${count(repos.length, 'repo')} ${verb} ready: ${namesText(names)}.\n`
}
