// The way of the data, from what is wanted to what was done: the only place that knows all rooms.

export { type Applied, type ApplyOptions, applyPlanned } from './pipeline/applying.js'
export {
  type Comparing,
  compareSides,
  onlyRelease,
  readReleases,
  type SideChoice,
} from './pipeline/comparing.js'
export { changesTo, type Planned, planAim, planDesired, planSaved } from './pipeline/planning.js'
export { planUndo, planUndoOfEvents, readPastChanges } from './pipeline/undoing.js'
