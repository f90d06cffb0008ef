import { setTimeout as sleepFor } from 'node:timers/promises'
import { type HubClient, type Login, lookForRepos, requestRepos, Session, wantRepos } from '../hub/index.js'
import { RelengError } from '../koji/error.js'
import { type RepoStatus, repoProgress } from '../koji/repo-status.js'
import type { RepoEvent } from './repo-event.js'

export interface WaitOptions {
  /** how long, in seconds; it is looked once in any case */
  readonly timeout: number
  /** how to log in to ask for repos; without it, repos are waited for that somebody else asks for */
  readonly login?: (() => Login) | undefined
  readonly signal?: AbortSignal | undefined
  readonly watch?: ((event: RepoEvent) => void) | undefined
  /** time, which tests take into their hands */
  readonly time?: Time
}

export interface Time {
  /** seconds, from any beginning */
  now(): number
  sleep(seconds: number, signal: AbortSignal | undefined): Promise<unknown>
}

export interface Waited {
  readonly repos: readonly RepoStatus[]
  /** what went wrong at the logout */
  readonly warnings: readonly RelengError[]
}

/** Not all repos are ready: some have failed, or it took too long, or the hub is gone, or the user has enough. */
export class RepoWaitError extends RelengError {
  override readonly name = 'RepoWaitError'

  constructor(
    message: string,
    readonly repos: readonly RepoStatus[],
    { where, next, cause }: { where: string; next: string; cause?: RelengError },
  ) {
    super(message, { where, next, data: { repos }, details: cause?.details, cause })
  }
}

const real: Time = {
  now: () => performance.now() / 1000,
  sleep: (seconds, signal) => sleepFor(seconds * 1000, undefined, signal && { signal }),
}

/** The longest wait between two looks, in seconds. */
const longestPause = 10

/**
 * Sees to it that the hub has repos of these tags that show all that has changed in them, and waits until they are
 * ready. Looks first, so that nobody logs in where they are there; asks for the others, and looks again after 1, 2, 4, 8
 * and then every 10 seconds. Throws `RepoWaitError` where that does not end well; the hub goes on all the same.
 */
export async function waitForRepos(
  tags: readonly string[],
  client: HubClient,
  options: WaitOptions,
): Promise<Waited> {
  client.heed(options.signal)
  const wait = new RepoWait(await wantRepos(client, tags), client, options)
  try {
    const warnings = await wait.ask()
    await wait.untilReady()
    return { repos: wait.repos, warnings }
  } catch (error) {
    throw error instanceof RelengError ? wait.error(error) : error
  }
}

class RepoWait {
  #repos: readonly RepoStatus[]
  readonly #client: HubClient
  readonly #options: WaitOptions
  readonly #time: Time
  readonly #end: number

  constructor(repos: readonly RepoStatus[], client: HubClient, options: WaitOptions) {
    this.#repos = repos
    this.#client = client
    this.#options = options
    this.#time = options.time ?? real
    this.#end = this.#time.now() + options.timeout
  }

  get repos(): readonly RepoStatus[] {
    return this.#repos
  }

  /** Asks for the repos that are not there. */
  async ask(): Promise<RelengError[]> {
    const { login, watch } = this.#options
    this.#options.signal?.throwIfAborted()
    watch?.({ event: 'repos', tags: this.#repos.map(({ tag }) => tag) })
    this.#become(await lookForRepos(this.#client, this.#repos))
    if (login === undefined || this.#waiting.length === 0) return []
    const session = await Session.open(this.#client, login())
    let warnings: RelengError[] = []
    try {
      // A request that is made once more finds the one before.
      this.#become(await this.#client.persist(() => requestRepos(session, this.#repos)))
    } finally {
      warnings = await session.end()
    }
    return warnings
  }

  /** Returns when all are ready. Throws where it takes too long, or some never will. */
  async untilReady(): Promise<void> {
    for (let pause = 1; this.#waiting.length > 0; pause = Math.min(longestPause, 2 * pause)) {
      const left = this.#end - this.#time.now()
      if (left <= 0) throw this.#outcome(`it took more than ${minutes(this.#options.timeout)}`)
      await this.#sleep(Math.min(pause, left))
      this.#become(await lookForRepos(this.#client, this.#repos))
    }
    if (this.#repos.some(({ state }) => state === 'failed')) throw this.#outcome()
  }

  /** What is thrown in place of an error that ended the waiting. */
  error(cause: RelengError): RepoWaitError {
    return cause instanceof RepoWaitError ? cause : this.#outcome(cause.message, cause)
  }

  async #sleep(seconds: number): Promise<void> {
    const { signal } = this.#options
    try {
      await this.#time.sleep(seconds, signal)
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    }
  }

  /** Takes over what was found, and tells what is new. */
  #become(repos: readonly RepoStatus[]): void {
    for (const [index, repo] of repos.entries()) {
      const before = this.#repos[index]
      const isNew =
        before?.state !== repo.state || before.task !== repo.task || before.request !== repo.request
      if (isNew) this.#options.watch?.({ event: 'repo', ...repo })
    }
    this.#repos = repos
  }

  get #waiting(): readonly RepoStatus[] {
    return this.#repos.filter(({ state }) => state === 'waiting')
  }

  /** @param why the waiting ended, where it did not end by itself */
  #outcome(why?: string, cause?: RelengError): RepoWaitError {
    const failed = this.#repos.filter(({ state }) => state === 'failed')
    const lines = [
      ...(why === undefined ? [] : [`not all repos are ready: ${why}`]),
      ...this.#waiting.map(repo => `the repo of ${repo.tag} is not ready (${repoProgress(repo)})`),
      ...failed.map(({ tag, reason }) => `the repo of ${tag} will not come: ${reason}`),
    ]
    const tags = [...this.#waiting, ...failed].map(({ tag }) => tag).join(' ')
    const again = `koji-releng repos wait ${tags}`
    const next = this.#waiting.some(({ request }) => request !== null)
      ? `the hub goes on making them; to wait again: ${again}`
      : (cause?.next ?? `to ask for them and wait again: ${again}`)
    return new RepoWaitError(lines.join('\n'), this.#repos, {
      where: this.#client.url,
      next,
      ...(cause && { cause }),
    })
  }
}

function minutes(seconds: number): string {
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60} min` : `${seconds} s`
}
