// The public API: everything the commands do can be done from a program.

export {
  ApplyError,
  type CallResult,
  type CallStatus,
  PartialApplyError,
  type RepoEvent,
  RepoWaitError,
  Run,
  type StageResult,
  StalePlanError,
  type Waited,
  type WaitOptions,
  waitForRepos,
} from './apply/index.js'
export {
  type Audit,
  type AuditComparison,
  compareAudits,
  type Finding as AuditFinding,
  failing,
  type Rule,
  rules,
  type Severity,
  type Waiver,
} from './audit/index.js'
export {
  desiredStateSchema,
  expandTemplate,
  InputError,
  listTemplates,
  loadDesired,
  loadFiles,
  loadTemplate,
  type NamedTemplate,
  type Problem,
  type TemplateInfo,
} from './desired/index.js'
export {
  type Greeted,
  greet,
  HttpTransport,
  HubClient,
  HubError,
  KojiFault,
  type ListedProfile,
  LiveReader,
  type Login,
  listProfiles,
  loginOf,
  type Profile,
  passwordLogin,
  profileOf,
  readGraph,
  readProfiles,
  readTagViews,
  Session,
  type TagViews,
  type Transport,
  type ViewOptions,
  webServerLogin,
} from './hub/index.js'
export {
  type JournaledRun,
  JournalFolder,
  Recorder,
  type RecorderOptions,
  readJournal,
} from './journal/index.js'
export { type BuildConfig, buildConfig, distTag } from './koji/build-config.js'
export type { Call } from './koji/call.js'
export type {
  DesiredExternalRepo,
  DesiredGroup,
  DesiredPackage,
  DesiredRepoUse,
  DesiredState,
  DesiredTag,
  DesiredTarget,
  Seed,
  WantedBuilds,
} from './koji/desired-state.js'
export { ExitCode, RefusedError, RelengError } from './koji/error.js'
export { effectiveExternalRepos, mergeModes } from './koji/external-repos.js'
export type { GreetedHub, GreetedUser, Greeting } from './koji/greeting.js'
export { type EffectiveGroup, effectiveGroups } from './koji/groups.js'
export { type Descendant, descendants, fullInheritance, type Inherited } from './koji/inheritance.js'
export { InheritanceGraph, type LiveGraph } from './koji/inheritance-graph.js'
export { inheritanceTrees, type TreeLine, type TreeOptions } from './koji/inheritance-tree.js'
export { liveAsDesired, type Unsaid } from './koji/live-as-desired.js'
export type {
  Former,
  Held,
  HubIdentity,
  LatestBuilds,
  LiveBuild,
  LiveExternalRepo,
  LiveState,
  LiveTag,
  LiveTarget,
  Origin,
  TagContents,
} from './koji/live-state.js'
export { effectivePackages, inheritedPackages } from './koji/packages.js'
export { type ApplyRight, applyRights, mayCall, permissionsFor } from './koji/permissions.js'
export type { RepoStatus } from './koji/repo-status.js'
export type { Source } from './koji/source.js'
export type {
  ExternalRepo,
  ExtraValue,
  Facet,
  Link,
  OwnGroup,
  OwnPackage,
  PackageEntry,
  RepoUse,
  Settings,
  Tag,
  TaggedBuild,
  Target,
} from './koji/tag.js'
export type { TagView } from './koji/tag-view.js'
export {
  type Applied,
  type Audited,
  type AuditSubject,
  applyPlanned,
  auditHub,
  type Comparing,
  compareSides,
  type Exported,
  type ExportWish,
  fitTemplate,
  type HistoryWish,
  newRelease,
  type Planned,
  planDesired,
  planSaved,
  planUndo,
  planUndoOfEvents,
  proveExport,
  ReleaseTemplate,
  readExport,
  readHistory,
  readReleases,
} from './pipeline.js'
export {
  type Change,
  type Consequence,
  type Finding,
  flagsOf,
  type Goal,
  goalOf,
  type Leaves,
  makePlan,
  type Note,
  narrowestLeaves,
  type Plan,
  type RepoMaking,
  redundantEntries,
  refuseWithoutLeave,
  type Stage,
  type StaleRow,
  type TagLosses,
  usedLeaves,
} from './plan/index.js'
export {
  isPlanFile,
  type PlanFile,
  PlanFileError,
  planFileOf,
  planFileText,
  planOf,
  readPlanFile,
  refuseOtherDigest,
  writePlanFile,
} from './plan-file/index.js'
export { rehearsePlanned } from './rehearse.js'
export {
  compareReleases,
  type Difference,
  liveRelease,
  type Release,
  type ReleaseState,
  releaseNamed,
  renumber,
} from './release/index.js'
export {
  appliedJson,
  desiredDigest,
  drawingOf,
  graphDot,
  graphJson,
  graphMermaid,
  graphText,
  plainStyle,
  planDiff,
  planJson,
  planText,
  tagViewsJson,
  tagViewsText,
  terminalStyle,
} from './report/index.js'
export {
  auditReport,
  comparisonReport,
  historyReport,
  planReport,
  type Report,
  type ReportFormat,
  renderReport,
  reportFormats,
} from './report/reports/index.js'
export {
  createSandbox,
  type ImportedBuild,
  openState,
  type RunningServer,
  type Sandbox,
  serve,
} from './sandbox/index.js'
export {
  commandsText,
  type PlanCommand,
  planCommands,
  type ReadScript,
  readScript,
  type Unread,
} from './script/index.js'
