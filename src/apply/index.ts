export { ApplyError, NotPermittedError, PartialApplyError, StalePlanError } from './errors.js'
export { failureOf, failureText } from './failure.js'
export { type MissingPermissions, missingPermissions, notPermitted } from './permission.js'
export type { RepoEvent } from './repo-event.js'
export type { CallResult, CallStatus, StageResult } from './result.js'
export { type Recovery, Run, type RunOptions } from './run.js'
export type { PlacedResult, ReadBack, RunEvent, RunWatch } from './run-event.js'
export { otherCalls, staleRefusal, unfit } from './stale.js'
export { type SweptRow, sweeps, sweptRows, sweptText } from './swept.js'
export {
  RepoWaitError,
  type Waited,
  type WaitOptions,
  waitForRepos,
} from './wait-for-repos.js'
