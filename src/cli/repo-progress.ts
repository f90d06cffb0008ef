import { type RepoStatus, repoProgress } from '../koji/repo-status.js'
import { namesText } from '../report/index.js'
import type { CommandEvent } from './command-event.js'
import { duration } from './run-progress.js'

/** Which repos are waited for: the lines that a terminal shows at its end meanwhile. */
export class RepoProgress {
  #repos = new Map<string, Pick<RepoStatus, 'state' | 'request' | 'task'>>()
  #since = 0

  /** @param time in seconds, from any beginning */
  observe(event: CommandEvent, time: number): void {
    switch (event.event) {
      case 'repos':
        this.#since = time
        this.#repos = new Map(event.tags.map(tag => [tag, { state: 'waiting', request: null, task: null }]))
        break
      case 'repo':
        this.#repos.set(event.tag, event)
        break
      case 'interrupted':
      case 'applied':
      case 'error':
        this.#repos.clear()
        break
    }
  }

  /** `waiting for 2 of 3 repos (2 min 3 s): f44-build (request 12, task 34) and f44-kde-build (…)` */
  lines(time: number): string[] {
    const waiting = [...this.#repos].filter(([, { state }]) => state === 'waiting')
    if (waiting.length === 0) return []
    const names = waiting.map(([tag, repo]) => `${tag} (${repoProgress(repo)})`)
    const count = `${waiting.length} of ${this.#repos.size} repo${this.#repos.size === 1 ? '' : 's'}`
    return [
      `waiting for ${count} (${duration(time - this.#since)}): ${namesText(names, 3)}`,
      'Ctrl-C leaves them to the hub',
    ]
  }
}
