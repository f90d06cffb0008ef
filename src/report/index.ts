export { type AuditDocument, auditJson, type FindingCounts } from './audit-json.js'
export { type AuditTextOptions, auditText } from './audit-text.js'
export { cleanLine, cleanText } from './clean.js'
export { desiredDigest, desiredYaml } from './desired-yaml.js'
export { errorJson, errorText } from './error-text.js'
export { type ExportDocument, exportJson, exportSummary } from './export-json.js'
export { type ExportSubject, exportText, type TemplatedExport, templatedExport } from './export-text.js'
export { fileDiff } from './file-diff.js'
export { drawingOf, type GraphDocument, graphJson } from './graph.js'
export { graphDot } from './graph-dot.js'
export { graphMermaid } from './graph-mermaid.js'
export { graphText } from './graph-text.js'
export { guardsText } from './guard-text.js'
export { type HelloDocument, helloJson, helloText } from './hello.js'
export { historyCsv } from './history-csv.js'
export { type HistoryDocument, historyJson, type ToldEvent, type ToldHistory } from './history-json.js'
export { historyText } from './history-text.js'
export { count, namesText } from './names-text.js'
export { type NewReleaseDocument, newReleaseJson, optionsOf, releaseSummary } from './new-release.js'
export { notesText, noteText } from './note-text.js'
export { appliedText, readBackText, rehearsedText, unchangedText } from './outcome-text.js'
export { parameterText } from './parameter-text.js'
export { type PhaseDocument, type PhaseRow, phaseText } from './phase-step.js'
export { planDiff } from './plan-diff.js'
export {
  type AppliedDocument,
  type AwaitedRepos,
  appliedJson,
  type PlanDocument,
  type PlannedDocument,
  planJson,
  plannedJson,
} from './plan-json.js'
export { type PlanTextOptions, planText } from './plan-text.js'
export { type ProfileRow, type ProfilesDocument, profilesText } from './profiles.js'
export {
  type ComparedSide,
  type ComparisonDocument,
  comparisonJson,
  comparisonText,
  differenceLines,
} from './release-comparison.js'
export { differenceComment, type LikeRelease, type ReleaseFile, releaseFileText } from './release-file.js'
export { type Override, overridesOf } from './release-overrides.js'
export { type ReposDocument, readyText } from './repos.js'
export { changesText, sourceText, type TextOptions } from './resource-text.js'
export type { RetiredDocument } from './retirement-json.js'
export { retirementYaml } from './retirement-yaml.js'
export { type RuleDocument, type RulesDocument, rulesJson, rulesMarkdown, rulesText } from './rules.js'
export {
  type RunDocument,
  type RunRow,
  type RunState,
  type RunsDocument,
  runJson,
  runRow,
  runsJson,
} from './run-json.js'
export { runsText, runText, unfinishedText } from './run-text.js'
export { savedPlanText, saveText, seenOtherwiseText } from './saved-plan-text.js'
export { outputSchemas } from './schemas/index.js'
export { planFile as planFileSchema } from './schemas/plan-file.js'
export { plainStyle, type Style, terminalStyle } from './style.js'
export { callSummary, changeSummary, doneSummary, resourceCounts } from './summary.js'
export { type TagViewsDocument, tagViewsJson } from './tag-view.js'
export { tagViewsText } from './tag-view-text.js'
export { type Undone, undoText } from './undo-text.js'
export { unsaidText } from './unsaid-text.js'
