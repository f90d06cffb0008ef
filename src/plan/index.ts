export { type Aim, type Comparison, desiredAim, rowsAim } from './aim.js'
export { ancestorsOf } from './ancestors.js'
export { withArches } from './arches-of.js'
export type { BuildDifference, ExtraDifference, SeenValue } from './build-difference.js'
export {
  type Action,
  actionOf,
  type Change,
  type ChangeKind,
  type ChangeOf,
  inverse,
  isTagChange,
  isWhole,
  keyOfRow,
  nameOf,
  type ResourceKind,
  resourceOf,
  resourceWords,
  rowKey,
  type Seeded,
  type ServerCopy,
  type TagChange,
  type TagLosses,
  type TargetUse,
} from './change.js'
export { type ChangedResource, changedResources } from './changed-resources.js'
export type {
  BuildRoot,
  Consequence,
  DestinationConsequence,
  TagConsequence,
  TargetConsequence,
} from './consequence.js'
export { lackingBuilds } from './facets/builds.js'
export { tagsWithPackages } from './facets/packages.js'
export type { Given } from './given.js'
export { type Goal, goalOf } from './goal.js'
export type { GroupDifference, GroupEntry } from './group-difference.js'
export {
  type Finding,
  findingText,
  flagOf,
  flagsOf,
  type GuardName,
  guardWords,
  type Leaves,
  narrowestLeaves,
  refuseWithoutLeave,
  usedLeaves,
  withoutLeave,
} from './guards/index.js'
export type { Heir } from './heirs.js'
export type { LeftAlone, Note, Redundant, TagNote, Taken, UndoOthers } from './note.js'
export type { MadeRepo, RepoMaking } from './outdated-repos.js'
export { type PastChanges, pastChanges } from './past-changes.js'
export { inheritedChanges, makePlan, type Plan } from './plan.js'
export { problemLine } from './problem-line.js'
export { redundantEntries } from './redundant-entries.js'
export { type ReleaseLayouts, type RetiredTarget, type Retirement, retirementOf } from './retirement.js'
export { keyOfName, type RowName, rowName } from './row-name.js'
export { rowPartText, rowText } from './row-text.js'
export { withChanges } from './rows.js'
export { type CopiedRows, copiedRows } from './seeds/copied-rows.js'
export { missingSources, refuseUntaggable } from './seeds/seed-problems.js'
export { seededTags } from './seeds/seeded-tags.js'
export { refuseSplitSeeds } from './seeds/split-seeds.js'
export type { RepoDifference, SeenRepo } from './seen-repos.js'
export {
  type PlannedCall,
  type RequestCounter,
  type Stage,
  type StagedCalls,
  type StageName,
  stageNames,
  stagesOf,
} from './stages.js'
export { staleRows } from './stale.js'
export type { RowValue, StaleRow } from './stale-row.js'
export { staleText } from './stale-text.js'
export { deletedBy, type Made, undoAim } from './undo.js'
export { type Unresolved, unresolvedError, unresolvedNames } from './unresolved.js'
export { refuseUnsound } from './unsound.js'
export { refuseUnwritable } from './unwritable.js'
