import { type ErrorContext, ExitCode, RefusedError, RelengError } from '../koji/error.js'
import type { StagedCalls, StaleRow } from '../plan/index.js'

/** An apply stopped after it had written something, or may have: exit code 4. */
export class PartialApplyError extends RelengError {
  override readonly name = 'PartialApplyError'
  override readonly exitCode = ExitCode.partial
}

/** A stage failed before anything was written: exit code 1. */
export class ApplyError extends RelengError {
  override readonly name = 'ApplyError'
}

/** The hub refused for want of a permission before anything was written: exit code 3. */
export class NotPermittedError extends RefusedError {
  override readonly name = 'NotPermittedError'
}

/** What a plan was made upon is no longer so: exit code 3. */
export class StalePlanError extends RefusedError {
  override readonly name = 'StalePlanError'
  declare readonly data: Staleness

  constructor(message: string, context: ErrorContext & { readonly data: Staleness }) {
    super(message, context)
  }
}

export interface Staleness {
  /** all rows that have changed */
  readonly stale: readonly StaleRow[]
  /** where none has: the calls, if they are others than planned */
  readonly calls?: { readonly planned: readonly StagedCalls[]; readonly now: readonly StagedCalls[] }
}
