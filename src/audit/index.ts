export { type Audit, type Finding, type Severity, severities, type Waiver } from './finding.js'
export { type HistoryEvent, historyOf } from './history.js'
export { type RunTrace, RunTraces } from './run-trace.js'
