export {
  carriable,
  distanceOf,
  type LeftOver,
  renumberedTag,
  renumberedTarget,
  singleDifferences,
} from './carry-over.js'
export {
  type Compared,
  compareReleases,
  type Difference,
  type EntryDifference,
  type Side,
} from './differences.js'
export { type Release, releaseIn, releaseName, releaseNamed, releaseNumber, releasesIn } from './release.js'
export {
  liveRelease,
  madeRelease,
  ownNames,
  type ReleaseState,
  saidRelease,
  unknownHub,
  withoutRelease,
} from './release-state.js'
export { isOf, isReversible, numbered, referenced, renumber, renumberJson, unnumbered } from './renumber.js'
export { isMarkedAsSideTag, isSideTag } from './side-tag.js'
