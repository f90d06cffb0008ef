export { type Aim, desiredAim, rowsAim } from './aim.js'
export type { BuildDifference, ExtraDifference, SeenValue } from './build-difference.js'
export {
  type Action,
  type Change,
  type ChangeKind,
  type ChangeOf,
  isTagChange,
  isWhole,
  nameOf,
  type ResourceKind,
  resourceOf,
  resourceWords,
  type TagChange,
  type TagLosses,
  type TargetUse,
} from './change.js'
export type {
  BuildRoot,
  Consequence,
  DestinationConsequence,
  TagConsequence,
  TargetConsequence,
} from './consequence.js'
export { tagsWithPackages } from './facets/packages.js'
export type { Given } from './given.js'
export { type Goal, goalOf } from './goal.js'
export type { GroupDifference, GroupEntry } from './group-difference.js'
export {
  type DeleteFinding,
  type Finding,
  flagOf,
  type Leaves,
  refuseWithoutLeave,
  withoutLeave,
} from './guard.js'
export type { Heir } from './heirs.js'
export type { Note, Redundant } from './note.js'
export type { MadeRepo, RepoMaking } from './outdated-repos.js'
export { inheritedChanges, makePlan, type Plan } from './plan.js'
export { redundantEntries } from './redundant-entries.js'
export { refuseUnsound, type Unresolved, unresolvedError, unresolvedNames } from './references.js'
export type { RepoDifference, SeenRepo } from './seen-repos.js'
export { type PlannedCall, type RequestCounter, type Stage, type StageName, stageNames } from './stages.js'
export { refuseUnwritable } from './unwritable.js'
