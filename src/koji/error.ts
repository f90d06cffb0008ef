import type { Source } from './source.js'

/** The exit codes of the command line; DESIGN's table, the same with and without `--json`. */
export const ExitCode = {
  /** done, or nothing to do */
  done: 0,
  /** an error; nothing was written */
  error: 1,
  /** `--detailed-exitcode`: changes are pending */
  pending: 2,
  /** refused by a guard before the first write */
  refused: 3,
  /** an apply that wrote something and did not finish */
  partial: 4,
} as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** One of several things that an error is made of, as data: for editors and CI, which mark the place. */
export interface ProblemData {
  readonly source: Source
  readonly message: string
  /** where in the file it is, such as `tags.f44-app.perm` */
  readonly path?: string
  /** what to do about it */
  readonly hint?: string
}

export interface ErrorContext {
  /** where it happened: `file:line:column`, a hub's URL, or a resource such as `tag f44-app` */
  readonly where?: string | undefined
  /** what the reader should do next */
  readonly next?: string | undefined
  /** lines for `--debug` only: raw answers, statuses; never a secret */
  readonly details?: readonly string[] | undefined
  readonly problems?: readonly ProblemData[] | undefined
  /** what a program wants to know, for `--json` */
  readonly data?: unknown
  readonly cause?: unknown
}

/**
 * What every error that a user can meet is made of: what happened (`message`), where, what to do next,
 * and the exit code it leads to. Library code throws it; only commands print it and exit.
 */
export class RelengError extends Error {
  override readonly name: string = 'RelengError'
  readonly exitCode: ExitCode = ExitCode.error
  readonly where: string | undefined
  readonly next: string | undefined
  readonly details: readonly string[]
  readonly problems: readonly ProblemData[]
  readonly data: unknown

  constructor(message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause })
    this.where = context.where
    this.next = context.next
    this.details = context.details ?? []
    this.problems = context.problems ?? []
    this.data = context.data
  }
}

/** A guard said no before the first write (exit code 3). */
export class RefusedError extends RelengError {
  override readonly name: string = 'RefusedError'
  override readonly exitCode = ExitCode.refused
}
