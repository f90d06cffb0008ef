export {
  ApplyError,
  type CallResult,
  type CallStatus,
  NotPermittedError,
  PartialApplyError,
  Run,
  type StageResult,
} from './run.js'
