import type { Rule } from '../rule.js'
import { buildTagArches } from './build-tag-arches.js'
import { buildTagGroups } from './build-tag-groups.js'
import { distRepo } from './dist-repo.js'
import { distTagRelease } from './dist-tag-release.js'
import { distTagUnique } from './dist-tag-unique.js'
import { duplicateAncestor } from './duplicate-ancestor.js'
import { endedParent } from './ended-parent.js'
import { flatpakMacrosListed } from './flatpak-macros.js'
import { flatpakMacrosBuild } from './flatpak-macros-build.js'
import { flatpakTags } from './flatpak-tags.js'
import { groupPackageWithoutBuild } from './group-package-without-build.js'
import { inheritanceLoop } from './inheritance-loop.js'
import { lockedDestination } from './locked-destination.js'
import { lockedParent } from './locked-parent.js'
import { macroOutsideFamily } from './macro-outside-family.js'
import { nameOffPattern } from './name-off-pattern.js'
import { permWithoutHolder } from './perm-without-holder.js'
import { redundantEntry } from './redundant-entry.js'
import { repoPlainHttp } from './repo-plain-http.js'
import { repoUnused } from './repo-unused.js'
import { targetWithoutAccess } from './target-without-access.js'
import { unlikeSiblings } from './unlike-siblings.js'
import { zombie } from './zombie.js'

/** All rules, in the order in which they are listed. A new rule is a file of its own and a line here. */
export const rules: readonly Rule[] = [
  distTagUnique,
  distTagRelease,
  macroOutsideFamily,
  buildTagArches,
  buildTagGroups,
  flatpakMacrosListed,
  flatpakMacrosBuild,
  flatpakTags,
  distRepo,
  lockedDestination,
  targetWithoutAccess,
  permWithoutHolder,
  lockedParent,
  endedParent,
  inheritanceLoop,
  zombie,
  duplicateAncestor,
  redundantEntry,
  groupPackageWithoutBuild,
  repoPlainHttp,
  repoUnused,
  nameOffPattern,
  unlikeSiblings,
]
