export { ApplyError, NotPermittedError, PartialApplyError } from './errors.js'
export { type MissingPermissions, missingPermissions, notPermitted } from './permission.js'
export type { CallResult, CallStatus, StageResult } from './result.js'
export { type Care, type ReadBack, Run } from './run.js'
