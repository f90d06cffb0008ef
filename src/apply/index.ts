export {
  ApplyError,
  type CallResult,
  type CallStatus,
  PartialApplyError,
  Run,
  type StageResult,
} from './run.js'
