export { PlanFileError, refuseOtherDigest, refuseOtherHub } from './errors.js'
export {
  type PlanFile,
  planFileOf,
  planFileText,
  planFormat,
  planOf,
  type SavedDesired,
  shortDigest,
  type Tool,
} from './plan-file.js'
export { isPlanFile, readPlanFile } from './read.js'
export { writePlanFile } from './write.js'
