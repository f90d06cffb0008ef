import { ExitCode, RefusedError, RelengError } from '../koji/error.js'

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
