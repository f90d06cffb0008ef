// The way of the data, from what is wanted to what was done: the only place that knows all rooms.

export { type Applied, type ApplyOptions, applyPlanned } from './pipeline/applying.js'
export { type Audited, type AuditSubject, auditHub } from './pipeline/auditing.js'
export {
  type Comparing,
  compareSides,
  onlyRelease,
  readReleases,
  type SideChoice,
} from './pipeline/comparing.js'
export {
  type DraftFile,
  type Exported,
  type ExportWish,
  proveExport,
  readExport,
} from './pipeline/exporting.js'
export { type Fit, fitTemplate } from './pipeline/fitting.js'
export { type HistoryWish, readHistory } from './pipeline/history.js'
export { type Chosen, type Draft, type NewRelease, newRelease } from './pipeline/new-release.js'
export { changesTo, type Planned, planAim, planDesired, planSaved } from './pipeline/planning.js'
export { type GivenTexts, ReleaseTemplate } from './pipeline/release-template.js'
export { planUndo, planUndoOfEvents, readPastChanges } from './pipeline/undoing.js'
